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
import { recordAudits } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { emit } from "@/lib/events/emit";
import { readObjects } from "../queries/read-targets";
import type { NewTarget } from "../schema";
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
  const createdAt = nowIso(ctx.clock);
  const by = ctx.actor.kind === "user" ? ctx.actor : null;
  const keyed: (PlacedTarget & { pk: number })[] = [];
  // 100 rows of forty columns: far below the limit of parameters, and one statement all the same.
  for (const chunk of chunksOf(placed, 100)) {
    const values = chunk.map(({ draft }) => ({
      ...targetColumns(ctx, draft),
      id: newId(),
      createdAt,
      updatedAt: createdAt,
    }));
    const pks = await tx.insert(targets).values(values).returning({ pk: targets.pk, id: targets.id });
    const pkOf = new Map(pks.map((row) => [row.id, row.pk]));
    values.forEach((row, index) => {
      const pk = pkOf.get(row.id);
      const one = chunk[index];
      if (pk !== undefined && one !== undefined) keyed.push({ ...one, pk });
    });
  }
  const names = keyed.map(({ pk, draft }) => ({ pk, name: draft.name, aliases: draft.aliases }));
  await insertNames(tx, names, createdAt);
  await insertChildren(tx, ctx, keyed, createdAt);
  await insertGrants(tx, keyed, by?.userPk ?? null, createdAt);

  const pks = keyed.map(({ pk }) => pk);
  const objects = await readObjects(tx, systemScope("target_post_save"), pks);
  await recordAudits(
    tx,
    ctx,
    objects.map((target) => ({
      verb: "target.create",
      objectType: "target",
      objectId: target.id,
      targetId: target.id,
      summary: `Created ${target.name}`,
    })),
  );
  await emit(
    tx,
    ctx,
    objects.map((target) => ({
      event: "target_post_save" as const,
      objectType: "target",
      objectId: target.id,
      payload: { target, created: true, previous: null },
    })),
  );
  return objects.map((target, index) => ({ pk: pks[index] ?? -1, target }));
}

function targetColumns(
  ctx: Context,
  draft: NewTarget,
): Omit<typeof targets.$inferInsert, "id" | "createdAt" | "updatedAt"> {
  const {
    aliases: _a,
    tags: _t,
    extras: _e,
    groups: _g,
    redshift: _r,
    classifications: _c,
    visibility,
    ...rest
  } = draft;
  const columns = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, value ?? null]));
  return {
    ...columns,
    name: draft.name,
    type: draft.type,
    visibility: visibility ?? ctx.config.targets.defaultVisibility,
    healpix14: healpixOf(draft),
    createdByPk: ctx.actor.kind === "user" ? ctx.actor.userPk : null,
  };
}

export function healpixOf(position: {
  raDeg?: number | null | undefined;
  decDeg?: number | null | undefined;
}): number | null {
  const { raDeg, decDeg } = position;
  return typeof raDeg === "number" && typeof decDeg === "number" ? healpixIndex({ raDeg, decDeg }) : null;
}

async function insertChildren(
  tx: Tx,
  ctx: Context,
  keyed: readonly (PlacedTarget & { pk: number })[],
  createdAt: string,
): Promise<void> {
  const extras = keyed.flatMap(({ pk, draft }) => extraRows(pk, draft.extras));
  for (const chunk of chunksOf(extras)) await tx.insert(targetExtras).values(chunk);
  const tags = keyed.flatMap(({ pk, draft }) => draft.tags.map((tag) => ({ targetPk: pk, tag })));
  for (const chunk of chunksOf(tags)) await tx.insert(targetTags).values(chunk);
  const redshifts = keyed.flatMap(({ pk, draft }) =>
    draft.redshift ? [redshiftRow(ctx, pk, draft.redshift, createdAt)] : [],
  );
  for (const chunk of chunksOf(redshifts)) await tx.insert(targetRedshifts).values(chunk);
  const classes = keyed.flatMap(({ pk, draft }) =>
    draft.classifications.map((entry) => classificationRow(ctx, pk, entry, createdAt)),
  );
  for (const chunk of chunksOf(classes)) await tx.insert(targetClassifications).values(chunk);
}

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
  keyed: readonly (PlacedTarget & { pk: number })[],
  creatorPk: number | null,
  createdAt: string,
): Promise<void> {
  const full = { canChange: true, canDelete: true, grantedByPk: creatorPk, createdAt };
  const grants = keyed.flatMap(({ pk, groups }) => [
    ...(creatorPk === null
      ? []
      : [{ ...full, targetPk: pk, principalKind: "user" as const, principalPk: creatorPk, isCreator: true }]),
    ...groups.map((group) => ({ ...full, targetPk: pk, principalKind: "group" as const, principalPk: group.pk })),
  ]);
  for (const chunk of chunksOf(grants)) await tx.insert(targetGrants).values(chunk);
}
