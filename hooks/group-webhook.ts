import type { Handler } from "@/lib/hooks/contract";

/** Tells the address of a query's group of a run that brought new alerts: one message a run. */
export const groupWebhook: Handler<"broker_query_post_run"> = async (
  { query, run },
  { eventId, occurredAt, commands, site },
) => {
  if (query.group === null || run.counts.new === 0) return { sent: false };
  const data = { query, run, url: `${site.origin}/alerts/runs/${run.id}` };
  const message = { id: eventId, type: "broker_query_post_run", at: occurredAt, data };
  const status = await commands.tellGroup(query.group.id, message);
  return status === null ? { sent: false } : { sent: true, status };
};
