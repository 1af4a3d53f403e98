import { and, eq } from "drizzle-orm";
import { brokerRunAlerts, brokerRuns, brokerStates } from "@/db/schema/alerts";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import type { CollectedAlert } from "@/lib/brokers/collect";
import type { BrokerContext, ClassificationDraft } from "@/lib/brokers/contract";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { nowIso } from "@/lib/core/clock";
import { notify } from "@/lib/notifications/notify";
import { countShared } from "../queries/alert-state";
import { causeOfRun } from "../queries/cause-of-run";
import { emitRun } from "./emit-run";
import { freezeAlerts } from "./freeze-alerts";
import { handToRule } from "./hand-to-rule";
import { runDigest } from "./run-digest";
import { noteOutcome } from "./schedule-state";
import type { StartedRun } from "./start-run";

export type RunOutcome = {
  alerts: readonly CollectedAlert[];
  feedback: readonly string[];
  error: Error | null;
  context: BrokerContext | null;
  status: "done" | "failed" | "partial";
  toClassifications?: (alert: unknown) => readonly ClassificationDraft[];
};

export type RunRow = typeof brokerRuns.$inferSelect;

/**
 * Freezes a run, and all that follows from its end, in one transaction: its event, what its schedule learns from it, and
 * either the work of the query's rule or the digest. A run that was given up meanwhile stays as it is.
 */
export async function finishRun(
  ctx: Context,
  brokers: BrokerRegistry,
  run: StartedRun,
  outcome: RunOutcome,
): Promise<void> {
  await freezeAlerts(ctx, run, outcome.alerts, outcome.toClassifications ?? (() => []));
  const changes = await countShared(ctx.database.read, { pk: run.runPk, groupPk: run.groupPk });
  const brings = outcome.status !== "failed" && changes.new > 0;
  // Counted for each reader under her own rights, and so before the transaction: it may take a while.
  const exceptPk = byHand(ctx, run);
  const digest = brings ? await runDigest(ctx, brokers, { runPk: run.runPk, exceptPk }) : [];
  await ctx.database.write(async (tx) => {
    const row = await close(tx, ctx, run, outcome);
    if (row === null) return void (await tx.delete(brokerRunAlerts).where(eq(brokerRunAlerts.runPk, run.runPk)));
    await noteBroker(tx, ctx, run.brokerId, outcome);
    await noteOutcome(tx, ctx, row);
    await emitRun(tx, ctx, row, changes);
    if (brings && !(await handToRule(tx, ctx, row, exceptPk))) await notify(tx, ctx, digest, await causeOfRun(tx, row));
  });
}

/** Who asked for a run by hand sees what it brought and is not told of it; the command line acts for somebody who does not. */
const byHand = ({ actor }: Context, { trigger }: StartedRun): number | null =>
  trigger === "person" && actor.kind === "user" && actor.via !== "cli" ? actor.userPk : null;

async function close(tx: Tx, ctx: Context, run: StartedRun, outcome: RunOutcome): Promise<RunRow | null> {
  const [row] = await tx
    .update(brokerRuns)
    .set({
      status: outcome.status,
      finishedAt: nowIso(ctx.clock),
      leaseUntil: null,
      feedback: [...new Set(outcome.feedback)].filter(Boolean).join(" ") || null,
      total: outcome.alerts.length,
      context: outcome.context,
    })
    .where(and(eq(brokerRuns.pk, run.runPk), eq(brokerRuns.status, "running")))
    .returning();
  return row ?? null;
}

async function noteBroker(tx: Tx, ctx: Context, brokerId: string, { status, error }: RunOutcome): Promise<void> {
  const at = nowIso(ctx.clock);
  const ok = status === "done";
  const lastFailure = error?.message ?? null;
  const failure = lastFailure === null ? {} : { lastFailureAt: at, lastFailure };
  await tx
    .insert(brokerStates)
    .values({ brokerId, lastSuccessAt: ok ? at : null, ...failure })
    .onConflictDoUpdate({
      target: brokerStates.brokerId,
      set: ok ? { lastSuccessAt: at } : lastFailure === null ? { brokerId } : failure,
    });
}
