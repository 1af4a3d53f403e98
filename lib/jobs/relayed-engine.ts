import { CalledWork, type CallOutcome } from "./called-work";
import type { Engine } from "./engine";
import type { LoopOptions } from "./loop-options";
import { type PeriodicTask, runDueTasks, startPeriodic } from "./periodic";
import { SendLoop } from "./send-loop";
import type { OutsideState } from "./types";
import type { SendableSource, UnsentRow } from "./work";

/** What the house needs of an engine outside. */
export interface OutsidePort {
  /** Keeps in contact until `stop`. */
  start(events: {
    /** It can be given rows (again). */
    onReady(): void;
    /** It may have lost what it was given. */
    onForgot(): Promise<void>;
  }): void;
  stop(): Promise<void>;
  isReady(): boolean;
  /** Resolves when all rows were accepted. */
  send(rows: readonly UnsentRow[]): Promise<void>;
  state(): OutsideState;
  /** It called: it is there. */
  noteCall(): void;
}

type Options = Pick<LoopOptions, "database" | "clock" | "logger" | "leaseMs" | "exclusive" | "pollMs"> & {
  sources: readonly SendableSource[];
  tasks: readonly PeriodicTask[];
  outside: OutsidePort;
  /** How often to look for work that the outside engine lost. */
  reconcileMs: number;
  /** Work that was not called for is looked at after so long; default 15 s. */
  lostAfterMs?: number | undefined;
};

/** An engine whose work is called for from outside. */
export interface RelayedEngine extends Engine {
  /** A call for one row: does one attempt, or joins it; answers after at most `waitMs`. */
  call(lane: string, id: string, waitMs: number): Promise<CallOutcome>;
  /** Sends again what was lost outside. Answers how many rows. */
  reconcile(): Promise<number>;
  /** A call for a periodic task: it runs if it is due. */
  runTask(name: string): Promise<void>;
}

/** By so much the outside engine may be late with a periodic task before this process runs it by itself. */
const taskLateMs = 90_000;

/**
 * Runs, jobs and periodic tasks on the word of an engine outside, with everything that must not be lost in the
 * database: what waits, what was sent, what was claimed, what came of it.
 */
export function createRelayedEngine(options: Options): RelayedEngine {
  const { outside, tasks } = options;
  const work = new CalledWork(options);
  const { lostAfterMs, ...rest } = options;
  const loop = new SendLoop({
    ...rest,
    ...(lostAfterMs === undefined ? {} : { lostAfterMs }),
    isReady: () => outside.isReady(),
    send: (rows) => outside.send(rows),
    callsOf: (lane, host) => work.callsOf(lane, host),
  });
  let started = false;
  let stopPeriodic: (() => Promise<void>) | undefined;
  let reconciling: NodeJS.Timeout | undefined;
  const reconcile = (): void => {
    if (!outside.isReady()) return;
    loop
      .reconcile()
      .catch((error: unknown) => options.logger.error({ err: error }, "Lost work could not be looked for."));
  };
  return {
    async start() {
      if (started) return;
      started = true;
      work.start();
      await loop.start();
      outside.start({ onReady: () => loop.poke(), onForgot: () => loop.forgetSent() });
      reconciling = setInterval(reconcile, options.reconcileMs).unref();
      stopPeriodic = startPeriodic({ ...options, lateMs: taskLateMs });
    },
    async stop(drainMs) {
      if (!started) return;
      started = false;
      clearInterval(reconciling);
      await outside.stop();
      await loop.stop();
      await stopPeriodic?.();
      await work.stop(drainMs);
    },
    poke: () => loop.poke(),
    state: () => ({
      status: !started ? "stopped" : loop.failure === null ? "running" : "failing",
      running: work.running,
      waiting: 0,
      failure: loop.failure,
      reconciledAt: loop.reconciledAt,
      outside: outside.state(),
    }),
    call(lane, id, waitMs) {
      outside.noteCall();
      return work.call(lane, id, waitMs);
    },
    reconcile: () => loop.reconcile(),
    async runTask(name) {
      outside.noteCall();
      await runDueTasks({ ...options, tasks: tasks.filter((task) => task.name === name) });
    },
  };
}
