import { and, eq, inArray } from "drizzle-orm";
import { jobs } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { getJob, ownedBy } from "./queries";
import { jobIdSchema } from "./schema";
import type { JobDto } from "./types";

/** Ends a job that waits or runs; what it has stored by now stays. One that has ended already is a conflict. */
export async function cancelJob({ ctx, input }: { ctx: Context; input: unknown }): Promise<JobDto> {
  const { id } = jobIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const own = and(eq(jobs.id, id), ownedBy(ctx.scope));
    const cancelled = await tx
      .update(jobs)
      .set({ status: "cancelled", finishedAt: nowIso(ctx.clock), leaseUntil: null })
      .where(and(own, inArray(jobs.status, ["queued", "running"])))
      .returning({ kind: jobs.kind });
    if (!cancelled[0]) {
      const [row] = await tx.select({ status: jobs.status }).from(jobs).where(own).limit(1);
      if (!row) throw notFound("job");
      throw new TomError("CONFLICT", `This job is ${row.status} already.`);
    }
    const summary = `Cancelled the job ${cancelled[0].kind}`;
    await recordAudit(tx, ctx, { verb: "job.cancel", objectType: "job", objectId: id, summary });
    tx.notify("jobs");
  });
  return getJob(ctx.database.read, ctx.scope, id);
}
