import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { brokerRunAlerts } from "@/db/schema/alerts";
import type { VisibleScope } from "@/lib/access/scope";
import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import { getRunRow } from "./get-run";

/** What a broker says of a frozen alert; null also for one that can no longer be read. */
export function solarSystemOf(registered: RegisteredBroker | null, raw: unknown): SolarSystemMatch | null {
  if (registered === null || registered.state !== "ready") return null;
  try {
    return registered.connect().toGenericAlert(registered.parseAlert(raw)).solarSystem ?? null;
  } catch {
    return null;
  }
}

/** Those of a run's alerts that lie at a known solar-system object, by alert: read from what was frozen with them. */
async function solarSystemFlags(
  db: ReadDb,
  brokers: BrokerRegistry,
  run: { pk: number; brokerId: string },
  alertIds: readonly string[],
): Promise<Map<string, SolarSystemMatch>> {
  if (alertIds.length === 0) return new Map();
  const registered = brokers.find(run.brokerId);
  const rows = await db
    .select({ alertId: brokerRunAlerts.alertId, raw: brokerRunAlerts.raw })
    .from(brokerRunAlerts)
    .where(
      sql`${brokerRunAlerts.runPk} = ${run.pk} AND ${brokerRunAlerts.alertId} IN (SELECT value FROM json_each(${JSON.stringify(alertIds)}))`,
    );
  return new Map(
    rows.flatMap(({ alertId, raw }) => {
      const match = solarSystemOf(registered, raw);
      return match === null ? [] : [[alertId, match] as const];
    }),
  );
}

/** Alerts of a run with what their broker says of the solar system. @throws NOT_FOUND outside the scope */
export async function withSolarSystem<Alert extends { alertId: string }>(
  db: ReadDb,
  scope: VisibleScope,
  brokers: BrokerRegistry,
  { runId, alerts }: { runId: string; alerts: readonly Alert[] },
): Promise<(Alert & { solarSystem: SolarSystemMatch | null })[]> {
  const run = await getRunRow(db, scope, runId);
  const flags = await solarSystemFlags(
    db,
    brokers,
    run,
    alerts.map(({ alertId }) => alertId),
  );
  return alerts.map((alert) => ({ ...alert, solarSystem: flags.get(alert.alertId) ?? null }));
}
