import { inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { changeableBy, systemScope, visibleTo } from "@/lib/access/scope";
import { recordAudits } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import { letOthersWork } from "@/lib/core/let-others-work";
import { emit } from "@/lib/events/emit";
import type { TargetFilter } from "../list-schema";
import { everyKey } from "../queries/list-targets";
import { flagged, readObjects } from "../queries/read-targets";
import type { TargetDto } from "../types";

/** At most so many targets are changed by one act. */
const bulkMax = 10_000;

/** Rows that were ticked, or all that a filter selects. */
export type BulkSelection = { ids: readonly string[] } | { filter: TargetFilter };

export type BulkReport = {
  changed: number;
  /** Were so already. */
  unchanged: number;
  /** Visible, but not the actor's to change; and those that the change itself cannot be made on. */
  refused: number;
  /** Names of some of the refused, with why. */
  refusedNames: string[];
  /** Ids that are no target, or none that the actor sees: the two are not told apart. */
  notFound: number;
};

export type BulkChange = {
  /** domain.verb of the trail, the same as for one target. */
  verb: string;
  /** What the trail says changed. */
  field: keyof TargetDto & string;
  /** "same": nothing to do; a sentence: why this one cannot be changed; null: change it. */
  judge(target: TargetDto): "same" | { refused: string } | null;
  /** Writes the change on all of them; version, trail and event are not its business. */
  apply(tx: Tx, pks: readonly number[]): Promise<void>;
};

/** One transaction each, a few milliseconds long: between them others read and write. */
const perTransaction = 50;
const namesTold = 5;
const house = systemScope("target_post_save");

const idRow = z.object({ pk: z.number() });
const keyRow = z.object({ pk: z.number(), version: z.number(), mayChange: flagged });

/**
 * Changes many targets as `changeTarget` changes one: rights row by row, then for each that is really another the next
 * version, one audit row and one `target_post_save`. Parts of 50 are committed one after the other; done again, it
 * changes only what is left. @throws LIMIT_EXCEEDED when more than `bulkMax` are selected, INVALID_INPUT for a filter that is not right
 */
export async function bulkChange(ctx: Context, selection: BulkSelection, change: BulkChange): Promise<BulkReport> {
  requireWriter(ctx.actor);
  const { pks, notFound } =
    "ids" in selection ? await ofIds(ctx, selection.ids) : await ofFilter(ctx, selection.filter);
  let report: BulkReport = { changed: 0, unchanged: 0, refused: 0, refusedNames: [], notFound };
  for (let from = 0; from < pks.length; from += perTransaction) {
    const part = pks.slice(from, from + perTransaction);
    const done = await ctx.database.write((tx) => changePart(tx, ctx, part, change));
    report = sum(report, done);
    await letOthersWork();
  }
  return report;
}

const sum = (one: BulkReport, other: BulkReport): BulkReport => ({
  changed: one.changed + other.changed,
  unchanged: one.unchanged + other.unchanged,
  refused: one.refused + other.refused,
  refusedNames: [...one.refusedNames, ...other.refusedNames].slice(0, namesTold),
  notFound: one.notFound + other.notFound,
});

const tooMany = (): TomError =>
  new TomError("LIMIT_EXCEEDED", `That is more than ${bulkMax.toLocaleString("en")} targets: narrow the filter first.`);

type Chosen = { pks: number[]; notFound: number };

async function ofIds(ctx: Context, given: readonly string[]): Promise<Chosen> {
  const ids = [...new Set(given)];
  if (ids.length > bulkMax) throw tooMany();
  const rows = await ctx.database.read.all(sql`SELECT ${targets.pk} AS "pk" FROM targets
    WHERE ${targets.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND ${visibleTo(ctx.scope)}`);
  return { pks: rows.map((row) => idRow.parse(row).pk), notFound: ids.length - rows.length };
}

async function ofFilter(ctx: Context, filter: TargetFilter): Promise<Chosen> {
  const pages = everyKey(ctx.database.read, ctx.scope, { filter, now: ctx.clock.now(), pageSize: bulkMax + 1 });
  const first = await pages.next();
  const pks = first.done ? [] : first.value;
  if (pks.length > bulkMax) throw tooMany();
  return { pks, notFound: 0 };
}

async function changePart(tx: Tx, ctx: Context, part: readonly number[], change: BulkChange): Promise<BulkReport> {
  const among = sql`${targets.pk} IN (SELECT value FROM json_each(${JSON.stringify(part)}))`;
  const rows = await tx.all(sql`SELECT ${targets.pk} AS "pk", ${targets.version} AS "version",
    ${changeableBy(ctx.scope)} AS "mayChange" FROM targets WHERE ${among} AND ${visibleTo(ctx.scope)} ORDER BY ${targets.pk}`);
  const keys = rows.map((row) => keyRow.parse(row));
  const before = await readObjects(
    tx,
    house,
    keys.map((key) => key.pk),
  );
  const refusedNames: string[] = [];
  let unchanged = 0;
  const wanted: { pk: number; before: TargetDto }[] = [];
  keys.forEach((key, index) => {
    const target = before[index];
    if (target === undefined) return;
    const verdict = key.mayChange ? change.judge(target) : { refused: "not yours to change" };
    if (verdict === null) wanted.push({ pk: key.pk, before: target });
    else if (verdict === "same") unchanged += 1;
    else refusedNames.push(`${target.name}: ${verdict.refused}`);
  });
  await applyTo(tx, ctx, wanted, change);
  return {
    changed: wanted.length,
    unchanged,
    refused: refusedNames.length,
    refusedNames: refusedNames.slice(0, namesTold),
    notFound: part.length - keys.length,
  };
}

async function applyTo(
  tx: Tx,
  ctx: Context,
  wanted: readonly { pk: number; before: TargetDto }[],
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
