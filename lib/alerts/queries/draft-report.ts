import type { Context } from "@/lib/access/context";
import type { UpstreamForm, UpstreamReports } from "@/lib/brokers/contract-upstream";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import { TomError } from "@/lib/core/errors";
import { type ReportAbout, reportPlace, upstreamSubject } from "./upstream-subject";

/** How reports to a broker are made. @throws INVALID_INPUT when it takes none, MISCONFIGURED when it cannot be asked */
export function upstreamOf(broker: RegisteredBroker): UpstreamReports {
  if (!broker.upstream) throw new TomError("INVALID_INPUT", `${broker.manifest.name} takes no reports.`);
  // Says what is missing.
  broker.connect();
  return broker.upstream;
}

/**
 * The form of a report with what target, observation and photometry already say. May ask the broker for its lists.
 * @throws NOT_FOUND, FORBIDDEN, INVALID_INPUT (also without target and observation), MISCONFIGURED
 */
export async function draftReport(
  ctx: Context,
  brokers: BrokerRegistry,
  { brokerId, kind, ...about }: ReportAbout & { brokerId: string; kind: string },
): Promise<UpstreamForm> {
  const place = await reportPlace(ctx, about);
  const upstream = upstreamOf(brokers.get(brokerId));
  const author = ctx.actor.kind === "user" ? ctx.actor.username : "";
  return upstream.openForm(kind, await upstreamSubject(ctx, place, { brokerId, author }));
}
