import type { Context } from "@/lib/access/context";
import { collectAlerts } from "@/lib/brokers/collect";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { isTomError } from "@/lib/core/errors";
import { mostAlerts } from "../run-comparison";
import { finishRun } from "./finish-run";
import { holdLease } from "./run-lease";
import { createRunNotes } from "./run-notes";
import { type StartArgs, type StartedRun, startRun } from "./start-run";

export type RunCall = {
  ctx: Context;
  brokers: BrokerRegistry;
  input: { id: string };
} & Partial<Pick<StartArgs, "trigger" | "runId">>;

type Running = {
  runId: string;
  /** True when a run of this query was under way already: its id is answered, and no second one begins. */
  joined: boolean;
  /** Resolves when the run that was begun has ended; at once where none was. */
  finished: Promise<void>;
};

/**
 * Runs a saved query and freezes what came: what was asked, when, every alert, feedback. A broker that fails makes a
 * failed (or partial) run with a sentence, never an error. Answers the run's id as soon as it has begun.
 */
export async function runQuery({ ctx, brokers, input, trigger = "person", runId }: RunCall): Promise<Running> {
  const begun = await startRun(ctx, brokers, { id: input.id, trigger, runId });
  if ("joined" in begun) return { runId: begun.joined, joined: true, finished: Promise.resolve() };
  const { run } = begun;
  const letGo = holdLease(ctx, run.runPk);
  const finished = work(ctx, brokers, run)
    .catch(async (error: unknown) => {
      ctx.logger.error({ err: error, runId: run.runId }, "a run ended unexpectedly");
      const feedback = ["The run ended unexpectedly. It has been logged."];
      await finishRun(ctx, brokers, run, { alerts: [], feedback, error: null, context: null, status: "failed" });
    })
    // The process may be on its way out, with the database closed: its lease tells of such a run.
    .catch((error: unknown) =>
      ctx.logger.error({ err: error, runId: run.runId }, "the end of a run could not be written"),
    )
    .finally(letGo);
  return { runId: run.runId, joined: false, finished };
}

/** Runs a query and waits for its end, but not for longer than a caller may wait. A run that was under way is not waited for. */
export async function runQueryWithin(call: RunCall, patienceMs: number): Promise<{ runId: string; ended: boolean }> {
  const { runId, joined, finished } = await runQuery(call);
  if (joined) return { runId, ended: false };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const ended = await Promise.race([finished.then(() => true), late]);
  clearTimeout(timer);
  return { runId, ended };
}

async function work(ctx: Context, brokers: BrokerRegistry, run: StartedRun): Promise<void> {
  const failed = (sentence: string, error: Error | null = null) =>
    finishRun(ctx, brokers, run, { alerts: [], feedback: [sentence], error, context: null, status: "failed" });
  const registered = brokers.find(run.brokerId);
  if (run.unreadable !== null || !registered) return failed(run.unreadable ?? "");
  const maxAlerts = mostAlerts(run.parameters);
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
    const feedback = [...answer.feedback, ...notes.toKeep()];
    const status = answer.error === null ? "done" : answer.alerts.length > 0 ? "partial" : "failed";
    const toClassifications = (alert: unknown) => broker.toClassifications?.(alert) ?? [];
    await finishRun(ctx, brokers, run, { ...answer, feedback, context, status, toClassifications });
  } catch (error) {
    await notes.stop();
    if (!isTomError(error)) throw error;
    await failed(error.message, error);
  }
}
