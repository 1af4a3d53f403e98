import type { ClassificationDraft } from "@/lib/brokers/contract";
import { withinLimit } from "@/lib/jobs/time-limit";
import { type AlertCall, frozenAlert } from "./frozen-alert";

const limitMs = 20_000;

/** Lists often leave the version out. */
const isSame = (one: ClassificationDraft, other: ClassificationDraft): boolean =>
  one.name === other.name &&
  one.classifier === other.classifier &&
  (one.version === other.version || one.version === null);

/**
 * Every class that the broker gives an alert's object by now, and behind them those of the run that it gives no longer.
 * A list of alerts often carries one class of many; nothing of this is stored.
 * @throws NOT_FOUND outside the scope, UPSTREAM_FAILED, also after 20 s
 */
export async function alertClasses(call: AlertCall): Promise<ClassificationDraft[]> {
  const { registered, alert } = await frozenAlert(call);
  const broker = registered.connect();
  const frozen = broker.toClassifications?.(alert) ?? [];
  const fetched = await withinLimit(limitMs, new AbortController().signal, () => broker.fetchAlert(call.input.alertId));
  const fresh = fetched === null ? [] : (broker.toClassifications?.(fetched) ?? []);
  return [...fresh, ...frozen.filter((one) => !fresh.some((known) => isSame(one, known)))];
}
