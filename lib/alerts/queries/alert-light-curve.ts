import { and, eq } from "drizzle-orm";
import { brokerRunAlerts } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { notFound } from "@/lib/core/errors";
import type { LightCurvePoint } from "@/lib/reduced-data/queries/light-curve";
import { draftToMeasurement } from "../draft-to-measurement";
import { getRunRow } from "./get-run";

/**
 * What the broker has of an alert's object by now, as points of a plot; nothing of it is stored. Empty where the broker
 * gives no light curves. @throws NOT_FOUND outside the scope, UPSTREAM_FAILED
 */
export async function alertLightCurve({
  ctx,
  brokers,
  input: { runId, alertId },
}: {
  ctx: Context;
  brokers: BrokerRegistry;
  input: { runId: string; alertId: string };
}): Promise<LightCurvePoint[]> {
  const { read } = ctx.database;
  const run = await getRunRow(read, ctx.scope, runId);
  const [alert] = await read
    .select()
    .from(brokerRunAlerts)
    .where(and(eq(brokerRunAlerts.runPk, run.pk), eq(brokerRunAlerts.alertId, alertId)));
  if (alert === undefined) throw notFound("alert");
  const registered = brokers.get(run.brokerId);
  const broker = registered.connect();
  if (!broker.processReducedData) return [];
  const { name, raDeg, decDeg } = alert;
  const target = { name, aliases: [], raDeg, decDeg, alertIds: [alertId] };
  const drafts = await broker.processReducedData(target, registered.parseAlert(alert.raw));
  const via = [run.brokerId];
  return drafts.flatMap(({ kind: _kind, ...draft }, index) => {
    const measurement = draftToMeasurement(draft);
    if (measurement === null) return [];
    const {
      kind,
      producer: _p,
      instrument: _i,
      sourceId: _s,
      originalScale: _o,
      originalTime: _t,
      ...rest
    } = measurement;
    return [{ ...rest, id: String(index), via, forced: kind === "forced", flagged: false, timeScale: "UTC" as const }];
  });
}
