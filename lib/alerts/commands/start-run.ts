import { and, eq, sql } from "drizzle-orm";
import { brokerQueries, brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { ownedVisibleTo } from "@/lib/access/owned-scope";
import { recordAudit } from "@/lib/audit/record";
import { resolveParameters } from "@/lib/brokers/contract-parameters";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { nowIso } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { readStored } from "../stored-parameters";
import { groupOfOwner } from "./group-of-owner";
import { isLost, leaseFrom, lostFeedback } from "./run-lease";
import { visibleQuery } from "./save-query";

export type StartedRun = {
  runPk: number;
  runId: string;
  queryPk: number;
  /** Whose members are told of it; null: its owner alone is. */
  groupPk: number | null;
  previousPk: number | null;
  trigger: "person" | "schedule";
  brokerId: string;
  parameters: Record<string, unknown>;
  /** Why the parameters cannot be read; null when they can. */
  unreadable: string | null;
};

export type StartArgs = {
  id: string;
  trigger: "person" | "schedule";
  /** The run's own id, where a job that may be cut off gives it: the same again goes on with the same run. */
  runId?: string | undefined;
};

type Query = Awaited<ReturnType<typeof visibleQuery>>;

/**
 * Begins a run, unless one of this query is under way: two never overlap, and the id of the one that runs is answered.
 * @throws CONFLICT where that one is not the asker's to see, or where the query's owner has left the group
 */
export async function startRun(
  ctx: Context,
  brokers: BrokerRegistry,
  args: StartArgs,
): Promise<{ run: StartedRun } | { joined: string }> {
  return ctx.database.write(async (tx) => {
    const query = await forItsReaders(tx, ctx, await visibleQuery(tx, ctx, args.id));
    const ours = args.runId === undefined ? undefined : await findRun(tx, args.runId);
    if (ours && ours.status !== "running") return { joined: ours.id };
    // The id goes on to the run that begins now.
    if (ours) await giveUp(tx, ctx, ours.pk, { id: newId() });
    const other = await runningNow(tx, ctx, query);
    if (other !== null) return { joined: other };
    return { run: await begin(tx, ctx, brokers, query, args) };
  });
}

/** A query whose owner has left its group runs for herself alone; members cannot run it any more. */
async function forItsReaders(tx: Tx, ctx: Context, query: Query): Promise<Query> {
  const groupPk = await groupOfOwner(tx, query);
  if (groupPk === query.groupPk || ctx.scope.kind === "all" || ctx.scope.userPk === query.ownerPk)
    return { ...query, groupPk };
  throw new TomError("CONFLICT", "The owner of this query has left its group. Duplicate it to go on.");
}

async function findRun(tx: Tx, id: string) {
  const [run] = await tx.select().from(brokerRuns).where(eq(brokerRuns.id, id));
  return run;
}

/** The run of this query that is under way. One whose process died is ended here. */
async function runningNow(tx: Tx, ctx: Context, query: Query): Promise<string | null> {
  const now = ctx.clock.now();
  const running = await tx
    .select({
      pk: brokerRuns.pk,
      id: brokerRuns.id,
      startedAt: brokerRuns.startedAt,
      leaseUntil: brokerRuns.leaseUntil,
      seen: sql<number>`${ownedVisibleTo(brokerRuns, ctx.scope)}`,
    })
    .from(brokerRuns)
    .where(and(eq(brokerRuns.queryPk, query.pk), eq(brokerRuns.status, "running")));
  for (const run of running) {
    if (!isLost(run, now)) {
      if (run.seen) return run.id;
      throw new TomError("CONFLICT", "This query is running now. Wait until that run has ended.");
    }
    await giveUp(tx, ctx, run.pk);
  }
  return null;
}

/** Ends a run that nobody works on. What a straggler brings is dropped when it comes. */
async function giveUp(tx: Tx, ctx: Context, pk: number, also: { id?: string } = {}): Promise<void> {
  await tx
    .update(brokerRuns)
    .set({ ...also, status: "failed", feedback: lostFeedback, finishedAt: nowIso(ctx.clock), leaseUntil: null })
    .where(eq(brokerRuns.pk, pk));
  await tx.delete(brokerRunAlerts).where(eq(brokerRunAlerts.runPk, pk));
}

async function begin(
  tx: Tx,
  ctx: Context,
  brokers: BrokerRegistry,
  query: Query,
  { trigger, runId = newId() }: StartArgs,
): Promise<StartedRun> {
  const at = nowIso(ctx.clock);
  const read = readStored(brokers, query);
  // Durations become instants here, once, so that the run records what was really asked.
  const parameters =
    read.problem === null
      ? { ...resolveParameters(read.parameters, ctx.clock.now()) }
      : ((query.parameters ?? {}) as Record<string, unknown>);
  const previousPk = await previousRun(tx, query.pk);
  const askedByPk = ctx.actor.kind === "user" ? ctx.actor.userPk : null;
  const leaseUntil = leaseFrom(ctx.clock);
  const values = { id: runId, trigger, askedByPk, parameters, previousPk, startedAt: at, leaseUntil };
  const runPk = await insertRun(tx, query, values);
  await tx.update(brokerQueries).set({ lastRunAt: at }).where(eq(brokerQueries.pk, query.pk));
  const summary = `Ran the query ${query.name}${trigger === "schedule" ? " on its schedule" : ""}`;
  await recordAudit(tx, ctx, { verb: "query.run", objectType: "query", objectId: query.id, summary });
  return {
    runPk,
    runId,
    queryPk: query.pk,
    groupPk: query.groupPk,
    previousPk,
    trigger,
    brokerId: query.brokerId,
    parameters,
    unreadable: read.problem,
  };
}

type RunValues = Pick<
  typeof brokerRuns.$inferInsert,
  "id" | "trigger" | "askedByPk" | "parameters" | "previousPk" | "startedAt" | "leaseUntil"
>;

async function insertRun(tx: Tx, query: Query, values: RunValues): Promise<number> {
  const [run] = await tx
    .insert(brokerRuns)
    .values({
      ...values,
      queryPk: query.pk,
      queryName: query.name,
      brokerId: query.brokerId,
      schemaVersion: query.schemaVersion,
      ownerPk: query.ownerPk,
      groupPk: query.groupPk,
      status: "running",
    })
    .returning({ pk: brokerRuns.pk });
  return run?.pk ?? 0;
}

/** The newest run that brought something to compare with. */
async function previousRun(tx: Tx, queryPk: number): Promise<number | null> {
  const [previous] = await tx
    .select({ pk: brokerRuns.pk })
    .from(brokerRuns)
    .where(sql`${brokerRuns.queryPk} = ${queryPk} AND ${brokerRuns.status} IN ('done', 'partial')`)
    .orderBy(sql`${brokerRuns.pk} DESC`)
    .limit(1);
  return previous?.pk ?? null;
}
