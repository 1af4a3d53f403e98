import { inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { changeableBy, systemScope, visibleTo } from "@/lib/access/scope";
import { recordAudits } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { emit } from "@/lib/events/emit";
import type { RefusedTarget } from "../bulk-schema";
import { flagged, readObjects } from "../queries/read-targets";
import type { TargetDto } from "../types";
import type { BulkChange } from "./bulk-kinds";

export type BulkPart = {
  pks: readonly number[];
  /** When they were chosen. */
  chosenAt: string;
};

export type PartReport = { changed: number; unchanged: number; refused: RefusedTarget[]; notFound: number };

const house = systemScope("target_post_save");

const keyRow = z.object({ pk: z.number(), mayChange: flagged });

/**
 * Changes some targets in one transaction as `changeTarget` changes one: rights row by row, as they are now, then for each
 * that is really another the next version, one audit row and one `target_post_save`.
 */
export async function changePart(tx: Tx, ctx: Context, part: BulkPart, change: BulkChange): Promise<PartReport> {
  const among = sql`${targets.pk} IN (SELECT value FROM json_each(${JSON.stringify(part.pks)}))`;
  const rows = await tx.all(sql`SELECT ${targets.pk} AS "pk", ${changeableBy(ctx.scope)} AS "mayChange" FROM targets
    WHERE ${among} AND ${targets.createdAt} <= ${part.chosenAt} AND ${visibleTo(ctx.scope)} ORDER BY ${targets.pk}`);
  const keys = rows.map((row) => keyRow.parse(row));
  const pks = keys.map((key) => key.pk);
  const before = await readObjects(tx, house, pks);
  const report: PartReport = { changed: 0, unchanged: 0, refused: [], notFound: part.pks.length - keys.length };
  const wanted: Wanted[] = [];
  keys.forEach((key, index) => {
    const target = before[index];
    if (target === undefined) return;
    const verdict = key.mayChange ? change.judge(target) : { refused: "not yours to change" };
    if (verdict === null) wanted.push({ pk: key.pk, before: target });
    else if (verdict === "same") report.unchanged += 1;
    else report.refused.push({ id: target.id, name: target.name, reason: verdict.refused });
  });
  await applyTo(tx, ctx, wanted, change);
  return { ...report, changed: wanted.length };
}

type Wanted = { pk: number; before: TargetDto };

async function applyTo(
  tx: Tx,
  ctx: Context,
  wanted: readonly Wanted[],
  { verb, field, apply }: BulkChange,
): Promise<void> {
  if (wanted.length === 0) return;
  const pks = wanted.map((one) => one.pk);
  await apply(tx, pks);
  await tx
    .update(targets)
    .set({ version: sql`${targets.version} + 1`, updatedAt: nowIso(ctx.clock) })
    .where(inArray(targets.pk, pks));
  const after = await readObjects(tx, house, pks);
  await recordAudits(
    tx,
    ctx,
    after.map((target, index) => ({
      verb,
      objectType: "target",
      objectId: target.id,
      targetId: target.id,
      summary: `Changed ${field}`,
      changes: { [field]: [wanted[index]?.before[field], target[field]] as const },
    })),
  );
  await emit(
    tx,
    ctx,
    after.map((target, index) => ({
      event: "target_post_save" as const,
      objectType: "target",
      objectId: target.id,
      payload: { target, created: false, previous: { [field]: wanted[index]?.before[field] } },
    })),
  );
}
