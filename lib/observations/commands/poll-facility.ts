import { and, asc, eq, isNotNull, lte, sql } from "drizzle-orm";
import { jobs } from "@/db/schema/events";
import { observationRecords } from "@/db/schema/observations";
import type { Context } from "@/lib/access/context";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import { enqueueJobOf } from "@/lib/jobs/enqueue";
import { pollFacilityJob } from "../jobs/poll-job";
import { type RecordRow, readRecordRows } from "../queries/read-observations";
import { type Asked, ask, isOneAlone, writeAnswer } from "./ask-facility";

const batch = 100;

const due = (ctx: Context, facilityId: string) =>
  and(
    eq(observationRecords.facilityId, facilityId),
    isNotNull(observationRecords.nextPollAt),
    lte(observationRecords.nextPollAt, ctx.clock.now().toISOString()),
  );

/** Puts one job into the queue for each facility with records to ask after, unless one is under way. Answers how many. */
export async function claimDuePolls(ctx: Context, facilities: FacilityRegistry): Promise<number> {
  let claimed = 0;
  for (const { id, capabilities } of facilities.list()) {
    if (!capabilities.includes("getStatus")) continue;
    claimed += await ctx.database.write(async (tx) => {
      const [waiting] = await tx
        .select({ pk: observationRecords.pk })
        .from(observationRecords)
        .where(due(ctx, id))
        .limit(1);
      if (!waiting) return 0;
      const [underWay] = await tx
        .select({ pk: jobs.pk })
        .from(jobs)
        .where(
          sql`${jobs.status} IN ('queued', 'running') AND ${jobs.kind} = ${pollFacilityJob.kind}
            AND json_extract(${jobs.payload}, '$.input.facilityId') = ${id}`,
        )
        .limit(1);
      if (underWay) return 0;
      await enqueueJobOf(tx, ctx, null, pollFacilityJob, { facilityId: id });
      return 1;
    });
  }
  return claimed;
}

export type PollReport = { asked: number; changed: number; failed: number };

/**
 * Asks a facility after everything that is due, a few at once. When it does not answer at all, nobody is asked for the
 * others: they are marked with the same sentence and wait longer.
 */
export async function pollFacility(
  ctx: Context,
  facilities: FacilityRegistry,
  facilityId: string,
  { signal, progress }: { signal: AbortSignal; progress(done: number): void },
): Promise<PollReport> {
  const facility = facilities.find(facilityId);
  const report: PollReport = { asked: 0, changed: 0, failed: 0 };
  if (facility === null) return report;
  let down: Asked | null = null;
  const one = async (row: RecordRow): Promise<void> => {
    const asked: Asked = down ?? (await ask(facility, row.record.observationId ?? ""));
    if (!asked.ok) {
      report.failed++;
      if (!isOneAlone(asked.error)) down = asked;
    }
    if (await writeAnswer(ctx, facilities, row, asked)) report.changed++;
    progress(++report.asked);
  };
  for (;;) {
    const keys = await ctx.database.read
      .select({ pk: observationRecords.pk })
      .from(observationRecords)
      .where(due(ctx, facilityId))
      .orderBy(asc(observationRecords.nextPollAt))
      .limit(batch);
    const rows = await readRecordRows(
      ctx.database.read,
      ctx.scope,
      keys.map((key) => key.pk),
    );
    const queue = [...rows];
    const lane = async (): Promise<void> => {
      for (let row = queue.shift(); row && !signal.aborted; row = queue.shift()) await one(row);
    };
    await Promise.all(Array.from({ length: facility.manifest.pollConcurrency }, lane));
    if (rows.length < batch || down !== null || signal.aborted) return report;
  }
}
