import { sql } from "drizzle-orm";
import { brokerRunAlerts, brokerRunKnown, brokerRuns } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import { systemScope, visibleTo } from "@/lib/access/scope";
import { standing } from "../queries/alert-state";

const everyTarget = visibleTo(systemScope("freeze-run"));

/**
 * Freezes which targets stand for alerts of a run at this moment, from the row `fromPk` on. All of them, whoever may see
 * them: what a reader is told depends on her rights when she reads.
 */
export async function noteKnown(tx: Tx, runPk: number, fromPk = 0): Promise<void> {
  for (const { from, where } of standing) {
    await tx.run(sql`INSERT OR IGNORE INTO ${brokerRunKnown} (alert_pk, target_pk)
      SELECT ${brokerRunAlerts.pk}, ${targets.pk} FROM ${brokerRunAlerts}
      CROSS JOIN ${brokerRuns} ON ${brokerRuns.pk} = ${brokerRunAlerts.runPk} CROSS JOIN ${from}
      WHERE ${brokerRunAlerts.runPk} = ${runPk} AND ${brokerRunAlerts.pk} >= ${fromPk} AND ${where} AND ${everyTarget}`);
  }
}
