import { and, eq } from "drizzle-orm";
import { brokerRunAlerts } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import { notFound } from "@/lib/core/errors";
import { getRunRow } from "./get-run";

export type FrozenAlert = {
  registered: RegisteredBroker;
  name: string;
  raDeg: number | null;
  decDeg: number | null;
  /** As its broker reads it. */
  alert: unknown;
};

/** An alert of a run that is looked at. */
export type AlertCall = { ctx: Context; brokers: BrokerRegistry; input: { runId: string; alertId: string } };

/** One frozen alert with the broker that gave it. @throws NOT_FOUND outside the scope, BAD_MESSAGE, INVALID_INPUT */
export async function frozenAlert({ ctx, brokers, input: { runId, alertId } }: AlertCall): Promise<FrozenAlert> {
  const { read } = ctx.database;
  const run = await getRunRow(read, ctx.scope, runId);
  const [row] = await read
    .select()
    .from(brokerRunAlerts)
    .where(and(eq(brokerRunAlerts.runPk, run.pk), eq(brokerRunAlerts.alertId, alertId)));
  if (row === undefined) throw notFound("alert");
  const registered = brokers.get(run.brokerId);
  const { name, raDeg, decDeg } = row;
  return { registered, name, raDeg, decDeg, alert: registered.parseAlert(row.raw) };
}
