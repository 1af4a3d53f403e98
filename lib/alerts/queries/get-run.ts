import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { brokerQueries, brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import { groups } from "@/db/schema/people";
import { ownedVisibleTo } from "@/lib/access/owned-scope";
import type { VisibleScope } from "@/lib/access/scope";
import type { BrokerContext } from "@/lib/brokers/contract";
import { notFound } from "@/lib/core/errors";
import { countGone } from "../run-comparison";
import type { RunDto } from "../types";
import { alertState } from "./alert-state";
import { ruleReport } from "./rule-report";

type RunRow = typeof brokerRuns.$inferSelect;

/** A run that the scope can see. @throws NOT_FOUND */
export async function getRunRow(db: ReadDb, scope: VisibleScope, id: string): Promise<RunRow> {
  const [run] = await db
    .select()
    .from(brokerRuns)
    .where(sql`${brokerRuns.id} = ${id} AND ${ownedVisibleTo(brokerRuns, scope)}`)
    .limit(1);
  if (!run) throw notFound("run");
  return run;
}

/** Id of the group that a run is for, as its query was then; null where it is one person's. @throws NOT_FOUND */
export async function findGroupOfRun(db: ReadDb, scope: VisibleScope, id: string): Promise<string | null> {
  const { groupPk } = await getRunRow(db, scope, id);
  if (groupPk === null) return null;
  const [group] = await db.select({ id: groups.id }).from(groups).where(eq(groups.pk, groupPk));
  return group?.id ?? null;
}

/**
 * A run without the one before it, where that one is not the reader's to see: the query was private then, or another group's.
 * Nor are its alerts compared with anything then (`alertState`).
 */
export async function asSeenBy(db: ReadDb, scope: VisibleScope, run: RunRow): Promise<RunRow> {
  if (run.previousPk === null || scope.kind === "all") return run;
  const [seen] = await db
    .select({ pk: brokerRuns.pk })
    .from(brokerRuns)
    .where(sql`${brokerRuns.pk} = ${run.previousPk} AND ${ownedVisibleTo(brokerRuns, scope)}`);
  return seen ? run : { ...run, previousPk: null };
}

export async function getRun(db: ReadDb, scope: VisibleScope, id: string): Promise<RunDto> {
  return toRunDto(db, scope, await getRunRow(db, scope, id));
}

export async function toRunDto(db: ReadDb, scope: VisibleScope, stored: RunRow): Promise<RunDto> {
  const run = await asSeenBy(db, scope, stored);
  const [counted, links, goneRows, rule] = await Promise.all([
    db
      .select({ state: alertState(scope), n: sql<number>`count(*)` })
      .from(brokerRunAlerts)
      .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
      .where(eq(brokerRunAlerts.runPk, run.pk))
      .groupBy(sql`1`),
    linksOf(db, run),
    countGone(db, run),
    ruleReport(db, scope, run),
  ]);
  const count = (state: string): number => counted.find((row) => row.state === state)?.n ?? 0;
  return {
    id: run.id,
    queryId: links.queryId,
    queryName: run.queryName,
    brokerId: run.brokerId,
    parameters: (run.parameters ?? {}) as Record<string, unknown>,
    context: (run.context ?? null) as BrokerContext | null,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    status: run.status,
    feedback: run.feedback,
    counts: { total: run.total, new: count("new"), known: count("known"), updated: count("updated"), gone: goneRows },
    previousRunId: links.previousRunId,
    trigger: run.trigger,
    rule,
  };
}

async function linksOf(db: ReadDb, run: RunRow): Promise<{ queryId: string | null; previousRunId: string | null }> {
  const [query] =
    run.queryPk === null
      ? []
      : await db.select({ id: brokerQueries.id }).from(brokerQueries).where(eq(brokerQueries.pk, run.queryPk));
  const [previous] =
    run.previousPk === null
      ? []
      : await db.select({ id: brokerRuns.id }).from(brokerRuns).where(eq(brokerRuns.pk, run.previousPk));
  return { queryId: query?.id ?? null, previousRunId: previous?.id ?? null };
}
