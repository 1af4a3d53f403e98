import { and, eq, inArray } from "drizzle-orm";
import { targetClassifications, targetExtras, targetRedshifts, targetTags } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import { invalidInput } from "@/lib/core/errors";
import { extraCountMax, type NewTarget } from "../schema";
import type { ExtraValue, RedshiftDto } from "../types";
import { classificationRow, extraRows, redshiftRow } from "./insert-targets";
import { chunksOf } from "./name-rows";

export async function replaceTags(tx: Tx, pk: number, tags: readonly string[]): Promise<void> {
  await tx.delete(targetTags).where(eq(targetTags.targetPk, pk));
  if (tags.length > 0) await tx.insert(targetTags).values(tags.map((tag) => ({ targetPk: pk, tag })));
}

/** Sets the named keys; null takes one away. @throws INVALID_INPUT when there would be too many */
export async function mergeExtras(
  tx: Tx,
  pk: number,
  before: Readonly<Record<string, ExtraValue>>,
  patch: Readonly<Record<string, ExtraValue | null>>,
): Promise<void> {
  const after = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  if (after.length > extraCountMax) throw invalidInput({ extras: [`At most ${extraCountMax} extras`] });
  const keys = Object.keys(patch);
  if (keys.length === 0) return;
  await tx.delete(targetExtras).where(and(eq(targetExtras.targetPk, pk), inArray(targetExtras.key, keys)));
  const rows = extraRows(pk, patch);
  for (const chunk of chunksOf(rows)) await tx.insert(targetExtras).values(chunk);
}

/** A new newest entry, unless it says what the newest says already; null takes every entry away. */
export async function addRedshiftTo(
  tx: Tx,
  ctx: Context,
  pk: number,
  before: RedshiftDto | null,
  entry: NonNullable<NewTarget["redshift"]> | null,
): Promise<void> {
  if (entry === null) {
    await tx.delete(targetRedshifts).where(eq(targetRedshifts.targetPk, pk));
    return;
  }
  const row = redshiftRow(ctx, pk, entry, nowIso(ctx.clock));
  const same =
    before !== null &&
    before.value === row.value &&
    before.error === row.error &&
    before.frame === row.frame &&
    (entry.source === null || before.source === row.source);
  if (!same) await tx.insert(targetRedshifts).values(row);
}

/** The list as it shall be: entries that say the same stay as they are, with who entered them. */
export async function replaceClassifications(
  tx: Tx,
  ctx: Context,
  pk: number,
  entries: NewTarget["classifications"],
): Promise<void> {
  const left = await tx.select().from(targetClassifications).where(eq(targetClassifications.targetPk, pk));
  const fresh: (typeof targetClassifications.$inferInsert)[] = [];
  for (const entry of entries) {
    const row = classificationRow(ctx, pk, entry, nowIso(ctx.clock));
    const at = left.findIndex(
      (one) =>
        one.name === row.name &&
        (entry.source === null || one.source === row.source) &&
        one.classifier === row.classifier &&
        one.version === row.version &&
        one.probability === row.probability &&
        (entry.date === null || one.date === row.date),
    );
    if (at < 0) fresh.push(row);
    else left.splice(at, 1);
  }
  const gone = left.map((row) => row.pk);
  for (const chunk of chunksOf(gone))
    await tx.delete(targetClassifications).where(inArray(targetClassifications.pk, chunk));
  for (const chunk of chunksOf(fresh)) await tx.insert(targetClassifications).values(chunk);
}
