import { and, eq } from "drizzle-orm";
import { jobs } from "@/db/schema/events";
import { targetImports } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";

/** One attempt at an import. */
export type Run = { jobId: string; key: string };

export const takeOver = (ctx: Context, { jobId, key }: Run): Promise<void> =>
  ctx.database.write(async (tx) => {
    await tx.update(targetImports).set({ run: key }).where(eq(targetImports.jobId, jobId));
  });

/** An attempt that was cancelled, or that another took over, writes nothing more and shows nothing. */
export async function refuseUnlessRunning(tx: Tx, { jobId, key }: Run): Promise<void> {
  const [row] = await tx
    .select({ pk: jobs.pk })
    .from(jobs)
    .innerJoin(targetImports, eq(targetImports.jobId, jobs.id))
    .where(and(eq(jobs.id, jobId), eq(jobs.status, "running"), eq(targetImports.run, key)))
    .limit(1);
  if (!row) throw new TomError("CONFLICT", "This import was cancelled, or is under way elsewhere.");
}
