import { eq, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { alongNames } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { brokerQueries, brokerRuns, queryLooks } from "@/db/schema/alerts";
import { groups, users } from "@/db/schema/people";
import { ownedChangeableBy, ownedVisibleTo } from "@/lib/access/owned-scope";
import type { VisibleScope } from "@/lib/access/scope";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { notFound } from "@/lib/core/errors";
import { readCursor, writeCursor } from "@/lib/core/list-cursor";
import { nextTimes } from "@/lib/core/schedule";
import { type QuerySort, storedRule } from "../schema";
import { readStored } from "../stored-parameters";
import type { QueryDto, QueryRuleDto } from "../types";
import { isNewTo } from "./alert-state";
import { readRuleAuthor, ruleAuthor } from "./rule-author";

export type QueryFilter = {
  brokerId?: string | undefined;
  q?: string | undefined;
  /** Only those that run by themselves. */
  scheduled?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
  sort?: QuerySort | undefined;
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

// Alerts that are new to the reader in the runs after the one that she saw last.
const newSinceLook = (scope: VisibleScope) => sql<number | null>`(SELECT (
    SELECT count(*) FROM broker_runs CROSS JOIN broker_run_alerts ON broker_run_alerts.run_pk = broker_runs.pk
    WHERE broker_runs.query_pk = ${brokerQueries.pk} AND broker_runs.pk > ${queryLooks.runPk}
      AND ${ownedVisibleTo(brokerRuns, scope)} AND ${isNewTo(scope)})
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

const { pk, name } = brokerQueries;
const keyRow = z.object({ pk: z.number(), name: z.string() });

/** Saved queries that the scope can see, newest first unless sorted otherwise. */
export async function listQueries(
  db: ReadDb,
  scope: VisibleScope,
  brokers: BrokerRegistry,
  { limit, cursor, sort = "-createdAt", ...filter }: QueryFilter,
): Promise<{ items: QueryDto[]; nextCursor: string | null }> {
  const bound = { brokerId: filter.brokerId, q: filter.q, scheduled: filter.scheduled };
  const from = cursor === undefined ? null : readCursor(sort, bound, cursor);
  const { behind, order, positionOf } = alongNames(name, pk, sort, from);
  // By an index that gives the order: otherwise all that may be seen are gathered and sorted for each page.
  const along = sort.endsWith("name") ? sql`INDEXED BY broker_queries_name` : sql`NOT INDEXED`;
  const found = await db.all(sql`SELECT ${pk} AS "pk", ${name} AS "name" FROM ${brokerQueries} ${along}
    WHERE ${selected(scope, filter)} AND ${behind} ORDER BY ${order} LIMIT ${limit + 1}`);
  const keys = found.slice(0, limit).map((row) => keyRow.parse(row));
  const last = keys.at(-1);
  return {
    items: await readQueries(
      db,
      scope,
      brokers,
      keys.map((key) => key.pk),
    ),
    nextCursor: found.length > limit && last !== undefined ? writeCursor(sort, bound, positionOf(last)) : null,
  };
}

/** In the order of their keys; what went meanwhile is left out. */
async function readQueries(
  db: ReadDb,
  scope: VisibleScope,
  brokers: BrokerRegistry,
  pks: readonly number[],
): Promise<QueryDto[]> {
  const rows = await select(db, scope).where(
    sql`${pk} IN (SELECT value FROM json_each(${JSON.stringify(pks)})) AND ${ownedVisibleTo(brokerQueries, scope)}`,
  );
  const byPk = new Map(rows.map((row) => [row.query.pk, row]));
  return pks.flatMap((key) => byPk.get(key) ?? []).map((row) => toDto(row, brokers));
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
