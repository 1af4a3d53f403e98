import { sql } from "drizzle-orm";
import { brokerRunAlerts } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { CollectedAlert } from "@/lib/brokers/collect";
import type { ClassificationDraft } from "@/lib/brokers/contract";
import { isFullSql } from "../run-comparison";
import type { StartedRun } from "./start-run";

export type Changes = { new: number; same: number; updated: number };

/**
 * Stores what came, each alert marked against what the query brought before. In transactions of their own: until the
 * run's status is written nobody reads them, and other writers get their turn. Answers how many are new, the same, updated.
 */
export async function freezeAlerts(
  ctx: Context,
  run: StartedRun,
  alerts: readonly CollectedAlert[],
  toClassifications: (alert: unknown) => readonly ClassificationDraft[],
): Promise<Changes> {
  const before = await knownBefore(ctx, run);
  const changes: Changes = { new: 0, same: 0, updated: 0 };
  const rows = alerts.map(({ generic, alert }) => {
    const mark = before.get(generic.id);
    const change = mark === undefined ? "new" : mark === changeMark(generic) ? "same" : "updated";
    changes[change]++;
    return {
      runPk: run.runPk,
      alertId: generic.id,
      name: generic.name,
      timestamp: generic.timestamp,
      raDeg: generic.ra,
      decDeg: generic.dec,
      mag: generic.mag,
      band: generic.band,
      score: generic.score,
      url: generic.url,
      classifications: toClassifications(alert),
      raw: alert,
      change,
    } as const;
  });
  for (let from = 0; from < rows.length; from += 200) {
    await ctx.database.write(
      async (tx) => void (await tx.insert(brokerRunAlerts).values(rows.slice(from, from + 200))),
    );
  }
  return changes;
}

const changeMark = (alert: { timestamp: string | null; mag: number | null; score: number | null }): string =>
  JSON.stringify([alert.timestamp, alert.mag, alert.score]);

/** As many earlier runs are looked through at most, where none of them was whole. */
const runsLookedThrough = 50;

/**
 * The alerts of the query's newest whole run and of what came since. A run that was broken off, or took as many as it
 * might, brought some only: what it misses is not new again afterwards.
 */
async function knownBefore(ctx: Context, run: StartedRun): Promise<Map<string, string>> {
  if (run.previousPk === null) return new Map();
  const rows = await ctx.database.read
    .select({
      alertId: brokerRunAlerts.alertId,
      timestamp: brokerRunAlerts.timestamp,
      mag: brokerRunAlerts.mag,
      score: brokerRunAlerts.score,
    })
    .from(brokerRunAlerts)
    .where(
      sql`${brokerRunAlerts.runPk} IN (SELECT r.pk FROM broker_runs r
        WHERE r.query_pk = ${run.queryPk} AND r.status IN ('done', 'partial') AND r.pk <= ${run.previousPk}
          AND r.pk >= coalesce((SELECT max(d.pk) FROM broker_runs d
            WHERE d.query_pk = ${run.queryPk} AND d.status = 'done' AND d.pk <= ${run.previousPk}
              AND NOT (${isFullSql("d")})), 0)
        ORDER BY r.pk DESC LIMIT ${runsLookedThrough})`,
    )
    .orderBy(brokerRunAlerts.runPk);
  return new Map(rows.map((row) => [row.alertId, changeMark(row)]));
}
