import { eq, sql } from "drizzle-orm";
import { brokerQueries, brokerRunAlerts, brokerRuns, brokerStates } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import { recordAudit } from "@/lib/audit/record";
import { type Collected, collectAlerts } from "@/lib/brokers/collect";
import type { BrokerContext, ClassificationDraft } from "@/lib/brokers/contract";
import { resolveParameters } from "@/lib/brokers/contract-parameters";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import { nowIso } from "@/lib/core/clock";
import { isTomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { createRunNotes } from "./run-notes";
import { visibleQuery } from "./save-query";

type Started = {
  runPk: number;
  runId: string;
  queryPk: number;
  previousPk: number | null;
  brokerId: string;
  parameters: Record<string, unknown>;
  readable: string | null;
};

/**
 * Runs a saved query and freezes what came: what was asked, when, every alert, feedback. A broker that fails makes a
 * failed (or partial) run with a sentence, never an error. Returns the run's id at once through `started`, and
 * resolves when the run has finished.
 */
export async function runQuery({
  ctx,
  brokers,
  input,
}: {
  ctx: Context;
  brokers: BrokerRegistry;
  input: { id: string };
}): Promise<{ runId: string; finished: Promise<void> }> {
  const run = await start(ctx, brokers, input.id);
  const finished = work(ctx, brokers, run).catch(async (error: unknown) => {
    ctx.logger.error({ err: error, runId: run.runId }, "a run ended unexpectedly");
    await finish(
      ctx,
      run,
      { alerts: [], feedback: ["The run ended unexpectedly. It has been logged."], error: null },
      null,
      "failed",
    );
  });
  return { runId: run.runId, finished };
}

/** Runs a query and waits for its end, but not for longer than a caller may wait. */
export async function runQueryWithin(
  call: Parameters<typeof runQuery>[0],
  patienceMs: number,
): Promise<{ runId: string; ended: boolean }> {
  const { runId, finished } = await runQuery(call);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const ended = await Promise.race([finished.then(() => true), late]);
  clearTimeout(timer);
  return { runId, ended };
}

async function start(ctx: Context, brokers: BrokerRegistry, id: string): Promise<Started> {
  return ctx.database.write(async (tx) => {
    const query = await visibleQuery(tx, ctx, id);
    const runId = newId();
    const at = nowIso(ctx.clock);
    const [previous] = await tx
      .select({ pk: brokerRuns.pk })
      .from(brokerRuns)
      .where(sql`${brokerRuns.queryPk} = ${query.pk} AND ${brokerRuns.status} IN ('done', 'partial')`)
      .orderBy(sql`${brokerRuns.pk} DESC`)
      .limit(1);
    const stored = {
      schemaVersion: query.schemaVersion,
      parameters: (query.parameters ?? {}) as Record<string, unknown>,
    };
    const asked = readParameters(ctx, brokers.find(query.brokerId), stored);
    const [run] = await tx
      .insert(brokerRuns)
      .values({
        id: runId,
        queryPk: query.pk,
        queryName: query.name,
        brokerId: query.brokerId,
        schemaVersion: query.schemaVersion,
        parameters: asked.parameters,
        ownerPk: query.ownerPk,
        groupPk: query.groupPk,
        previousPk: previous?.pk ?? null,
        startedAt: at,
        status: "running",
      })
      .returning({ pk: brokerRuns.pk });
    await tx.update(brokerQueries).set({ lastRunAt: at }).where(eq(brokerQueries.pk, query.pk));
    await recordAudit(tx, ctx, {
      verb: "query.run",
      objectType: "query",
      objectId: query.id,
      summary: `Ran the query ${query.name}`,
    });
    return {
      runPk: run?.pk ?? 0,
      runId,
      queryPk: query.pk,
      previousPk: previous?.pk ?? null,
      brokerId: query.brokerId,
      parameters: asked.parameters,
      readable: asked.problem,
    };
  });
}

/** Durations become instants here, once, so that the run records what was really asked. */
function readParameters(
  ctx: Context,
  broker: RegisteredBroker | null,
  stored: { schemaVersion: number; parameters: Record<string, unknown> },
) {
  if (!broker) return { parameters: stored.parameters, problem: "This TOM no longer offers the broker of this query." };
  try {
    return { parameters: { ...resolveParameters(broker.parseStored(stored), ctx.clock.now()) }, problem: null };
  } catch (error) {
    const why = isTomError(error) ? error.message : "they could not be read";
    return {
      parameters: stored.parameters,
      problem: `The broker's form changed and no longer reads these parameters: ${why} Edit the query to go on.`,
    };
  }
}

async function work(ctx: Context, brokers: BrokerRegistry, run: Started): Promise<void> {
  const registered = brokers.find(run.brokerId);
  if (run.readable !== null || !registered)
    return finish(ctx, run, { alerts: [], feedback: [run.readable ?? ""], error: null }, null, "failed");
  const given = run.parameters.maxAlerts;
  const maxAlerts = typeof given === "number" ? given : 100;
  const notes = createRunNotes(ctx, run.runPk);
  try {
    const broker = registered.connect();
    const [answer, context] = await Promise.all([
      registered.hearing(notes.hear, () =>
        collectAlerts(broker, run.parameters, { maxAlerts, onPage: notes.countObjects }),
      ),
      broker.getBrokerContextData?.(run.parameters).catch(() => null) ?? null,
    ]);
    await notes.stop();
    const collected = { ...answer, feedback: [...answer.feedback, ...notes.toKeep()] };
    const status = collected.error === null ? "done" : collected.alerts.length > 0 ? "partial" : "failed";
    await finish(ctx, run, collected, context, status, (alert) => broker.toClassifications?.(alert) ?? []);
  } catch (error) {
    await notes.stop();
    if (!isTomError(error)) throw error;
    await finish(ctx, run, { alerts: [], feedback: [error.message], error }, null, "failed");
  }
}

async function finish(
  ctx: Context,
  run: Started,
  collected: Collected,
  context: BrokerContext | null,
  status: "done" | "failed" | "partial",
  toClassifications: (alert: unknown) => readonly ClassificationDraft[] = () => [],
): Promise<void> {
  const previous = await previousAlerts(ctx, run.previousPk);
  const rows = collected.alerts.map(({ generic, alert }) => {
    const before = previous.get(generic.id);
    return {
      runPk: run.runPk,
      alertId: generic.id,
      name: generic.name,
      timestamp: generic.timestamp,
      raDeg: generic.ra,
      decDeg: generic.dec,
      mag: generic.mag,
      band: generic.band,
      score: generic.score,
      url: generic.url,
      classifications: toClassifications(alert),
      raw: alert,
      change: !before ? ("new" as const) : before === changeMark(generic) ? ("same" as const) : ("updated" as const),
    };
  });
  // Rows in transactions of their own: until the status is written nobody reads them, and other writers get their turn.
  for (let from = 0; from < rows.length; from += 200) {
    await ctx.database.write(
      async (tx) => void (await tx.insert(brokerRunAlerts).values(rows.slice(from, from + 200))),
    );
  }
  const at = nowIso(ctx.clock);
  await ctx.database.write(async (tx) => {
    await tx
      .update(brokerRuns)
      .set({
        status,
        finishedAt: at,
        feedback: collected.feedback.filter(Boolean).join(" ") || null,
        total: rows.length,
        context,
      })
      .where(eq(brokerRuns.pk, run.runPk));
    const ok = status === "done";
    const failure = collected.error?.message ?? null;
    await tx
      .insert(brokerStates)
      .values({
        brokerId: run.brokerId,
        lastSuccessAt: ok ? at : null,
        lastFailureAt: failure ? at : null,
        lastFailure: failure,
      })
      .onConflictDoUpdate({
        target: brokerStates.brokerId,
        set: ok
          ? { lastSuccessAt: at }
          : failure
            ? { lastFailureAt: at, lastFailure: failure }
            : { brokerId: run.brokerId },
      });
  });
}

const changeMark = (alert: { timestamp: string | null; mag: number | null; score: number | null }): string =>
  JSON.stringify([alert.timestamp, alert.mag, alert.score]);

async function previousAlerts(ctx: Context, previousPk: number | null): Promise<Map<string, string>> {
  if (previousPk === null) return new Map();
  const rows = await ctx.database.read
    .select({
      alertId: brokerRunAlerts.alertId,
      timestamp: brokerRunAlerts.timestamp,
      mag: brokerRunAlerts.mag,
      score: brokerRunAlerts.score,
    })
    .from(brokerRunAlerts)
    .where(eq(brokerRunAlerts.runPk, previousPk));
  return new Map(rows.map((row) => [row.alertId, changeMark(row)]));
}
