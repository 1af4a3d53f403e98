import { sql } from "drizzle-orm";
import { brokerRunAlerts } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { CollectedAlert } from "@/lib/brokers/collect";
import type { ClassificationDraft } from "@/lib/brokers/contract";
import { isFullSql } from "../run-comparison";
import { noteKnown } from "./note-known";
import type { StartedRun } from "./start-run";

/**
 * Stores what came, each alert marked against what the query brought before, and with the targets that stand for it now. In
 * transactions of their own: until the run's status is written nobody reads them, and other writers get their turn.
 */
export async function freezeAlerts(
  ctx: Context,
  run: StartedRun,
  alerts: readonly CollectedAlert[],
  toClassifications: (alert: unknown) => readonly ClassificationDraft[],
): Promise<void> {
  const before = await knownBefore(ctx, run);
  const rows = alerts.map(({ generic, alert }) => {
    const known = before.get(generic.id);
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
      change: known === undefined ? "new" : known.mark === changeMark(generic) ? "same" : "updated",
      comparedPk: known?.runPk ?? null,
    } as const;
  });
  for (let from = 0; from < rows.length; from += 200) {
    await ctx.database.write(async (tx) => {
      const some = rows.slice(from, from + 200);
      const [first] = await tx.insert(brokerRunAlerts).values(some).returning({ pk: brokerRunAlerts.pk });
      if (first) await noteKnown(tx, run.runPk, first.pk);
    });
  }
}

const changeMark = (alert: { timestamp: string | null; mag: number | null; score: number | null }): string =>
  JSON.stringify([alert.timestamp, alert.mag, alert.score]);

/** As many earlier runs are looked through at most, where none of them was whole. */
const runsLookedThrough = 50;

/**
 * The alerts of the query's newest whole run and of what came since, each as the newest of them had it. A run that was
 * broken off, or took as many as it might, brought some only: what it misses is not new again afterwards.
 */
async function knownBefore(ctx: Context, run: StartedRun): Promise<Map<string, { mark: string; runPk: number }>> {
  if (run.previousPk === null) return new Map();
  const rows = await ctx.database.read
    .select({
      alertId: brokerRunAlerts.alertId,
      timestamp: brokerRunAlerts.timestamp,
      mag: brokerRunAlerts.mag,
      score: brokerRunAlerts.score,
      runPk: brokerRunAlerts.runPk,
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
  return new Map(rows.map((row) => [row.alertId, { mark: changeMark(row), runPk: row.runPk }]));
}
