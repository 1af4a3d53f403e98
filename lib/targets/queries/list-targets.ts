import { sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { invalidInput } from "@/lib/core/errors";
import { type Position, readCursor, writeCursor } from "@/lib/core/list-cursor";
import { listLimitDefault, type TargetFilter, type TargetListArgs, type TargetSort } from "../list-schema";
import type { TargetDto, TargetRow } from "../types";
import { findKeys } from "./list-keys";
import { type FilterPart, filterParts, isSearchable, searchText, selectFloor } from "./list-parts";
import { backwards, type Order, orderOf, sortValue } from "./list-sort";
import { type Reader, readObjects, readRows } from "./read-targets";
import { trigramPart } from "./trigram-part";

export type Page<T> = { items: T[]; nextCursor: string | null };

/** `now`: what durations count from and where moving stars stand; the clock of the context. */
export type ListArgs = TargetListArgs & { now: Date };

const pkRow = z.object({ pk: z.number() });
const floorRow = z.object({ floor: z.number() });

/** A filter made ready. A group that the reader is not in is refused like one that does not exist. */
export async function prepareFilter(
  db: Reader,
  scope: VisibleScope,
  filter: TargetFilter,
  now: Date,
): Promise<{ parts: FilterPart[]; floorPk: number | null }> {
  const groupPk = filter.group ? await groupPkOf(db, scope, filter.group) : null;
  const [floor] = filter.createdAfter ? await db.all(selectFloor(filter.createdAfter, now)) : [];
  const floorPk = floor === undefined ? null : floorRow.parse(floor).floor;
  const text = searchText(filter);
  const search = isSearchable(text) ? await trigramPart(db, text) : null;
  return { parts: filterParts(filter, { groupPk, floorPk, search }, now), floorPk };
}

async function groupPkOf(db: Reader, scope: VisibleScope, id: string): Promise<number> {
  const mine =
    scope.kind === "all"
      ? sql``
      : sql`AND g.pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk ?? -1})`;
  const [row] = await db.all(sql`SELECT g.pk FROM groups g WHERE g.id = ${id} ${mine}`);
  if (row === undefined) throw invalidInput({ group: ["No such group, or you are not in it"] });
  return pkRow.parse(row).pk;
}

type KeyPage = { pks: number[]; nextCursor: string | null };

async function listKeys(db: Reader, scope: VisibleScope, args: ListArgs): Promise<KeyPage> {
  const { sort = "-createdAt", filter = {}, limit = listLimitDefault, cursor, now } = args;
  const from = cursor === undefined ? null : readCursor(sort, filter, cursor);
  const order = orderOf(sort, filter, now);
  if (from !== null && !order.phases.includes(from.phase))
    throw invalidInput({ cursor: ["The cursor is not one of ours"] });
  const { parts, floorPk } = await prepareFilter(db, scope, filter, now);
  const found = await findKeys(db, scope, { order, parts, floorPk, from, count: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  return { pks: page.map((row) => row.pk), nextCursor: more ? writeCursor(sort, filter, last) : null };
}

/** A page of rows for the list of targets. @throws INVALID_INPUT for a cursor, group or time that is not right */
export async function listTargets(db: Reader, scope: VisibleScope, args: ListArgs): Promise<Page<TargetRow>> {
  const { pks, nextCursor } = await listKeys(db, scope, args);
  return { items: await readRows(db, pks), nextCursor };
}

/** A page of whole objects, as the API gives them. */
export async function listTargetObjects(db: Reader, scope: VisibleScope, args: ListArgs): Promise<Page<TargetDto>> {
  const { pks, nextCursor } = await listKeys(db, scope, args);
  return { items: await readObjects(db, scope, pks), nextCursor };
}

/** How many visible targets the filter selects, counted up to `most`: beside a list say "1000+" when `capped`. */
export async function countVisible(
  db: Reader,
  scope: VisibleScope,
  args: { filter?: TargetFilter; now: Date; most?: number },
): Promise<{ count: number; capped: boolean }> {
  const most = args.most ?? 1000;
  const { parts, floorPk } = await prepareFilter(db, scope, args.filter ?? {}, args.now);
  const found = await findKeys(db, scope, {
    order: orderOf("-createdAt", {}, args.now),
    parts,
    floorPk,
    from: null,
    count: most + 1,
  });
  return { count: Math.min(found.length, most), capped: found.length > most };
}

const pageOfCount = 10_000;

/** Exactly how many visible targets the filter selects, counted in slices so that others are served meanwhile. */
export async function countAll(
  db: Reader,
  scope: VisibleScope,
  args: { filter?: TargetFilter; now: Date },
): Promise<number> {
  let total = 0;
  for await (const pks of everyKey(db, scope, { ...args, pageSize: pageOfCount })) total += pks.length;
  return total;
}

/** The keys of all that the filter selects, newest first, in pages with room for others between them. */
export async function* everyKey(
  db: Reader,
  scope: VisibleScope,
  args: { filter?: TargetFilter; sort?: TargetSort; now: Date; pageSize: number },
): AsyncGenerator<number[]> {
  const { parts, floorPk } = await prepareFilter(db, scope, args.filter ?? {}, args.now);
  const order = orderOf(args.sort ?? "-createdAt", args.filter ?? {}, args.now);
  let from: Position | null = null;
  for (;;) {
    const found: Position[] = await findKeys(db, scope, { order, parts, floorPk, from, count: args.pageSize });
    if (found.length > 0) yield found.map((row) => row.pk);
    from = found.at(-1) ?? null;
    if (from === null || found.length < args.pageSize) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

async function positionOf(db: Reader, scope: VisibleScope, order: Order, id: string): Promise<Position | null> {
  const [row] = await db.all(sql`SELECT ${targets.pk} AS "pk", ${sortValue(order)} AS "value"
    FROM targets WHERE ${targets.id} = ${id} AND ${visibleTo(scope)}`);
  if (row === undefined) return null;
  const { pk, value } = positionRow.parse(row);
  return { pk, value, phase: order.column === null ? "rows" : value === null ? "nulls" : "values" };
}

export type Neighbours = { previous: { id: string; name: string } | null; next: { id: string; name: string } | null };

const positionRow = z.object({ pk: z.number(), value: z.union([z.string(), z.number(), z.null()]) });
const namedRow = z.object({ pk: z.number(), id: z.string(), name: z.string() });

/** The targets before and behind one within a list; both null when the reader does not see it. */
export async function findNeighbours(
  db: Reader,
  scope: VisibleScope,
  args: { id: string; sort?: TargetSort; filter?: TargetFilter; now: Date },
): Promise<Neighbours> {
  const order = orderOf(args.sort ?? "-createdAt", args.filter ?? {}, args.now);
  const position = await positionOf(db, scope, order, args.id);
  if (position === null) return { previous: null, next: null };
  const { parts, floorPk } = await prepareFilter(db, scope, args.filter ?? {}, args.now);
  const step = (way: Order) => findKeys(db, scope, { order: way, parts, floorPk, from: position, count: 1 });
  const [before] = await step(backwards(order));
  const [behind] = await step(order);
  const pks = [before, behind].flatMap((one) => (one ? [one.pk] : []));
  const rows = await db.all(
    sql`SELECT t.pk, t.id, t.name FROM targets t WHERE t.pk IN (SELECT value FROM json_each(${JSON.stringify(pks)}))`,
  );
  const named = new Map(rows.map((row) => namedRow.parse(row)).map(({ pk, ...one }) => [pk, one]));
  return { previous: (before && named.get(before.pk)) ?? null, next: (behind && named.get(behind.pk)) ?? null };
}
