import type { Database } from "@/db/client";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import { failureText } from "./failure-text";

/** Work that comes back by the clock. */
export type PeriodicTask = {
  /** Its last turn is marked in `meta` under `task.<name>`, how it went under `task.<name>.outcome`. */
  name: string;
  /** What it is for, in a few words for people. */
  summary?: string;
  /** How often it is due; for one with times of its own, how often the clock looks whether one has come. */
  everyMs: number;
  /** Times of its own, instead: cron with five parts, in UTC. The first is the one after the first start. */
  times?: { schedule: string; nextAfter(after: Date): Date | null };
  run(): Promise<void>;
};

/** How a task went when it ran last; kept as JSON. */
export type TaskOutcome = { at: string; durationMs: number; error: string | null };

type Options = {
  database: Database;
  clock: Clock;
  logger: Logger;
  tasks: readonly PeriodicTask[];
  /** Where another clock calls for the tasks: by how much it may be late before this one runs them. Default 0. */
  lateMs?: number;
};

const checkMostMs = 3_600_000;
const firstCheckMs = 5_000;
/** A clock that calls every minute is now and then some milliseconds early. */
const punctual = 0.9;
/** So long after the full minute: a timer is never a moment too early for what is due then. */
const afterMs = 50;

/** A clock that calls at the very time of a task may be a moment early. */
const earlyMs = 1_500;

const keyOf = (task: PeriodicTask): string => `task.${task.name}`;
export const outcomeKey = (task: Pick<PeriodicTask, "name">): string => `task.${task.name}.outcome`;

/**
 * Marks a due task as run now, if nobody else has meanwhile. After a long stop it is due once, not once for each
 * time that was missed.
 */
async function takeTurn(options: Options, task: PeriodicTask): Promise<boolean> {
  if (task.times) return takeTimedTurn(options, task, task.times.nextAfter);
  const { database, clock, lateMs = 0 } = options;
  const now = clock.now();
  const dueBefore = new Date(now.getTime() - task.everyMs * punctual - lateMs).toISOString();
  return database.write(async (tx) => {
    const { rowsAffected } = await tx.raw.execute({
      sql: `INSERT INTO meta (key, value, updated_at) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at WHERE value <= ?`,
      args: [keyOf(task), now.toISOString(), now.toISOString(), dueBefore],
    });
    return rowsAffected > 0;
  });
}

/** The first look only marks from when on its times count: a task that is new does not run because it never has. */
async function takeTimedTurn(
  { database, clock, lateMs = 0 }: Options,
  task: PeriodicTask,
  nextAfter: (after: Date) => Date | null,
): Promise<boolean> {
  const now = clock.now();
  return database.write(async (tx) => {
    const { rows } = await tx.raw.execute({ sql: "SELECT value FROM meta WHERE key = ?", args: [keyOf(task)] });
    const mark = rows[0]?.value;
    const due = typeof mark === "string" ? nextAfter(new Date(mark)) : null;
    const isDue = due !== null && due.getTime() + lateMs - earlyMs <= now.getTime();
    if (typeof mark === "string" && !isDue) return false;
    // A turn that was taken a moment early is not due again at its time.
    const next = due !== null && due > now ? due : now;
    await tx.raw.execute({
      sql: "INSERT OR REPLACE INTO meta (key, value, updated_at) VALUES (?, ?, ?)",
      args: [keyOf(task), next.toISOString(), now.toISOString()],
    });
    return isDue;
  });
}

/** Runs what is due now, one after another. A task that fails is logged and comes again at its next time. */
export async function runDueTasks(options: Options): Promise<void> {
  for (const task of options.tasks) {
    try {
      if (await takeTurn(options, task)) await runTask(options, task);
    } catch (error) {
      options.logger.error({ err: error, task: task.name }, "A periodic task failed.");
    }
  }
}

async function runTask({ database, clock, logger }: Options, task: PeriodicTask): Promise<void> {
  const at = clock.now().toISOString();
  const startedMs = performance.now();
  const failure = await task.run().then(
    () => null,
    (error: unknown) => {
      logger.error({ err: error, task: task.name }, "A periodic task failed.");
      return failureText(error);
    },
  );
  const outcome: TaskOutcome = { at, durationMs: Math.round(performance.now() - startedMs), error: failure };
  await database.write((tx) =>
    tx.raw.execute({
      sql: "INSERT OR REPLACE INTO meta (key, value, updated_at) VALUES (?, ?, ?)",
      args: [outcomeKey(task), JSON.stringify(outcome), clock.now().toISOString()],
    }),
  );
}

/**
 * Until the next look: at full minutes where a task comes every minute, at full hours where none comes oftener, so that
 * what is due at a full minute does not wait for most of the next.
 */
export function untilNextLook(tasks: readonly PeriodicTask[], now: Date): number {
  const stepMs = Math.min(checkMostMs, ...tasks.map((task) => task.everyMs));
  return stepMs - (now.getTime() % stepMs) + afterMs;
}

/**
 * Looks shortly after the start and then as often as the most frequent task comes, at least every hour. Answers the way
 * to stop it, which waits for what is under way.
 */
export function startPeriodic(options: Options): () => Promise<void> {
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const plan = (afterMs: number): void => {
    timer = setTimeout(() => {
      running = runDueTasks(options).then(() => {
        if (!stopped) plan(untilNextLook(options.tasks, options.clock.now()));
      });
    }, afterMs).unref();
  };
  plan(firstCheckMs);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
