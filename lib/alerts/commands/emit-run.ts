import { and, eq } from "drizzle-orm";
import { brokerQueries, brokerRuns } from "@/db/schema/alerts";
import { groups, users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { toldWith } from "@/lib/access/owned-scope";
import { emit } from "@/lib/events/emit";
import type { Change } from "../queries/alert-state";
import { countGone } from "../run-comparison";
import type { RunRow } from "./finish-run";

/**
 * The event of a run that has ended. Its numbers depend on no reader: they compare with what the query brought before. Of
 * earlier runs that belonged to nobody else, or to another group, nothing is told: the event goes to this run's group, or
 * to its owner alone.
 */
export async function emitRun(tx: Tx, ctx: Context, ended: RunRow, changes: Record<Change, number>): Promise<void> {
  const run = { ...ended, previousPk: await sharedPrevious(tx, ended) };
  const query = await querySnapshot(tx, run);
  if (query === null || run.status === "running" || run.finishedAt === null) return;
  const snapshot = {
    id: run.id,
    queryId: query.id,
    queryName: run.queryName,
    brokerId: run.brokerId,
    parameters: (run.parameters ?? {}) as Record<string, unknown>,
    context: run.context ?? null,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    status: run.status,
    feedback: run.feedback,
    counts: {
      total: run.total,
      new: changes.new,
      known: changes.same,
      updated: changes.updated,
      gone: await countGone(tx, run),
    },
    trigger: run.trigger,
    previousRunId: await idOf(tx, run.previousPk),
  };
  await emit(tx, ctx, [
    {
      event: "broker_query_post_run",
      objectType: "query",
      objectId: query.id,
      payload: { query, run: snapshot },
    },
  ]);
}

/**
 * Null when the query was deleted while it ran: nothing is left that the event could be about. Of its group only where the
 * run is that group's too.
 */
async function querySnapshot(tx: Tx, run: RunRow) {
  const [row] = await tx
    .select({ query: brokerQueries, owner: users.username, groupId: groups.id, groupName: groups.name })
    .from(brokerQueries)
    .leftJoin(users, eq(users.pk, brokerQueries.ownerPk))
    .leftJoin(groups, and(eq(groups.pk, brokerQueries.groupPk), eq(groups.pk, run.groupPk ?? -1)))
    .where(eq(brokerQueries.pk, run.queryPk ?? -1));
  if (!row) return null;
  const { query, owner, groupId, groupName } = row;
  return {
    id: query.id,
    name: query.name,
    brokerId: query.brokerId,
    parameters: (query.parameters ?? {}) as Record<string, unknown>,
    schedule: query.schedule,
    owner,
    group: groupId === null || groupName === null ? null : { id: groupId, name: groupName },
  };
}

async function sharedPrevious(tx: Tx, run: RunRow): Promise<number | null> {
  const [previous] = await tx
    .select({ pk: brokerRuns.pk })
    .from(brokerRuns)
    .where(and(eq(brokerRuns.pk, run.previousPk ?? -1), toldWith(run, brokerRuns)));
  return previous?.pk ?? null;
}

async function idOf(tx: Tx, pk: number | null): Promise<string | null> {
  if (pk === null) return null;
  const [row] = await tx.select({ id: brokerRuns.id }).from(brokerRuns).where(eq(brokerRuns.pk, pk));
  return row?.id ?? null;
}
