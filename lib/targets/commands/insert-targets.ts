import { type Cells, insertRealRows, insertRows } from "@/db/insert-rows";
import {
  targetClassifications,
  targetExtras,
  targetGrants,
  targetRedshifts,
  targets,
  targetTags,
} from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import { healpixIndex } from "@/lib/astro/healpix";
import { type AuditEntry, recordAudits } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { emit } from "@/lib/events/emit";
import { isKnownWhole, newObject } from "../new-object";
import { readObjects } from "../queries/read-targets";
import type { NewTarget } from "../schema";
import { elementFieldNames, placeFieldNames } from "../target-problems";
import type { ExtraValue, TargetDto } from "../types";
import type { UsableGroup } from "./group-grants";
import { chunksOf, insertNames } from "./name-rows";

/** A checked draft with its groups looked up (`usableGroups`). */
export type PlacedTarget = { draft: NewTarget; groups: readonly UsableGroup[] };

export type InsertedTarget = { pk: number; target: TargetDto };

/**
 * Writes new targets inside a transaction, whole: rows, names, search, extras, tags, entries, grants, one audit row and
 * one `target_post_save` each. Names are not compared with others here: `findNameClashes` in the same transaction does that.
 * The result keeps the order of the drafts and names every group.
 */
export async function insertTargets(tx: Tx, ctx: Context, placed: readonly PlacedTarget[]): Promise<InsertedTarget[]> {
  const inserted = await insertTargetRows(tx, ctx, placed);
  await recordAudits(tx, ctx, inserted.map(createdEntry));
  await emit(tx, ctx, inserted.map(createdEvent));
  return inserted;
}

/** What the trail says of a new target. */
export const createdEntry = ({ target }: InsertedTarget): AuditEntry => ({
  verb: "target.create",
  objectType: "target",
  objectId: target.id,
  targetId: target.id,
  summary: `Created ${target.name}`,
});

/** The event of a new target. */
export const createdEvent = ({ target }: InsertedTarget) => ({
  event: "target_post_save" as const,
  objectType: "target",
  objectId: target.id,
  payload: { target, created: true, previous: null },
});

/** The same without trail and event. */
export async function insertTargetRows(
  tx: Tx,
  ctx: Context,
  placed: readonly PlacedTarget[],
): Promise<InsertedTarget[]> {
  const createdAt = nowIso(ctx.clock);
  const by = ctx.actor.kind === "user" ? ctx.actor : null;
  const { rows } = await tx.raw.execute("SELECT coalesce(max(pk), 0) AS highest FROM targets");
  const highest = Number(rows[0]?.highest);
  const keyed = placed.map((one, index) => ({ ...one, pk: highest + 1 + index, id: newId() }));
  await insertRealRows(tx, targets, cellsOf(keyed, ctx, createdAt), keyed);
  const names = keyed.map(({ pk, draft }) => ({ pk, name: draft.name, aliases: draft.aliases }));
  await insertNames(tx, names, createdAt);
  await insertChildren(tx, ctx, keyed, createdAt);
  await insertGrants(tx, keyed, by?.userPk ?? null, createdAt);

  const pks = keyed.map(({ pk }) => pk);
  const objects = keyed.every(isKnownWhole)
    ? keyed.map((one) => newObject(ctx, one, createdAt))
    : await readObjects(tx, systemScope("target_post_save"), pks);
  return objects.map((target, index) => ({ pk: pks[index] ?? -1, target }));
}

type KeyedTarget = PlacedTarget & { pk: number; id: string };

const plainFields = [...placeFieldNames, ...elementFieldNames] as const satisfies readonly (keyof NewTarget)[];

/** Cells of the columns that some of the drafts fill: a position and a name are few of forty. */
function cellsOf(keyed: readonly KeyedTarget[], ctx: Context, createdAt: string): Cells<KeyedTarget> {
  const byPk = ctx.actor.kind === "user" ? ctx.actor.userPk : null;
  const filled = plainFields.filter((field) => keyed.some(({ draft }) => (draft[field] ?? null) !== null));
  return [
    [targets.pk.name, ({ pk }) => pk],
    [targets.id.name, ({ id }) => id],
    [targets.name.name, ({ draft }) => draft.name],
    [targets.type.name, ({ draft }) => draft.type],
    [targets.visibility.name, ({ draft }) => draft.visibility ?? ctx.config.targets.defaultVisibility],
    [targets.healpix14.name, ({ draft }) => healpixOf(draft)],
    [targets.createdAt.name, () => createdAt],
    [targets.updatedAt.name, () => createdAt],
    [targets.createdByPk.name, () => byPk],
    ...filled.map((field) => [targets[field].name, ({ draft }: KeyedTarget) => draft[field] ?? null] as const),
  ];
}

