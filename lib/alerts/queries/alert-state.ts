import { eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { ReadDb } from "@/db/client";
import { alertLinks, brokerRunAlerts, brokerRunKnown, brokerRuns } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import { type OwnedRun, ownedVisibleTo, toldWith } from "@/lib/access/owned-scope";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { AlertState } from "../types";

/**
 * What a run tells of its alerts. What stands here was frozen with the run, and is seen under the reader's rights of now;
 * only the target of an alert is the one that stands for it today. Each needs the run beside the alert.
 */

export type Change = (typeof brokerRunAlerts.$inferSelect)["change"];

const compared = alias(brokerRuns, "compared");
const between = alias(brokerRuns, "between_them");

/**
 * How an alert differs from what came before, for somebody who sees some of the query's runs: new where she does not see the
 * run that it is compared with, nor where one came between that she does not see. Otherwise what is new of what she saw long
 * ago would tell what that one had.
 */
const changeWithin = (sees: (run: OwnedRun) => SQL) => sql<Change>`CASE
  WHEN ${brokerRunAlerts.change} = 'new' OR (
    EXISTS (SELECT 1 FROM broker_runs compared
      WHERE ${compared.pk} = ${brokerRunAlerts.comparedPk} AND ${sees(compared)})
    AND NOT EXISTS (SELECT 1 FROM broker_runs between_them
      WHERE ${between.queryPk} = ${brokerRuns.queryPk}
        AND ${between.pk} > ${brokerRunAlerts.comparedPk} AND ${between.pk} < ${brokerRuns.pk}
        AND ${between.status} IN ('done', 'partial') AND (${sees(between)}) IS NOT TRUE))
  THEN ${brokerRunAlerts.change} ELSE 'new' END`;

const changeFor = (scope: VisibleScope): SQL =>
  scope.kind === "all" ? sql`${brokerRunAlerts.change}` : changeWithin((run) => ownedVisibleTo(run, scope));

/** The same for all who are told of the run together: its group, or its owner alone. */
export const sharedChange = (run: { groupPk: number | null }) => changeWithin((other) => toldWith(run, other));

export async function countShared(
  db: Pick<ReadDb, "select">,
  run: { pk: number; groupPk: number | null },
): Promise<Record<Change, number>> {
  const rows = await db
    .select({ change: sharedChange(run), n: sql<number>`count(*)` })
    .from(brokerRunAlerts)
    .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
    .where(eq(brokerRunAlerts.runPk, run.pk))
    .groupBy(sql`1`);
  const count = (change: Change): number => rows.find((row) => row.change === change)?.n ?? 0;
  return { new: count("new"), same: count("same"), updated: count("updated") };
}

/** Whether a target that this reader may see now stood for the alert when the run was frozen. */
const wasTarget = (scope: VisibleScope): SQL => sql`EXISTS (SELECT 1 FROM ${brokerRunKnown}
  CROSS JOIN ${targets} ON ${targets.pk} = ${brokerRunKnown.targetPk}
  WHERE ${brokerRunKnown.alertPk} = ${brokerRunAlerts.pk} AND ${visibleTo(scope)})`;

/**
 * The state of a run's alert for one reader: known when a target of hers stood for it, or an earlier run of hers had it as
 * it is. Neither targets nor runs that she may not see change anything in what she is told.
 */
export const alertState = (scope: VisibleScope) => sql<AlertState>`CASE
  WHEN ${changeFor(scope)} = 'updated' THEN 'updated'
  WHEN ${changeFor(scope)} = 'same' OR ${wasTarget(scope)} THEN 'known'
  ELSE 'new' END`;

/** The same as the state `new`, for where nothing else is asked. */
export const isNewTo = (scope: VisibleScope): SQL => sql`${changeFor(scope)} = 'new' AND NOT ${wasTarget(scope)}`;

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
 * How a target stands for an alert: by link, or by name. Designations of what moves tell capitals apart, so such a target
 * stands for its own spelling only.
 */
export const standing = [
  {
    from: sql`${alertLinks} CROSS JOIN ${targets} ON ${targets.pk} = ${alertLinks.targetPk}`,
    where: sql`${alertLinks.brokerId} = ${brokerRuns.brokerId} AND ${alertLinks.alertId} = ${brokerRunAlerts.alertId}`,
  },
  {
    from: sql`target_names n CROSS JOIN ${targets} ON ${targets.pk} = n.target_pk`,
    where: sql`n.name_key IN (${nameKeyOf(sql`${brokerRunAlerts.name}`)}, ${designationKeys})
      AND (${targets.type} = 'SIDEREAL' OR n.name = ${brokerRunAlerts.name})`,
  },
] as const;

/** Row id of the reader's target that stands for the alert today; null when there is none. A linked one comes first. */
export const visibleTargetOf = (scope: VisibleScope) =>
  sql<number | null>`coalesce(${sql.join(
    standing.map(
      ({ from, where }) =>
        sql`(SELECT ${targets.pk} FROM ${from} WHERE ${where} AND ${visibleTo(scope)} ORDER BY ${targets.pk} LIMIT 1)`,
    ),
    sql`, `,
  )})`;
