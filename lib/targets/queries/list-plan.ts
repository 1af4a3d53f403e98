import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { Phase, Position } from "@/lib/core/list-cursor";
import { type FilterPart, type KeyStream, openPart } from "./list-parts";
import { behind, type Order, orderBy, sortValue, upTo } from "./list-sort";
import type { Reader } from "./read-targets";

/**
 * How a list is read. `keys`: few rows match one filter, so they are looked up and sorted. `stream`: rows come in the
 * order of the list through an index and are tested one by one, until the page is full.
 */
export type Plan = { tests: readonly SQL[] } & (
  | { kind: "keys"; keys: SQL }
  | { kind: "stream"; stream: KeyStream | null }
);

/** As many rows are sorted in one statement without being felt. */
const fewRows = 2000;

const countRow = z.record(z.string(), z.number());

/** How many rows each part gives, counted up to one more than are few. */
async function probe(db: Reader, parts: readonly FilterPart[]): Promise<number[]> {
  const counts = parts.map(
    ({ keys }, index) =>
      sql`(SELECT count(*) FROM (SELECT 1 FROM (${keys}) LIMIT ${fewRows + 1})) AS ${sql.identifier(`n${index}`)}`,
  );
  const [row] = await db.all(sql`SELECT ${sql.join(counts, sql`, `)}`);
  const found = countRow.parse(row);
  return parts.map((_, index) => found[`n${index}`] ?? 0);
}

/** The plan of a list under these filters. */
export async function choosePlan(
  db: Reader,
  scope: VisibleScope,
  order: Order,
  parts: readonly FilterPart[],
): Promise<Plan> {
  if (order.column?.index === null) {
    return keysPlan(
      parts,
      parts.findIndex((part) => part.isCone),
    );
  }
  const streaming = order.column === null;
  if (parts.length === 0) {
    const stream = streaming && scope.kind === "anonymous" ? (openPart.stream ?? null) : null;
    return { kind: "stream", stream, tests: [] };
  }
  const [only] = parts;
  if (streaming && parts.length === 1 && only?.stream) return { kind: "stream", stream: only.stream, tests: [] };
  const sure = parts.findIndex((part) => part.few);
  if (sure >= 0) return keysPlan(parts, sure);
  const counts = await probe(db, parts);
  const least = counts.indexOf(Math.min(...counts));
  if ((counts[least] ?? 0) <= fewRows) return keysPlan(parts, least);
  const streamed = streaming ? parts.findIndex((part) => part.stream !== undefined) : -1;
  const tests = parts.filter((_, index) => index !== streamed).map((part) => part.test);
  return { kind: "stream", stream: parts[streamed]?.stream ?? null, tests };
}

function keysPlan(parts: readonly FilterPart[], driver: number): Plan {
  const keys = parts[driver]?.keys ?? sql`SELECT NULL`;
  return { kind: "keys", keys, tests: parts.filter((_, index) => index !== driver).map((part) => part.test) };
}

/** The part as the plan when it gives few rows, else null. */
export async function planIfFew(db: Reader, part: FilterPart): Promise<Plan | null> {
  const [count = 0] = await probe(db, [part]);
  return count <= fewRows ? keysPlan([part], 0) : null;
}

export type Slice = {
  phase: Phase;
  from: Position | null;
  end: Position | null;
  floorPk: number | null;
  limit: number;
};

/** One statement: the keys of up to `limit` visible rows of a phase between two positions, in order. */
export function selectKeys(scope: VisibleScope, order: Order, plan: Plan, slice: Slice): SQL {
  const { phase, from, end, floorPk, limit } = slice;
  const row = plan.kind === "stream" && plan.stream ? plan.stream.key : sql`${targets.pk}`;
  const conditions = [
    behind(order, phase, from, row),
    ...(end === null ? [] : [upTo(order, phase, end, row)]),
    ...(floorPk === null ? [] : [sql`${row} >= ${floorPk}`]),
    ...plan.tests,
    visibleTo(scope),
  ];
  const rest = sql`WHERE ${sql.join(conditions, sql` AND `)} ORDER BY ${orderBy(order, phase, row)} LIMIT ${limit}`;
  const columns = sql`SELECT ${targets.pk} AS "pk", ${sortValue(order)} AS "value"`;
  if (plan.kind === "keys") {
    return sql`WITH hits(pk) AS (${plan.keys}) ${columns}
      FROM (SELECT DISTINCT pk FROM hits) found CROSS JOIN targets ON ${targets.pk} = found.pk ${rest}`;
  }
  if (plan.stream === null) return sql`${columns} FROM targets ${indexOf(order)} ${rest}`;
  return sql`${columns} FROM ${plan.stream.from} CROSS JOIN targets ON ${targets.pk} = ${row}
    WHERE ${plan.stream.where} AND ${sql.join(conditions, sql` AND `)} ORDER BY ${orderBy(order, phase, row)} LIMIT ${limit}`;
}

// The order decides the index; left alone, the planner may prefer a filter's and sort all of it.
const indexOf = (order: Order): SQL =>
  order.column?.index ? sql`INDEXED BY ${sql.identifier(order.column.index)}` : sql`NOT INDEXED`;

/** One statement: the row that stands `width` rows behind a position, whoever sees it. */
export const selectWindowEnd = (order: Order, phase: Phase, from: Position | null, width: number): SQL => sql`
  SELECT ${targets.pk} AS "pk", ${sortValue(order)} AS "value" FROM targets ${indexOf(order)}
  WHERE ${behind(order, phase, from)} ORDER BY ${orderBy(order, phase)} LIMIT 1 OFFSET ${width}`;