export function healpixOf(position: {
  raDeg?: number | null | undefined;
  decDeg?: number | null | undefined;
}): number | null {
  const { raDeg, decDeg } = position;
  return typeof raDeg === "number" && typeof decDeg === "number" ? healpixIndex({ raDeg, decDeg }) : null;
}

async function insertChildren(tx: Tx, ctx: Context, keyed: readonly KeyedTarget[], createdAt: string): Promise<void> {
  const extras = keyed.flatMap(({ pk, draft }) => extraRows(pk, draft.extras));
  await insertRows(tx, targetExtras, extraCells, extras);
  const tags = keyed.flatMap(({ pk, draft }) => draft.tags.map((tag) => ({ targetPk: pk, tag })));
  await insertRows(tx, targetTags, tagCells, tags);
  const redshifts = keyed.flatMap(({ pk, draft }) =>
    draft.redshift ? [redshiftRow(ctx, pk, draft.redshift, createdAt)] : [],
  );
  for (const chunk of chunksOf(redshifts)) await tx.insert(targetRedshifts).values(chunk);
  const classes = keyed.flatMap(({ pk, draft }) =>
    draft.classifications.map((entry) => classificationRow(ctx, pk, entry, createdAt)),
  );
  for (const chunk of chunksOf(classes)) await tx.insert(targetClassifications).values(chunk);
}

type ExtraRow = { targetPk: number; key: string; value: string };
const extraCells: Cells<ExtraRow> = [
  [targetExtras.targetPk.name, (row) => row.targetPk],
  [targetExtras.key.name, (row) => row.key],
  [targetExtras.value.name, (row) => row.value],
];
const tagCells: Cells<{ targetPk: number; tag: string }> = [
  [targetTags.targetPk.name, (row) => row.targetPk],
  [targetTags.tag.name, (row) => row.tag],
];

export const extraRows = (pk: number, extras: Readonly<Record<string, ExtraValue | null>>) =>
  Object.entries(extras).flatMap(([key, value]) =>
    value === null ? [] : [{ targetPk: pk, key, value: JSON.stringify(value) }],
  );

/** An entry without a source is its author's own. */
const sourceOf = (ctx: Context, source: string | null): string =>
  source || (ctx.actor.kind === "user" ? ctx.actor.username : "unknown");

export const redshiftRow = (
  ctx: Context,
  pk: number,
  entry: NonNullable<NewTarget["redshift"]>,
  at: string,
): typeof targetRedshifts.$inferInsert => ({
  id: newId(),
  targetPk: pk,
  value: entry.value,
  error: entry.error,
  frame: entry.frame,
  source: sourceOf(ctx, entry.source),
  date: at,
  byPk: ctx.actor.kind === "user" ? ctx.actor.userPk : null,
  createdAt: at,
});

export const classificationRow = (
  ctx: Context,
  pk: number,
  entry: NewTarget["classifications"][number],
  at: string,
): typeof targetClassifications.$inferInsert => ({
  id: newId(),
  targetPk: pk,
  name: entry.name,
  source: sourceOf(ctx, entry.source),
  classifier: entry.classifier,
  version: entry.version,
  probability: entry.probability,
  date: entry.date === null ? at : new Date(entry.date).toISOString(),
  byPk: ctx.actor.kind === "user" ? ctx.actor.userPk : null,
  createdAt: at,
});

async function insertGrants(
  tx: Tx,
  keyed: readonly KeyedTarget[],
  creatorPk: number | null,
  createdAt: string,
): Promise<void> {
  const grants = keyed.flatMap(({ pk, groups }) => [
    ...(creatorPk === null ? [] : [{ targetPk: pk, kind: "user", principalPk: creatorPk }]),
    ...groups.map((group) => ({ targetPk: pk, kind: "group", principalPk: group.pk })),
  ]);
  const cells: Cells<(typeof grants)[number]> = [
    [targetGrants.targetPk.name, (grant) => grant.targetPk],
    [targetGrants.principalKind.name, (grant) => grant.kind],
    [targetGrants.principalPk.name, (grant) => grant.principalPk],
    [targetGrants.canChange.name, () => 1],
    [targetGrants.canDelete.name, () => 1],
    [targetGrants.isCreator.name, (grant) => (grant.kind === "user" ? 1 : 0)],
    [targetGrants.grantedByPk.name, () => creatorPk],
    [targetGrants.createdAt.name, () => createdAt],
  ];
  await insertRows(tx, targetGrants, cells, grants);
}
