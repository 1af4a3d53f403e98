import type { Context } from "@/lib/access/context";
import type { StampKind } from "@/lib/brokers/contract-stamps";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { frozenAlert } from "./frozen-alert";

/**
 * A small image of an alert's object, from its broker, as a PNG; nothing of it is stored. Null where the broker has none.
 * @throws NOT_FOUND outside the scope, UPSTREAM_FAILED
 */
export async function alertStamp({
  ctx,
  brokers,
  input: { kind, ...where },
}: {
  ctx: Context;
  brokers: BrokerRegistry;
  input: { runId: string; alertId: string; kind: StampKind };
}): Promise<Uint8Array | null> {
  const { registered, alert } = await frozenAlert(ctx, brokers, where);
  return (await registered.connect().fetchStamp?.(alert, kind)) ?? null;
}
