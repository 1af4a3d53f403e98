import { and, eq, inArray, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { possibleDuplicates, targetNames, targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { sameNameKeys } from "@/lib/astro/names";
import { positionAt, separationArcsec } from "@/lib/astro/sphere";
import { julianYear } from "@/lib/astro/time";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import type { NearbyTarget } from "@/lib/hooks/contract";
import { coneKeys } from "./queries/cone-condition";

/** More than this look alike only where a catalogue was read in twice; the list stays readable. */
const similarMax = 50;

const placed = {
  pk: targets.pk,
  id: targets.id,
  name: targets.name,
  type: targets.type,
  raDeg: targets.raDeg,
  decDeg: targets.decDeg,
  epoch: targets.epoch,
  pmRaMasPerYr: targets.pmRaMasPerYr,
  pmDecMasPerYr: targets.pmDecMasPerYr,
};

type Placed = Pick<typeof targets.$inferSelect, keyof typeof placed>;

/** Where a target is at a Julian year; null without a fixed position, and for what moves on an orbit. */
function placeAt(row: Placed, atYear: number) {
  if (row.type !== "SIDEREAL" || row.raDeg === null || row.decDeg === null) return null;
  return positionAt({ ...row, raDeg: row.raDeg, decDeg: row.decDeg }, atYear);
}

/**
 * Visible targets that may be the same object: of an equal name (any spelling, any IAU prefix), or within the radius at
 * the given date. Empty when the target is gone. Nearest first within a reason, names before positions.
 */
export async function findSimilarTargets(
  db: ReadDb,
  scope: VisibleScope,
  args: { targetId: string; radiusArcsec: number; at: Date },
): Promise<NearbyTarget[]> {
  const [own] = await db
    .select(placed)
    .from(targets)
    .where(and(eq(targets.id, args.targetId), visibleTo(scope)))
    .limit(1);
  if (!own) return [];
  const atYear = julianYear(args.at);
  const center = placeAt(own, atYear);
  const names = await db.select({ name: targetNames.name }).from(targetNames).where(eq(targetNames.targetPk, own.pk));
  const keys = [...new Set(names.flatMap((row) => sameNameKeys(row.name)))];
  const byName = await others(db, scope, own.pk, sql`SELECT target_pk FROM target_names WHERE name_key IN ${keys}`);
  const cone = center === null ? null : { ...center, radiusArcsec: args.radiusArcsec };
  const fixed = (keys: SQL): SQL => sql`SELECT pk FROM targets WHERE pk IN (${keys}) AND type = 'SIDEREAL'`;
  const byPlace = cone === null ? [] : await others(db, scope, own.pk, fixed(coneKeys(cone, atYear)));
  const named = new Set(byName.map((row) => row.pk));
  const nearby = (row: Placed, reason: NearbyTarget["reason"]): NearbyTarget => {
    const place = placeAt(row, atYear);
    const separation = center === null || place === null ? null : separationArcsec(center, place);
    return { id: row.id, name: row.name, separationArcsec: separation, reason };
  };
  return [
    ...byName.map((row) => nearby(row, "name")),
    ...byPlace.filter((row) => !named.has(row.pk)).map((row) => nearby(row, "position")),
  ]
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, similarMax);
}

const rank = (one: NearbyTarget): number =>
  (one.reason === "name" ? 0 : 1e7) + Math.min(one.separationArcsec ?? 1e6, 1e6);

const others = (db: ReadDb, scope: VisibleScope, ownPk: number, keys: SQL): Promise<Placed[]> =>
  db
    .select(placed)
    .from(targets)
    .where(and(sql`${targets.pk} IN (${keys})`, ne(targets.pk, ownPk), visibleTo(scope)))
    .limit(similarMax);

/**
 * Makes `others` the possible duplicates of a target, on both sides. Pairs that a person dismissed stay dismissed; those
 * no longer among `others` go. For parts of the house only; leaves no trace in either target's history, which is read
 * by people who may see one of the two and not the other.
 */
export async function notePossibleDuplicates(
  ctx: Context,
  targetId: string,
  similar: readonly NearbyTarget[],
): Promise<{ noted: number }> {
  if (ctx.actor.kind !== "system")
    throw new TomError("FORBIDDEN", "Possible duplicates are noted by the house itself.");
  const byId = new Map(similar.slice(0, similarMax).map((one) => [one.id, one]));
  byId.delete(targetId);
  // As with most targets, and no reason to keep anybody from writing.
  if (byId.size === 0 && !(await isNoted(ctx.database.read, targetId))) return { noted: 0 };
  return ctx.database.write(async (tx) => {
    const ids = [targetId, ...byId.keys()];
    const rows = await tx.select({ pk: targets.pk, id: targets.id }).from(targets).where(inArray(targets.id, ids));
    const own = rows.find((row) => row.id === targetId);
    // Deleted since: nothing to note it on.
    if (!own) return { noted: 0 };
    const pairs = rows.flatMap((row) => {
      const found = byId.get(row.id);
      return found ? [{ otherPk: row.pk, reason: found.reason, separationArcsec: found.separationArcsec }] : [];
    });
    const changed =
      (await forget(
        tx,
        own.pk,
        pairs.map((pair) => pair.otherPk),
      )) > 0;
    const noted = await insertPairs(tx, own.pk, pairs, nowIso(ctx.clock));
    if (noted > 0 || changed) {
      const summary = "Noted possible duplicates";
      await recordAudit(tx, ctx, { verb: "target.noteDuplicates", objectType: "target", objectId: targetId, summary });
    }
    return { noted };
  });
}

type Pair = { otherPk: number; reason: NearbyTarget["reason"]; separationArcsec: number | null };

async function isNoted(db: ReadDb, targetId: string): Promise<boolean> {
  const noted = await db
    .select({ pk: targets.pk })
    .from(targets)
    .innerJoin(
      possibleDuplicates,
      or(eq(possibleDuplicates.targetPk, targets.pk), eq(possibleDuplicates.otherPk, targets.pk)),
    )
    .where(and(eq(targets.id, targetId), isNull(possibleDuplicates.dismissedAt)))
    .limit(1);
  return noted.length > 0;
}

/** Pairs that do not look alike any more, unless a person has had her say about them. */
async function forget(tx: Tx, ownPk: number, keptPks: readonly number[]): Promise<number> {
  const kept = JSON.stringify(keptPks);
  const { rowsAffected } = await tx.raw.execute({
    sql: `DELETE FROM possible_duplicates WHERE dismissed_at IS NULL AND (
            (target_pk = ?1 AND other_pk NOT IN (SELECT value FROM json_each(?2)))
            OR (other_pk = ?1 AND target_pk NOT IN (SELECT value FROM json_each(?2))))`,
    args: [ownPk, kept],
  });
  return rowsAffected;
}

async function insertPairs(tx: Tx, ownPk: number, pairs: readonly Pair[], createdAt: string): Promise<number> {
  if (pairs.length === 0) return 0;
  const known = await tx
    .select({ otherPk: possibleDuplicates.otherPk })
    .from(possibleDuplicates)
    .where(eq(possibleDuplicates.targetPk, ownPk));
  const knownPks = new Set(known.map((row) => row.otherPk));
  const both = pairs.flatMap(({ otherPk, ...pair }) => [
    { ...pair, createdAt, targetPk: ownPk, otherPk },
    { ...pair, createdAt, targetPk: otherPk, otherPk: ownPk },
  ]);
  await tx
    .insert(possibleDuplicates)
    .values(both)
    .onConflictDoUpdate({
      target: [possibleDuplicates.targetPk, possibleDuplicates.otherPk],
      set: { reason: sql`excluded.reason`, separationArcsec: sql`excluded.separation_arcsec` },
    });
  return pairs.filter((pair) => !knownPks.has(pair.otherPk)).length;
}
