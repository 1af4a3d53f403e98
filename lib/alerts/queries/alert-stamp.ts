import type { StampKind } from "@/lib/brokers/contract-stamps";
import { type AlertCall, frozenAlert } from "./frozen-alert";

/**
 * A small image of an alert's object, from its broker, as a PNG; nothing of it is stored. Null where the broker has none.
 * @throws NOT_FOUND outside the scope, UPSTREAM_FAILED
 */
export async function alertStamp(call: AlertCall & { input: { kind: StampKind } }): Promise<Uint8Array | null> {
  const { registered, alert } = await frozenAlert(call);
  return (await registered.connect().fetchStamp?.(alert, call.input.kind)) ?? null;
}
