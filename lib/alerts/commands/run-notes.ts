import { and, eq } from "drizzle-orm";
import { brokerRuns } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { HeardWait } from "@/lib/brokers/registry";

/** What a run says of itself while it is under way: how far it is, and what it waits for. */
export type RunNotes = {
  countObjects(objects: number): void;
  hear(wait: HeardWait): void;
  /** Nothing is written any more, once what is under way has ended. */
  stop(): Promise<void>;
  /** What stays worth knowing afterwards: that an answer was an earlier one, the oldest where there were several. */
  toKeep(): string[];
};

const everyMs = 1_000;

export function createRunNotes(ctx: Context, runPk: number): RunNotes {
  let oldest: HeardWait | null = null;
  let objects = 0;
  let waiting: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let stopped = false;

  const write = (): void => {
    timer = undefined;
    const soFar = objects > 0 ? `${objects} ${objects === 1 ? "object" : "objects"} so far.` : null;
    const feedback = [soFar, waiting].filter((text) => text !== null).join(" ") || null;
    writing = ctx.database
      .write(async (tx) => {
        const mine = and(eq(brokerRuns.pk, runPk), eq(brokerRuns.status, "running"));
        await tx.update(brokerRuns).set({ feedback }).where(mine);
      })
      // A run does not fail because it could not tell how far it was.
      .catch((err: unknown) => ctx.logger.warn({ err, runPk }, "a run's progress could not be written"));
  };
  const plan = (afterMs: number): void => {
    if (!stopped) timer ??= setTimeout(write, afterMs).unref();
  };

  return {
    countObjects(count) {
      objects = count;
      waiting = null;
      plan(everyMs);
    },
    hear(wait) {
      if (wait.why === "kept") {
        if (oldest === null || wait.ms > oldest.ms) oldest = wait;
        return;
      }
      waiting = wait.sentence;
      plan(0);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await writing;
    },
    toKeep: () => (oldest === null ? [] : [oldest.sentence]),
  };
}
