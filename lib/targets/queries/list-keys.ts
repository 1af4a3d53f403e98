import { sql } from "drizzle-orm";
import * as z from "zod";
import type { VisibleScope } from "@/lib/access/scope";
import type { Phase, Position } from "@/lib/core/list-cursor";
import { type FilterPart, scopePart } from "./list-parts";
import { choosePlan, type Plan, planIfFew, selectKeys, selectWindowEnd } from "./list-plan";
import type { Order } from "./list-sort";
import type { Reader } from "./read-targets";

const keyRow = z.object({ pk: z.number(), value: z.union([z.string(), z.number(), z.null()]) });
const pksRow = z.object({ pks: z.string() });
const highestRow = z.object({ pk: z.number() });

type Search = { db: Reader; scope: VisibleScope; order: Order; floorPk: number | null; plan: Plan };

/** Rows looked at by the first statement; more only when the page was not filled. */
const firstWidth = { rows: 4000, values: 500, stream: 100_000 };
const quickMs = 4;

/**
 * The keys of the next `count` visible rows behind a position, in order. No statement runs long: where few of the rows
 * are the reader's, it looks through them window by window, wider ones as long as that is quick.
 */
export async function findKeys(
  db: Reader,
  scope: VisibleScope,
  args: { order: Order; parts: readonly FilterPart[]; floorPk: number | null; from: Position | null; count: number },
): Promise<Position[]> {
  const { order, parts, floorPk, from, count } = args;
  if (scope.kind === "none") return [];
  const search = { db, scope, order, floorPk, plan: await choosePlan(db, scope, order, parts) };
  const found: Position[] = [];
  const phases = from === null ? order.phases : order.phases.slice(order.phases.indexOf(from.phase));
  for (const phase of phases) {
    const start = from?.phase === phase ? from : null;
    for await (const rows of windows(search, phase, start, () => count - found.length)) {
      found.push(...rows);
      if (found.length >= count) return found;
    }
  }
  return found;
}

async function* windows(
  search: Search,
  phase: Phase,
  start: Position | null,
  missing: () => number,
): AsyncGenerator<Position[]> {
  const { scope, plan } = search;
  if (plan.kind === "keys" || (scope.kind === "all" && plan.tests.length === 0)) {
    yield await read(search, phase, start, null, missing());
    return;
  }
  let from = start;
  let width = plan.stream !== null ? firstWidth.stream : phase === "rows" ? firstWidth.rows : firstWidth.values;
  const nextEnd = phase === "rows" ? await rowWindows(search, start) : columnWindows(search, phase);
  for (let first = true; ; first = false) {
    const began = performance.now();
    const end = await nextEnd(from, width);
    yield await read(search, phase, from, end, missing());
    if (end === null) return;
    if (performance.now() - began < quickMs) width *= 8;
    from = end;
    // The page is not full after thousands of rows: perhaps the reader sees few of them at all.
    const unfiltered = plan.stream === null && plan.tests.length === 0;
    const few = first && unfiltered ? await planIfFew(search.db, scopePart(scope)) : null;
    if (few !== null) {
      yield await read({ ...search, plan: few }, phase, from, null, missing());
      return;
    }
  }
}

async function read(
  { db, scope, order, floorPk, plan }: Search,
  phase: Phase,
  from: Position | null,
  end: Position | null,
  limit: number,
): Promise<Position[]> {
  const statement = selectKeys(scope, order, plan, { phase, from, end, floorPk, limit });
  if (phase === "rows") {
    // One value however many rows: a driver's row costs more than SQLite's.
    const [row] = await db.all(sql`SELECT json_group_array(k.pk) AS "pks" FROM (${statement}) k`);
    const pks = z.array(z.number()).parse(JSON.parse(pksRow.parse(row).pks));
    return pks.map((pk) => ({ phase, value: null, pk }));
  }
  const rows = await db.all(statement);
  return rows.map((row) => ({ phase, ...keyRow.parse(row) }));
}

type NextEnd = (from: Position | null, width: number) => Promise<Position | null>;

/** Ends of windows in the order of rows: plain arithmetic below the last pk. Null: no end is needed. */
async function rowWindows({ db, order, floorPk }: Search, start: Position | null): Promise<NextEnd> {
  const lowest = floorPk ?? 1;
  const known = order.descending && start !== null ? start.pk : null;
  const high = known ?? (await highestPk(db));
  return async (from, width) => {
    const end = order.descending ? (from?.pk ?? high + 1) - width : Math.max(from?.pk ?? 0, lowest - 1) + width;
    return end <= lowest || end >= high ? null : { phase: "rows", value: null, pk: end };
  };
}

async function highestPk(db: Reader): Promise<number> {
  const [row] = await db.all(sql`SELECT coalesce(max(pk), 0) AS "pk" FROM targets`);
  return highestRow.parse(row).pk;
}

function columnWindows({ db, order }: Search, phase: Phase): NextEnd {
  return async (from, width) => {
    const [row] = await db.all(selectWindowEnd(order, phase, from, width));
    return row === undefined ? null : { phase, ...keyRow.parse(row) };
  };
}
