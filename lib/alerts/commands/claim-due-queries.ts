import { and, asc, eq, isNotNull, lte, sql } from "drizzle-orm";
import { brokerQueries, brokerRuns } from "@/db/schema/alerts";
import { jobs } from "@/db/schema/events";
import { users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { newId } from "@/lib/core/ids";
import { enqueueJobOf } from "@/lib/jobs/enqueue";
import { notify } from "@/lib/notifications/notify";
import { runScheduledQuery } from "../jobs/run-scheduled-query";
import { causeOfRun } from "../queries/cause-of-run";
import { readStored } from "../stored-parameters";
import { groupOfOwner } from "./group-of-owner";
import { nextRunAfter } from "./schedule-state";

type Query = typeof brokerQueries.$inferSelect;

const queriesAtOnce = 50;

/**
 * Puts every saved query whose time has come into the queue, each as a job of its owner, and sets its next time: counted
 * from now, so that after a long stop it runs once and not once for each time that was missed. What cannot run until
 * somebody looks is marked, and its owner told, once. Answers how many were put into the queue.
 */
export async function claimDueQueries(ctx: Context, brokers: BrokerRegistry): Promise<number> {
  let claimed = 0;
  for (let looked = queriesAtOnce; looked === queriesAtOnce; ) {
    // Small transactions: where hundreds are due at midnight, others get their turn between them.
    looked = await ctx.database.write(async (tx) => {
      const due = await dueQueries(tx, ctx);
      for (const query of due) if (await take(tx, ctx, brokers, query)) claimed++;
      return due.length;
    });
  }
  return claimed;
}

const dueQueries = (tx: Tx, ctx: Context): Promise<Query[]> =>
  tx
    .select()
    .from(brokerQueries)
    .where(
      and(
        lte(brokerQueries.nextRunAt, ctx.clock.now().toISOString()),
        isNotNull(brokerQueries.schedule),
        eq(brokerQueries.schedulePaused, false),
      ),
    )
    .orderBy(asc(brokerQueries.nextRunAt))
    .limit(queriesAtOnce);

async function take(tx: Tx, ctx: Context, brokers: BrokerRegistry, query: Query): Promise<boolean> {
  const needsLook = (await problemOfOwner(tx, query)) ?? readStored(brokers, query).problem;
  await tx
    .update(brokerQueries)
    .set({ nextRunAt: nextRunAfter(query, ctx.clock.now()), needsLook })
    .where(eq(brokerQueries.pk, query.pk));
  if (needsLook !== null) {
    if (query.needsLook === null) await tellOwner(tx, ctx, query, needsLook);
    return false;
  }
  // One that is still under way is not joined by another: its next time comes.
  if (query.ownerPk === null || (await isUnderWay(tx, query))) return false;
  await enqueueJobOf(tx, ctx, query.ownerPk, runScheduledQuery, {
    queryId: query.id,
    runId: newId(),
    brokerId: query.brokerId,
  });
  return true;
}

async function problemOfOwner(tx: Tx, query: Query): Promise<string | null> {
  const [owner] = await tx
    .select({ disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.pk, query.ownerPk ?? -1));
  if (!owner) return "The account of its owner is gone, and it runs with her rights. Duplicate it to go on.";
  if (owner.disabledAt !== null) return "The account of its owner is disabled, and it runs with her rights.";
  return (await groupOfOwner(tx, query)) === query.groupPk
    ? null
    : "Its owner has left the group that it is shared with. Save it again to keep it for yourself.";
}

async function isUnderWay(tx: Tx, query: Query): Promise<boolean> {
  const [run] = await tx
    .select({ pk: brokerRuns.pk })
    .from(brokerRuns)
    .where(and(eq(brokerRuns.queryPk, query.pk), eq(brokerRuns.status, "running")))
    .limit(1);
  if (run) return true;
  const [job] = await tx
    .select({ pk: jobs.pk })
    .from(jobs)
    .where(
      sql`${jobs.status} IN ('queued', 'running') AND ${jobs.kind} = ${runScheduledQuery.kind}
        AND json_extract(${jobs.payload}, '$.input.queryId') = ${query.id}`,
    )
    .limit(1);
  return job !== undefined;
}

async function tellOwner(tx: Tx, ctx: Context, query: Query, needsLook: string): Promise<void> {
  if (query.ownerPk === null) return;
  const notice = {
    userPk: query.ownerPk,
    key: `query:${query.id}:look:${query.version}`,
    kind: "query.needsLook",
    title: `${query.name} needs a look`,
    body: `It does not run on its schedule any more. ${needsLook}`,
    href: `/alerts/queries/${query.id}`,
  };
  const run = { ownerPk: query.ownerPk, askedByPk: null, trigger: "schedule" } as const;
  await notify(tx, ctx, [notice], await causeOfRun(tx, run));
}
