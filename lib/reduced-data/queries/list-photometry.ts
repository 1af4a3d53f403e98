import { type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { users } from "@/db/schema/people";
import { photometry } from "@/db/schema/photometry";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { invalidInput, notFound } from "@/lib/core/errors";
import { measuredValues } from "../measured-values";
import type { PhotometryDto, PhotometryOrigin, PhotometryValues } from "../types";

export type PhotometryFilter = {
  targetId: string;
  band?: string | undefined;
  /** MJD UTC, exclusive. */
  afterMjd?: number | undefined;
  beforeMjd?: number | undefined;
  limit: number;
  cursor?: string | undefined;
  /** Newest first for tables; oldest first for programs. */
  order?: "newest" | "oldest";
};

/** Measurements of a target that the scope can see, in time. @throws NOT_FOUND when it cannot. */
export async function listPhotometry(
  db: ReadDb,
  scope: VisibleScope,
  filter: PhotometryFilter,
): Promise<{ items: PhotometryDto[]; nextCursor: string | null }> {
  const { rows, nextCursor } = await readPage(db, scope, filter);
  return { items: rows.map(({ row, flaggedBy }) => toDto(row, flaggedBy)), nextCursor };
}

/** The same with where each measurement came from, for the table of the target page. @throws NOT_FOUND */
export async function listPhotometryWithOrigin(
  db: ReadDb,
  scope: VisibleScope,
  filter: PhotometryFilter,
): Promise<{ items: (PhotometryDto & { origin: PhotometryOrigin })[]; nextCursor: string | null }> {
  const { rows, nextCursor } = await readPage(db, scope, filter);
  return {
    items: rows.map(({ row, flaggedBy }) => ({
      ...toDto(row, flaggedBy),
      origin: {
        provenance: row.provenance,
        parserVersion: row.parserVersion,
        createdAt: row.createdAt,
        updatedAt: row.updatedAt,
        producer: row.producer,
        originalTime: row.originalTime,
        originalScale: row.originalScale,
      },
    })),
    nextCursor,
  };
}

async function readPage(db: ReadDb, scope: VisibleScope, filter: PhotometryFilter) {
  const targetPk = await visibleTargetPk(db, scope, filter.targetId);
  const newest = filter.order === "newest";
  const after = filter.cursor === undefined ? null : readCursor(filter.cursor);
  const where = selected(targetPk, filter);
  if (after) {
    const than = newest ? sql`<` : sql`>`;
    where.push(sql`(${photometry.observedAtMjd}, ${photometry.pk}) ${than} (${after.mjd}, ${after.pk})`);
  }
  const direction = newest ? sql`DESC` : sql`ASC`;
  const found = await db
    .select({ row: photometry, flaggedBy: users.username })
    .from(photometry)
    .leftJoin(users, sql`${users.pk} = ${photometry.flaggedByPk}`)
    .where(sql.join(where, sql` AND `))
    .orderBy(sql`${photometry.observedAtMjd} ${direction}`, sql`${photometry.pk} ${direction}`)
    .limit(filter.limit + 1);
  const rows = found.slice(0, filter.limit);
  const last = rows.at(-1)?.row;
  return { rows, nextCursor: found.length > filter.limit && last ? `${last.observedAtMjd}_${last.pk}` : null };
}

type Selection = Pick<PhotometryFilter, "band" | "afterMjd" | "beforeMjd">;

function selected(targetPk: number, filter: Selection): SQL[] {
  const where: SQL[] = [sql`${photometry.targetPk} = ${targetPk}`];
  if (filter.band !== undefined) where.push(sql`${photometry.band} = ${filter.band}`);
  if (filter.afterMjd !== undefined) where.push(sql`${photometry.observedAtMjd} > ${filter.afterMjd}`);
  if (filter.beforeMjd !== undefined) where.push(sql`${photometry.observedAtMjd} < ${filter.beforeMjd}`);
  return where;
}

/** How many measurements of a target the filter selects. @throws NOT_FOUND when the scope cannot see it */
export async function countPhotometry(
  db: ReadDb,
  scope: VisibleScope,
  filter: Selection & { targetId: string },
): Promise<number> {
  const targetPk = await visibleTargetPk(db, scope, filter.targetId);
  return db.$count(photometry, sql.join(selected(targetPk, filter), sql` AND `));
}

function readCursor(text: string): { mjd: number; pk: number } {
  const [mjd, pk] = /^(-?[\d.e+-]{1,30})_(\d{1,15})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (mjd === undefined || pk === undefined || !Number.isFinite(mjd))
    throw invalidInput({ cursor: ["This cursor is not known."] });
  return { mjd, pk };
}

/** The row id of a target that the scope can see: what photometry hangs on. */
export async function visibleTargetPk(db: ReadDb, scope: VisibleScope, targetId: string): Promise<number> {
  const [row] = await db
    .select({ pk: targets.pk })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(scope)}`)
    .limit(1);
  if (!row) throw notFound("target");
  return row.pk;
}

function toDto(row: typeof photometry.$inferSelect, flaggedBy: string | null): PhotometryDto {
  return {
    row: row.pk.toString(36),
    ...toPhotometryValues(row),
    flagged: row.flaggedReason === null ? null : { reason: row.flaggedReason, by: flaggedBy },
    revision: row.revision,
  };
}

/** What of a stored row, or of one that was replaced, makes its values. */
export type StoredValues = Omit<typeof photometry.$inferSelect, "pk">;

export const toPhotometryValues = (row: StoredValues): PhotometryValues => ({
  ...measuredValues(row),
  via: JSON.parse(row.via) as string[],
});
