import type { Database } from "@/db/client";
import type { Logger } from "@/lib/core/logger";

const everyMs = 250;

export type ProgressWriter = {
  /** Keeps the newest word; writes it at most every 250 ms. */
  report(done: number, total: number | null, message?: string): void;
  /** The last word, for the settlement. */
  last(): { done: number; total: number | null; message: string };
  /** Nothing is written after this, once what is under way has ended. */
  stop(): Promise<void>;
};

type Options = { database: Database; logger: Logger; pk: number; attempt: number };

export function createProgressWriter({ database, logger, pk, attempt }: Options): ProgressWriter {
  const state = { done: 0, total: null as number | null, message: "" };
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let writtenMs = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const write = (): void => {
    timer = undefined;
    writtenMs = performance.now();
    writing = database
      .write(async (tx) => {
        await tx.raw.execute({
          sql: "UPDATE jobs SET done = ?, total = ?, message = ? WHERE pk = ? AND status = 'running' AND attempts = ?",
          args: [state.done, state.total, state.message, pk, attempt],
        });
      })
      // Progress is a courtesy: a job does not fail because it could not tell how far it was.
      .catch((error: unknown) => logger.warn({ err: error }, "A job's progress could not be written."));
  };

  return {
    report(done, total, message) {
      if (stopped) return;
      state.done = Math.max(0, Math.round(done));
      state.total = total === null ? null : Math.max(0, Math.round(total));
      if (message !== undefined) state.message = message.slice(0, 300);
      timer ??= setTimeout(write, Math.max(0, writtenMs + everyMs - performance.now())).unref();
    },
    last: () => ({ ...state }),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await writing;
    },
  };
}
