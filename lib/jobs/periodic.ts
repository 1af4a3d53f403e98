import type { Database } from "@/db/client";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";

/** Work that comes back by the clock. */
export type PeriodicTask = {
  /** Its last run is marked in `meta` under `task.<name>`. */
  name: string;
  everyMs: number;
  run(): Promise<void>;
};

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

/**
 * Marks a due task as run now, if nobody else has meanwhile. After a long stop it is due once, not once for each
 * time that was missed.
 */
async function takeTurn({ database, clock, lateMs = 0 }: Options, task: PeriodicTask): Promise<boolean> {
  const now = clock.now();
  const dueBefore = new Date(now.getTime() - task.everyMs * punctual - lateMs).toISOString();
  return database.write(async (tx) => {
    const { rowsAffected } = await tx.raw.execute({
      sql: `INSERT INTO meta (key, value, updated_at) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at WHERE value <= ?`,
      args: [`task.${task.name}`, now.toISOString(), now.toISOString(), dueBefore],
    });
    return rowsAffected > 0;
  });
}

/** Runs what is due now, one after another. A task that fails is logged and comes again at its next time. */
export async function runDueTasks(options: Options): Promise<void> {
  for (const task of options.tasks) {
    try {
      if (await takeTurn(options, task)) await task.run();
    } catch (error) {
      options.logger.error({ err: error, task: task.name }, "A periodic task failed.");
    }
  }
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
