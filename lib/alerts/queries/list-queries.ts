import { eq, type SQL, sql } from "drizzle-orm";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { brokerQueries, brokerRuns, queryLooks } from "@/db/schema/alerts";
import { groups, users } from "@/db/schema/people";
import { ownedChangeableBy, ownedVisibleTo } from "@/lib/access/owned-scope";
import type { VisibleScope } from "@/lib/access/scope";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { invalidInput, notFound } from "@/lib/core/errors";
import { readRowCursor, writeRowCursor } from "@/lib/core/row-cursor";
import { nextTimes } from "@/lib/core/schedule";
import { storedRule } from "../schema";
import { readStored } from "../stored-parameters";
import type { QueryDto, QueryRuleDto, RunDto } from "../types";
import { toRunDto } from "./get-run";
import { readRuleAuthor, ruleAuthor } from "./rule-author";

export type QueryFilter = {
  brokerId?: string | undefined;
  q?: string | undefined;
  /** Only those that run by themselves. */
  scheduled?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
};

const columns = {
  query: brokerQueries,
  owner: users.username,
  groupId: groups.id,
  groupName: groups.name,
};

// Of the runs that the reader may see: one from before the query was shared with her is not among them.
const lastRun = (scope: VisibleScope) => sql<string | null>`(SELECT
  json_object('id', broker_runs.id, 'startedAt', broker_runs.started_at, 'status', broker_runs.status, 'total', broker_runs.total)
  FROM broker_runs WHERE broker_runs.query_pk = ${brokerQueries.pk} AND ${ownedVisibleTo(brokerRuns, scope)}
  ORDER BY broker_runs.pk DESC LIMIT 1)`;

// Alerts that are new in the runs after the one the reader saw last.
const newSinceLook = (scope: VisibleScope) => sql<number | null>`(SELECT (
    SELECT count(*) FROM broker_runs JOIN broker_run_alerts a ON a.run_pk = broker_runs.pk
    WHERE broker_runs.query_pk = ${brokerQueries.pk} AND broker_runs.pk > ${queryLooks.runPk} AND a.change = 'new'
      AND ${ownedVisibleTo(brokerRuns, scope)})
  FROM ${queryLooks} WHERE ${queryLooks.queryPk} = ${brokerQueries.pk} AND ${queryLooks.userPk} = ${scope.userPk ?? -1})`;

const ruleGroupId = sql`json_extract(${brokerQueries.rule}, '$.groupId')`;

// The rule's group, where the reader belongs to it.
const ruleGroup = (scope: VisibleScope) => sql<string | null>`(SELECT json_object('id', rg.id, 'name', rg.name)
  FROM groups rg WHERE rg.id = ${ruleGroupId}
  AND ${scope.kind === "all" ? sql`1 = 1` : sql`rg.pk IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk ?? -1})`})`;

const canChange = (scope: VisibleScope) => sql<number>`${ownedChangeableBy(brokerQueries, scope)}`;

type Row = {
  query: typeof brokerQueries.$inferSelect;
  owner: string | null;
  groupId: string | null;
  groupName: string | null;
  lastRun: string | null;
  newSinceLook: number | null;
  ruleGroup: string | null;
  ruleAuthor: string | null;
  canChange: number;
};

function select(db: ReadDb, scope: VisibleScope) {
  return db
    .select({
      ...columns,
      lastRun: lastRun(scope),
      newSinceLook: newSinceLook(scope),
      ruleGroup: ruleGroup(scope),
      ruleAuthor: ruleAuthor(brokerQueries.ruleAuthorPk, ruleGroupId),
      canChange: canChange(scope),
    })
    .from(brokerQueries)
    .leftJoin(users, eq(users.pk, brokerQueries.ownerPk))
    .leftJoin(groups, eq(groups.pk, brokerQueries.groupPk));
}

/** Saved queries that the scope can see, newest first. */
export async function listQueries(
  db: ReadDb,
  scope: VisibleScope,
  brokers: BrokerRegistry,
  filter: QueryFilter,
): Promise<{ items: QueryDto[]; nextCursor: string | null }> {
  const { behind, order } = alongRows(brokerQueries.pk, filter.sort, rowOf(filter.cursor));
  const rows = await select(db, scope)
    .where(sql`${selected(scope, filter)} AND ${behind}`)
    .orderBy(order)
    .limit(filter.limit + 1);
  const last = rows.slice(0, filter.limit).at(-1)?.query.pk;
  return {
    items: rows.slice(0, filter.limit).map((row) => toDto(row, brokers)),
    nextCursor: rows.length > filter.limit && last !== undefined ? writeRowCursor(last) : null,
  };
}

