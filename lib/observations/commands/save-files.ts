import { and, asc, eq, isNotNull, lte } from "drizzle-orm";
import { observationRecords } from "@/db/schema/observations";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { requireType } from "@/lib/data-products/commands/store-product";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import { enqueueJob, enqueueJobOf } from "@/lib/jobs/enqueue";
import { saveFilesSpec } from "../jobs/save-files-spec";
import { withFiles } from "../queries/list-files";
import type { SaveFilesInput } from "../schema";

/**
 * Asks for files of an observation to be fetched from its facility and kept with the target, in the background. Without
 * `files` all that it lists; what is here already is not fetched again.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT (its facility lists no files), INVALID_INPUT (a type that is not configured)
 */
export async function saveFiles({
  ctx,
  facilities,
  input: { id, files, type },
}: {
  ctx: Context;
  facilities: FacilityRegistry;
  input: SaveFilesInput & { id: string };
}): Promise<{ jobId: string }> {
  requireWriter(ctx.actor);
  if (type !== undefined) requireType(ctx, type);
  const { row, facility } = await withFiles(ctx, facilities, id);
  const payload = { recordId: id, files: files ?? ("all" as const), type: type ?? null };
  return ctx.database.write(async (tx) => {
    const jobId = await enqueueJob(tx, ctx, saveFilesSpec, payload);
    await recordAudit(tx, ctx, {
      verb: "observation.saveFiles",
      objectType: "observation",
      objectId: id,
      targetId: row.targetId,
      summary: `Asked ${facility.manifest.name} for ${files === undefined ? "all files" : `${files.length} of its files`}`,
    });
    return { jobId };
  });
}

const minuteMs = 60_000;
/** From one look to the next: what a pipeline makes comes later than the frames, and not all at once. */
const waitsMs = [10 * minuteMs, 60 * minuteMs, 6 * 60 * minuteMs, 24 * 60 * minuteMs];
const atOnce = 100;

/**
 * Asks for the files of observations that are over: at once, and four times more within a day and a half. Answers for how
 * many it did.
 */
export async function claimDueFiles(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return ctx.database.write(async (tx) => {
    const due = await tx
      .select({
        pk: observationRecords.pk,
        id: observationRecords.id,
        looks: observationRecords.filesLooks,
      })
      .from(observationRecords)
      .where(and(isNotNull(observationRecords.filesNextAt), lte(observationRecords.filesNextAt, now.toISOString())))
      .orderBy(asc(observationRecords.filesNextAt))
      .limit(atOnce);
    for (const { pk, id, looks } of due) {
      const waitMs = waitsMs[looks];
      const filesNextAt = waitMs === undefined ? null : new Date(now.getTime() + waitMs).toISOString();
      await tx
        .update(observationRecords)
        .set({ filesLooks: looks + 1, filesNextAt })
        .where(eq(observationRecords.pk, pk));
      await enqueueJobOf(tx, ctx, null, saveFilesSpec, { recordId: id, files: "as configured", type: null });
    }
    return due.length;
  });
}
