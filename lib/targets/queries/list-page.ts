import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import type { VisibleScope } from "@/lib/access/scope";
import type { Cone } from "@/lib/astro/cone";
import { julianYear } from "@/lib/astro/time";
import { invalidInput } from "@/lib/core/errors";
import { type Position, readCursor, writeCursor } from "@/lib/core/list-cursor";
import { listLimitDefault, type TargetFilter, type TargetSort } from "../list-schema";
import type { ListedTarget, TargetListPage } from "../types";
import { separationFrom } from "./cone-condition";
import { findKeys } from "./list-keys";
import { backwards, orderOf } from "./list-sort";
import { prepareFilter } from "./list-targets";
import { type Reader, readRows } from "./read-targets";

export type ListPageArgs = {
  filter: TargetFilter;
  sort: TargetSort;
  /** The page behind this place. */
  cursor?: string | null;
  /** The page that ends before this place; wins over `cursor`. */
  before?: string | null;
  limit?: number;
  /** Reads redshift and classification too. */
  withEntries?: boolean;
  now: Date;
};

/** A page of the list that can be turned both ways. @throws INVALID_INPUT for a cursor, group or time that is not right */
export async function listTargetPage(db: Reader, scope: VisibleScope, args: ListPageArgs): Promise<TargetListPage> {
  const { filter, sort, now, limit = listLimitDefault } = args;
  const { found, hasPrevious, hasNext } = await findPage(db, scope, args, limit);
  const rows = await readRows(
    db,
    found.map((one) => one.pk),
  );
  const more = await readMore(
    db,
    found.map((one) => one.pk),
    { cone: filter.cone ?? null, withEntries: args.withEntries ?? false, now },
  );
  const [first, last] = [found.at(0), found.at(-1)];
  return {
    items: rows.map((row) => ({ ...row, ...(more.get(row.id) ?? nothingMore) })),
    previousCursor: hasPrevious && first ? writeCursor(sort, filter, first) : null,
    nextCursor: hasNext && last ? writeCursor(sort, filter, last) : null,
  };
}

type Found = { found: Position[]; hasPrevious: boolean; hasNext: boolean };

async function findPage(db: Reader, scope: VisibleScope, args: ListPageArgs, limit: number): Promise<Found> {
  const { filter, sort, cursor = null, before = null, now } = args;
  const order = orderOf(sort, filter, now);
  const place = (given: string | null): Position | null => {
    const position = given === null ? null : readCursor(sort, filter, given);
    if (position !== null && !order.phases.includes(position.phase)) {
      throw invalidInput({ cursor: ["The cursor is not one of ours"] });
    }
    return position;
  };
  const { parts, floorPk } = await prepareFilter(db, scope, filter, now);
  const count = limit + 1;
  const end = place(before);
  if (end !== null) {
    const found = await findKeys(db, scope, { order: backwards(order), parts, floorPk, from: end, count });
    // Fewer than a page before it: that is the first page, which is then shown whole.
    if (found.length > limit) return { found: found.slice(0, limit).reverse(), hasPrevious: true, hasNext: true };
  }
  const from = end === null ? place(cursor) : null;
  const found = await findKeys(db, scope, { order, parts, floorPk, from, count });
  return { found: found.slice(0, limit), hasPrevious: from !== null, hasNext: found.length > limit };
}

type More = Pick<ListedTarget, "redshift" | "classification" | "separationArcsec">;

const nothingMore: More = { redshift: null, classification: null, separationArcsec: null };

const moreRow = z.object({
  id: z.string(),
  redshift: z.number().nullable(),
  classification: z.string().nullable(),
  separationArcsec: z.number().nullable(),
});

type Wanted = { cone: Cone | null; withEntries: boolean; now: Date };

/** Newest redshift and classification, and the distance from the middle of a cone, of keys that a scoped query gave. */
async function readMore(
  db: Reader,
  pks: readonly number[],
  { cone, withEntries, now }: Wanted,
): Promise<ReadonlyMap<string, More>> {
  if (pks.length === 0 || (cone === null && !withEntries)) return new Map();
  const newest = sql`WHERE e.target_pk = ${targets.pk} ORDER BY e.date DESC, e.pk DESC LIMIT 1`;
  const redshift = withEntries ? sql`(SELECT e.value FROM target_redshifts e ${newest})` : sql`NULL`;
  const classification = withEntries
    ? sql`(SELECT json_object('name', e.name, 'source', e.source, 'probability', e.probability)
        FROM target_classifications e ${newest})`
    : sql`NULL`;
  const separation =
    cone === null
      ? sql`NULL`
      : sql`iif(${targets.decDeg} IS NULL, NULL, ${separationFrom("targets", cone, julianYear(now))})`;
  const rows = await db.all(sql`
    SELECT ${targets.id} AS "id", ${redshift} AS "redshift", ${classification} AS "classification",
      ${separation} AS "separationArcsec"
    FROM targets WHERE ${targets.pk} IN (SELECT value FROM json_each(${JSON.stringify(pks)}))`);
  return new Map(rows.map((row) => moreOf(moreRow.parse(row))));
}

function moreOf({ id, classification, ...more }: z.infer<typeof moreRow>): [string, More] {
  const named = classification === null ? null : (JSON.parse(classification) as NonNullable<More["classification"]>);
  return [id, { ...more, classification: named }];
}
