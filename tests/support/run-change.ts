import { eq } from "drizzle-orm";
import { jobs } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import type { BulkOutcome } from "@/lib/targets/bulk-schema";
import { changeManyJob } from "@/lib/targets/jobs/change-many";

type During = { signal?: AbortSignal; tell?(done: number): void };

/** The job that a change of many targets has become. */
export function jobOf(outcome: BulkOutcome): string {
  if (outcome.jobId === null) throw new Error("It was done at once.");
  return outcome.jobId;
}

/** One attempt at a change's job, without an engine. */
export async function attemptChange(
  ctx: Context,
  jobId: string,
  attempt = 1,
  { signal, tell }: During = {},
): Promise<unknown> {
  await ctx.database.write((tx) =>
    tx.update(jobs).set({ status: "running", attempts: attempt }).where(eq(jobs.id, jobId)),
  );
  const progress = (done: number): void => tell?.(done);
  const ending = signal ?? new AbortController().signal;
  return changeManyJob.execute({}, { ctx, jobId, attempt, progress, signal: ending });
}
