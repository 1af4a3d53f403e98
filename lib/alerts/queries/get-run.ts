import { eq, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { alertLinks, brokerQueries, brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import { ownedVisibleTo } from "@/lib/access/owned-scope";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { BrokerContext } from "@/lib/brokers/contract";
import { notFound } from "@/lib/core/errors";
import { countGone } from "../run-comparison";
import type { RunDto } from "../types";
import { ruleReport } from "./rule-report";

type RunRow = typeof brokerRuns.$inferSelect;

/** A run that the scope can see. @throws NOT_FOUND */
export async function getRunRow(db: ReadDb, scope: VisibleScope, id: string): Promise<RunRow> {
  const [run] = await db
    .select()
    .from(brokerRuns)
    .where(sql`${brokerRuns.id} = ${id} AND ${ownedVisibleTo(brokerRuns, scope)}`)
    .limit(1);
  if (!run) throw notFound("run");
  return run;
}

/** A run without the one before it, where that one is not the reader's to see: the query was private then, or another group's. */
export async function asSeenBy(db: ReadDb, scope: VisibleScope, run: RunRow): Promise<RunRow> {
  if (run.previousPk === null || scope.kind === "all") return run;
  const [seen] = await db
    .select({ pk: brokerRuns.pk })
    .from(brokerRuns)
    .where(sql`${brokerRuns.pk} = ${run.previousPk} AND ${ownedVisibleTo(brokerRuns, scope)}`);
  return seen ? run : { ...run, previousPk: null };
}

export async function getRun(db: ReadDb, scope: VisibleScope, id: string): Promise<RunDto> {
  return toRunDto(db, scope, await getRunRow(db, scope, id));
}

/**
 * The state of a run's alert for one reader: known when a target of hers stands for it or the previous run had it as
 * it is. Targets that she may not see change nothing in what she is told.
 */
export const alertState = (scope: VisibleScope) => sql<"new" | "known" | "updated">`CASE
  WHEN ${brokerRunAlerts.change} = 'updated' THEN 'updated'
  WHEN ${brokerRunAlerts.change} = 'same' OR ${visibleTargetOf(scope)} IS NOT NULL THEN 'known'
  ELSE 'new' END`;

/** As `simplifyName`, for what brokers write. */
const nameKeyOf = (name: SQL) => sql`replace(replace(replace(lower(${name}), ' ', ''), '-', ''), '_', '')`;

/** The TNS keys objects by their designation: AT, SN, TDE or none before it is one name. */
const designationKeys = sql.join(
  ["", "at", "sn", "tde"].map(
    (prefix) =>
      sql`CASE WHEN ${brokerRunAlerts.alertId} GLOB '[12][0-9][0-9][0-9][A-Za-z]*' THEN ${prefix} || lower(${brokerRunAlerts.alertId}) END`,
  ),
  sql`, `,
);

/**
 * Row id of the reader's target that stands for the alert, by link or by name; null when there is none. Designations of
 * what moves tell capitals apart, so such a target stands for its own spelling only.
 */
export const visibleTargetOf = (scope: VisibleScope) => sql<number | null>`coalesce(
  (SELECT ${targets.pk} FROM ${alertLinks} CROSS JOIN ${targets} ON ${targets.pk} = ${alertLinks.targetPk}
    WHERE ${alertLinks.brokerId} = ${brokerRuns.brokerId} AND ${alertLinks.alertId} = ${brokerRunAlerts.alertId} AND ${visibleTo(scope)}
    ORDER BY ${targets.pk} LIMIT 1),
  (SELECT ${targets.pk} FROM target_names n CROSS JOIN ${targets} ON ${targets.pk} = n.target_pk
    WHERE n.name_key IN (${nameKeyOf(sql`${brokerRunAlerts.name}`)}, ${designationKeys}) AND ${visibleTo(scope)}
      AND (${targets.type} = 'SIDEREAL' OR n.name = ${brokerRunAlerts.name})
    ORDER BY ${targets.pk} LIMIT 1))`;

export async function toRunDto(db: ReadDb, scope: VisibleScope, stored: RunRow): Promise<RunDto> {
  const run = await asSeenBy(db, scope, stored);
  const [counted, links, goneRows, rule] = await Promise.all([
    db
      .select({ state: alertState(scope), n: sql<number>`count(*)` })
      .from(brokerRunAlerts)
      .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
      .where(eq(brokerRunAlerts.runPk, run.pk))
      .groupBy(sql`1`),
    linksOf(db, run),
    countGone(db, run),
    ruleReport(db, scope, run),
  ]);
  const count = (state: string): number => counted.find((row) => row.state === state)?.n ?? 0;
  return {
    id: run.id,
    queryId: links.queryId,
    queryName: run.queryName,
    brokerId: run.brokerId,
    parameters: (run.parameters ?? {}) as Record<string, unknown>,
    context: (run.context ?? null) as BrokerContext | null,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    status: run.status,
    feedback: run.feedback,
    counts: { total: run.total, new: count("new"), known: count("known"), updated: count("updated"), gone: goneRows },
    previousRunId: links.previousRunId,
    trigger: run.trigger,
    rule,
  };
}

async function linksOf(db: ReadDb, run: RunRow): Promise<{ queryId: string | null; previousRunId: string | null }> {
  const [query] =
    run.queryPk === null
      ? []
      : await db.select({ id: brokerQueries.id }).from(brokerQueries).where(eq(brokerQueries.pk, run.queryPk));
  const [previous] =
    run.previousPk === null
      ? []
      : await db.select({ id: brokerRuns.id }).from(brokerRuns).where(eq(brokerRuns.pk, run.previousPk));
  return { queryId: query?.id ?? null, previousRunId: previous?.id ?? null };
}
