import { type SQL, sql } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import { julianYear } from "@/lib/astro/time";
import { invalidInput } from "@/lib/core/errors";
import type { Phase, Position } from "@/lib/core/list-cursor";
import { separationMaxArcsec, type TargetFilter, type TargetSort } from "../list-schema";
import { separationFrom } from "./cone-condition";

/** How a list is ordered: by row (creation), or by a column and then by row, rows without a value last. */
export type Order = {
  /** Null: by row alone. */
  column: SortColumn | null;
  descending: boolean;
  phases: readonly Phase[];
};

/** `index`: rows come in this order by it; null: they are found by the cone of the filter and sorted. */
type SortColumn = { sql: SQL; index: string | null };

const name: SortColumn = { sql: sql`${targets.name} COLLATE NOCASE`, index: "targets_name" };
const updatedAt: SortColumn = { sql: sql`${targets.updatedAt}`, index: "targets_updated" };
const newestDetection: SortColumn = { sql: sql`${targets.newestDetectionMjd}`, index: "targets_newest_detection" };
const newestMag: SortColumn = { sql: sql`${targets.newestMag}`, index: "targets_newest_mag" };

const always = ["values"] as const;
const sometimes = ["values", "nulls"] as const;

const orders: Record<Exclude<TargetSort, "separation">, Order> = {
  createdAt: { column: null, descending: false, phases: ["rows"] },
  "-createdAt": { column: null, descending: true, phases: ["rows"] },
  name: { column: name, descending: false, phases: always },
  "-name": { column: name, descending: true, phases: always },
  updatedAt: { column: updatedAt, descending: false, phases: always },
  "-updatedAt": { column: updatedAt, descending: true, phases: always },
  newestDetection: { column: newestDetection, descending: false, phases: sometimes },
  "-newestDetection": { column: newestDetection, descending: true, phases: sometimes },
  newestMag: { column: newestMag, descending: false, phases: sometimes },
  "-newestMag": { column: newestMag, descending: true, phases: sometimes },
};

/**
 * The order of a list under a filter; by separation from the middle of the filter's cone, at the place of `now`.
 * @throws INVALID_INPUT on `sort` for a separation without a cone, or within one that is too large to sort
 */
export function orderOf(sort: TargetSort, { cone }: Pick<TargetFilter, "cone">, now: Date): Order {
  if (sort !== "separation") return orders[sort];
  if (cone === undefined) throw invalidInput({ sort: ["Sorting by separation needs a cone"] });
  if (cone.radiusArcsec > separationMaxArcsec) {
    throw invalidInput({ sort: ["Sorting by separation is for cones up to 5°"] });
  }
  const column = { sql: separationFrom("targets", cone, julianYear(now)), index: null };
  return { column, descending: false, phases: always };
}

/** The same list read from its end: what "previous" needs. */
export const backwards = (order: Order): Order => ({
  column: order.column,
  descending: !order.descending,
  phases: [...order.phases].reverse(),
});

/** Rows of one phase behind a position (all, without one). `row`: what stands for the row's pk, `targets.pk` unless said. */
export function behind(order: Order, phase: Phase, position: Position | null, row: SQL = sql`${targets.pk}`): SQL {
  const { column } = order;
  const further = order.descending ? sql`<` : sql`>`;
  const byRow = position === null ? sql`1 = 1` : sql`${row} ${further} ${position.pk}`;
  if (phase === "rows" || column === null) return byRow;
  if (phase === "nulls") return sql`${column.sql} IS NULL AND ${byRow}`;
  if (position === null) return sql`${column.sql} IS NOT NULL`;
  // The plain comparison is what the planner finds the index by.
  return sql`${column.sql} ${further}= ${position.value} AND (${column.sql}, ${targets.pk}) ${further} (${position.value}, ${position.pk})`;
}

/** Rows of one phase up to and with a position: the far end of a window. */
export function upTo(order: Order, phase: Phase, end: Position, row: SQL = sql`${targets.pk}`): SQL {
  const { column } = order;
  const notBehind = order.descending ? sql`>=` : sql`<=`;
  if (phase !== "values" || column === null) return sql`${row} ${notBehind} ${end.pk}`;
  return sql`${column.sql} ${notBehind} ${end.value} AND (${column.sql}, ${targets.pk}) ${notBehind} (${end.value}, ${end.pk})`;
}

export function orderBy(order: Order, phase: Phase, row: SQL = sql`${targets.pk}`): SQL {
  const way = order.descending ? sql`DESC` : sql`ASC`;
  if (phase !== "values" || order.column === null) return sql`${row} ${way}`;
  return sql`${order.column.sql} ${way}, ${targets.pk} ${way}`;
}

/** What a row's position is made of. */
export const sortValue = (order: Order): SQL => order.column?.sql ?? sql`NULL`;
