import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { observationRecords } from "@/db/schema/observations";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { type Phase, type Position, readCursor, writeCursor } from "@/lib/core/list-cursor";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import type { ObservationFilter, ObservationSort } from "../list-schema";
import type { ObservationDto, ObservationOnSky } from "../types";
import { type Reader, readRecordRows, toObservation } from "./read-observations";

type ListArgs = {
  filter: ObservationFilter;
  sort: ObservationSort;
  cursor?: string | undefined;
  limit: number;
};

/** `phases`: parts of the order; rows without the value stand at the end, whichever way it goes. */
type Order = { column: SQL | null; index: string | null; phases: readonly Phase[]; descending: boolean };

const columns = {
  createdAt: { column: null, index: null, phases: ["rows"] },
  scheduledStart: {
    column: sql`${observationRecords.scheduledStart}`,
    index: "observation_records_start",
    phases: ["values", "nulls"],
  },
  updatedAt: {
    column: sql`${observationRecords.updatedAt}`,
    index: "observation_records_updated",
    phases: ["values"],
  },
} as const;

function orderOf(sort: ObservationSort): Order {
  const descending = sort.startsWith("-");
  return { ...columns[(descending ? sort.slice(1) : sort) as keyof typeof columns], descending };
}

const pk = observationRecords.pk;

/** The index that a list is read along; one target has few records, so those are sorted. */
function indexOf(filter: ObservationFilter, order: Order): SQL {
  const along = (name: string): SQL => sql`INDEXED BY ${sql.identifier(name)}`;
  if (filter.targetId !== undefined) return along("observation_records_target");
  if (order.index !== null) return along(order.index);
  if (filter.status !== undefined) return along("observation_records_status");
  if (filter.facilityId !== undefined) return along("observation_records_facility");
  if (filter.terminal !== undefined) return along("observation_records_terminal");
  return sql`NOT INDEXED`;
}

function selected(scope: VisibleScope, { targetId, facilityId, status, terminal }: ObservationFilter): SQL[] {
  return [
    visibleTo(scope),
    ...(targetId === undefined
      ? []
      : [sql`${observationRecords.targetPk} = (SELECT t.pk FROM targets t WHERE t.id = ${targetId})`]),
    ...(facilityId === undefined ? [] : [sql`${observationRecords.facilityId} = ${facilityId}`]),
    ...(status === undefined ? [] : [sql`${observationRecords.status} = ${status}`]),
    ...(terminal === undefined ? [] : [sql`${observationRecords.terminal} = ${terminal ? 1 : 0}`]),
  ];
}

const joined = (filter: ObservationFilter, order: Order): SQL =>
  sql`FROM observation_records ${indexOf(filter, order)} CROSS JOIN targets ON ${targets.pk} = ${observationRecords.targetPk}`;

function behind(order: Order, phase: Phase, from: Position | null): SQL[] {
  const than = order.descending ? sql`<` : sql`>`;
  const column = order.column ?? sql`NULL`;
  const inPhase = phase === "values" ? [sql`${column} IS NOT NULL`] : phase === "nulls" ? [sql`${column} IS NULL`] : [];
  if (from === null || from.phase !== phase) return inPhase;
  if (phase !== "values") return [...inPhase, sql`${pk} ${than} ${from.pk}`];
  return [...inPhase, sql`(${column}, ${pk}) ${than} (${from.value}, ${from.pk})`];
}

const keyRow = z.object({ pk: z.number(), value: z.string().nullable() });

async function keysOfPhase(
  db: Reader,
  scope: VisibleScope,
  args: ListArgs,
  order: Order,
  phase: Phase,
  from: Position | null,
  limit: number,
): Promise<Position[]> {
  const way = order.descending ? sql`DESC` : sql`ASC`;
  const by = phase === "values" ? sql`${order.column} ${way}, ${pk} ${way}` : sql`${pk} ${way}`;
  const conditions = [...behind(order, phase, from), ...selected(scope, args.filter)];
  const rows = await db.all(sql`SELECT ${pk} AS "pk", ${order.column ?? sql`NULL`} AS "value"
    ${joined(args.filter, order)} WHERE ${sql.join(conditions, sql` AND `)} ORDER BY ${by} LIMIT ${limit}`);
  return rows.map((row) => ({ phase, ...keyRow.parse(row) }));
}

/** Records that the scope sees, in order. @throws INVALID_INPUT for a cursor that is none of this list */
export async function listObservations(
  db: Reader,
  scope: VisibleScope,
  facilities: FacilityRegistry,
  args: ListArgs,
): Promise<{ items: ObservationDto[]; nextCursor: string | null }> {
  const order = orderOf(args.sort);
  const from = args.cursor === undefined ? null : readCursor(args.sort, args.filter, args.cursor);
  const { phases } = order;
  const keys: Position[] = [];
  for (const phase of from === null ? phases : phases.slice(phases.indexOf(from.phase))) {
    const wanted = args.limit + 1 - keys.length;
    if (wanted > 0) keys.push(...(await keysOfPhase(db, scope, args, order, phase, from, wanted)));
  }
  const page = keys.slice(0, args.limit);
  const last = page.at(-1);
  const rows = await readRecordRows(
    db,
    scope,
    page.map((key) => key.pk),
  );
  return {
    items: rows.map((row) => toObservation(facilities, row)),
    nextCursor: keys.length > args.limit && last ? writeCursor(args.sort, args.filter, last) : null,
  };
}

const countRow = z.object({ n: z.number() });

export async function countObservations(db: Reader, scope: VisibleScope, filter: ObservationFilter): Promise<number> {
  const order = orderOf("-createdAt");
  const [row] = await db.all(
    sql`SELECT count(*) AS "n" ${joined(filter, order)} WHERE ${sql.join(selected(scope, filter), sql` AND `)}`,
  );
  return countRow.parse(row).n;
}

/** As many points as a map shows apart. */
const skyMax = 2_000;

const skyRow = z.object({
  id: z.string(),
  targetName: z.string(),
  raDeg: z.number(),
  decDeg: z.number(),
  terminal: z.number().transform((value) => value === 1),
  failed: z.number().transform((value) => value === 1),
  status: z.string(),
});

/** The newest records of a filter whose targets have a place on the sky. */
export async function listObservationsOnSky(
  db: Reader,
  scope: VisibleScope,
  filter: ObservationFilter,
): Promise<ObservationOnSky[]> {
  const order = orderOf("-createdAt");
  const conditions = [...selected(scope, filter), sql`${targets.raDeg} IS NOT NULL AND ${targets.decDeg} IS NOT NULL`];
  const rows = await db.all(sql`SELECT ${observationRecords.id} AS "id", ${targets.name} AS "targetName",
      ${targets.raDeg} AS "raDeg", ${targets.decDeg} AS "decDeg", ${observationRecords.terminal} AS "terminal",
      ${observationRecords.failed} AS "failed", ${observationRecords.status} AS "status"
    ${joined(filter, order)} WHERE ${sql.join(conditions, sql` AND `)} ORDER BY ${pk} DESC LIMIT ${skyMax}`);
  return rows.map((row) => skyRow.parse(row));
}