function rowOf(cursor: string | undefined): number | null {
  const row = cursor === undefined ? null : readRowCursor(cursor);
  if (cursor !== undefined && row === null) throw invalidInput({ cursor: ["This cursor is not known."] });
  return row;
}

type Selection = Pick<QueryFilter, "brokerId" | "q" | "scheduled">;

function selected(scope: VisibleScope, filter: Selection): SQL {
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return sql`${ownedVisibleTo(brokerQueries, scope)}
    ${filter.scheduled ? sql`AND ${brokerQueries.schedule} IS NOT NULL` : sql``}
    ${filter.brokerId ? sql`AND ${brokerQueries.brokerId} = ${filter.brokerId}` : sql``}
    ${like ? sql`AND ${brokerQueries.name} LIKE ${like} ESCAPE '\\'` : sql``}`;
}

export const countQueries = (db: ReadDb, scope: VisibleScope, filter: Selection): Promise<number> =>
  db.$count(brokerQueries, selected(scope, filter));

/** The person's own queries and those of her groups whose schedule fails, or that need a look; the newest change first. */
export async function listTroubled(
  db: ReadDb,
  scope: VisibleScope,
  brokers: BrokerRegistry,
  limit: number,
): Promise<QueryDto[]> {
  const mine = sql`(${brokerQueries.ownerPk} = ${scope.userPk ?? -1} OR ${brokerQueries.groupPk} IN
    (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk ?? -1}))`;
  const rows = await select(db, scope)
    .where(
      sql`${mine} AND ${brokerQueries.schedule} IS NOT NULL AND (${brokerQueries.failureCount} > 0 OR ${brokerQueries.needsLook} IS NOT NULL)`,
    )
    .orderBy(sql`${brokerQueries.lastRunAt} DESC`)
    .limit(limit);
  return rows.map((row) => toDto(row, brokers));
}

/** @throws NOT_FOUND when the scope cannot see it */
export async function getQuery(
  db: ReadDb,
  scope: VisibleScope,
  brokers: BrokerRegistry,
  id: string,
): Promise<QueryDto> {
  const [row] = await select(db, scope)
    .where(sql`${brokerQueries.id} = ${id} AND ${ownedVisibleTo(brokerQueries, scope)}`)
    .limit(1);
  if (!row) throw notFound("query");
  return toDto(row, brokers);
}

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

function toDto(row: Row, brokers: BrokerRegistry): QueryDto {
  const { query } = row;
  const { problem } = readStored(brokers, query);
  return {
    id: query.id,
    version: query.version,
    name: query.name,
    brokerId: query.brokerId,
    schemaVersion: query.schemaVersion,
    parameters: (query.parameters ?? {}) as Record<string, unknown>,
    owner: row.owner,
    group: row.groupId !== null && row.groupName !== null ? { id: row.groupId, name: row.groupName } : null,
    createdAt: query.createdAt,
    updatedAt: query.updatedAt,
    schedule: query.schedule,
    schedulePaused: query.schedulePaused,
    nextRuns: nextRuns(query),
    failureCount: query.failureCount,
    needsLook: problem ?? query.needsLook,
    rule: ruleOf(query.rule, row),
    lastRun: row.lastRun === null ? null : (JSON.parse(row.lastRun) as QueryDto["lastRun"]),
    newSinceLook: row.newSinceLook,
    readable: problem === null,
    rights: { canChange: row.canChange === 1 },
  };
}

function nextRuns({ schedule, nextRunAt }: { schedule: string | null; nextRunAt: string | null }): string[] {
  if (schedule === null || nextRunAt === null) return [];
  return [nextRunAt, ...nextTimes(schedule, new Date(nextRunAt), 2)];
}

function ruleOf(stored: unknown, row: Pick<Row, "ruleGroup" | "ruleAuthor">): QueryRuleDto | null {
  const rule = storedRule(stored);
  if (rule === null) return null;
  const { groupId: _groupId, ...rest } = rule;
  const group = row.ruleGroup === null ? null : (JSON.parse(row.ruleGroup) as QueryRuleDto["group"]);
  const { author, stopped } = readRuleAuthor(row.ruleAuthor);
  return { ...rest, group, author: author?.username ?? null, stopped };
}
