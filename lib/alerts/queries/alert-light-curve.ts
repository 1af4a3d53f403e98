import type { LightCurvePoint } from "@/lib/reduced-data/queries/light-curve";
import { draftToMeasurement } from "../draft-to-measurement";
import { type AlertCall, frozenAlert } from "./frozen-alert";

/**
 * What the broker has of an alert's object by now, as points of a plot; nothing of it is stored. Empty where the broker
 * gives no light curves. @throws NOT_FOUND outside the scope, UPSTREAM_FAILED
 */
export async function alertLightCurve(call: AlertCall): Promise<LightCurvePoint[]> {
  const { registered, alert, name, raDeg, decDeg } = await frozenAlert(call);
  const broker = registered.connect();
  if (!broker.processReducedData) return [];
  const target = { name, aliases: [], raDeg, decDeg, alertIds: [call.input.alertId] };
  const drafts = await broker.processReducedData(target, alert);
  const via = [registered.id];
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
    return [{ ...rest, id: String(index), via, forced: kind === "forced", flagged: false }];
  });
}
