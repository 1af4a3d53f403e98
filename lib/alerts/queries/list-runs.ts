import { type SQL, sql } from "drizzle-orm";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { brokerQueries, brokerRuns } from "@/db/schema/alerts";
import { ownedVisibleTo } from "@/lib/access/owned-scope";
import type { VisibleScope } from "@/lib/access/scope";
import { invalidInput, notFound } from "@/lib/core/errors";
import { readRowCursor, writeRowCursor } from "@/lib/core/row-cursor";
import type { RunDto } from "../types";
import { toRunDto } from "./get-run";

/** The runs of a query that the scope can see, newest first unless sorted otherwise. @throws NOT_FOUND */
export async function listRuns(
  db: ReadDb,
  scope: VisibleScope,
  args: { queryId: string; limit: number; cursor?: string | undefined; sort?: string | undefined },
): Promise<{ items: RunDto[]; nextCursor: string | null }> {
  const { behind, order } = alongRows(brokerRuns.pk, args.sort, rowOf(args.cursor));
  const queryPk = await visibleQueryPk(db, scope, args.queryId);
  const rows = await db
    .select()
    .from(brokerRuns)
    .where(sql`${runsOf(queryPk, scope)} AND ${behind}`)
    .orderBy(order)
    .limit(args.limit + 1);
  const last = rows.slice(0, args.limit).at(-1)?.pk;
  return {
    items: await Promise.all(rows.slice(0, args.limit).map((row) => toRunDto(db, scope, row))),
    nextCursor: rows.length > args.limit && last !== undefined ? writeRowCursor(last) : null,
  };
}

/** How many runs of a query the scope can see. @throws NOT_FOUND */
export const countRuns = async (db: ReadDb, scope: VisibleScope, queryId: string): Promise<number> =>
  db.$count(brokerRuns, runsOf(await visibleQueryPk(db, scope, queryId), scope));

const runsOf = (queryPk: number, scope: VisibleScope): SQL =>
  sql`${brokerRuns.queryPk} = ${queryPk} AND ${ownedVisibleTo(brokerRuns, scope)}`;

async function visibleQueryPk(db: ReadDb, scope: VisibleScope, id: string): Promise<number> {
  const [query] = await db
    .select({ pk: brokerQueries.pk })
    .from(brokerQueries)
    .where(sql`${brokerQueries.id} = ${id} AND ${ownedVisibleTo(brokerQueries, scope)}`);
  if (!query) throw notFound("query");
  return query.pk;
}

function rowOf(cursor: string | undefined): number | null {
  const row = cursor === undefined ? null : readRowCursor(cursor);
  if (cursor !== undefined && row === null) throw invalidInput({ cursor: ["This cursor is not known."] });
  return row;
}
