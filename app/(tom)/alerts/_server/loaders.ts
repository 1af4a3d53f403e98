import { notFound } from "next/navigation";
import { markLooked } from "@/lib/alerts/commands/mark-looked";
import { findGroupOfRun, getRun } from "@/lib/alerts/queries/get-run";
import { listBrokers, lookedBrokers } from "@/lib/alerts/queries/list-brokers";
import { getQuery, listQueries } from "@/lib/alerts/queries/list-queries";
import {
  countRunAlerts,
  findRunAlert,
  hasPositions,
  listGone,
  listRunAlerts,
} from "@/lib/alerts/queries/list-run-alerts";
import { listRuns } from "@/lib/alerts/queries/list-runs";
import { ownTarget } from "@/lib/alerts/queries/look-up-by-name";
import { withSolarSystem } from "@/lib/alerts/queries/solar-system-flags";
import type { AlertState, BrokerDto } from "@/lib/alerts/types";
import { isTomError } from "@/lib/core/errors";
import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import { orFirstPage } from "@/lib/web/first-page";
import { services } from "@/lib/web/services";
import { requirePageUser } from "@/lib/web/session";
import type { Everywhere } from "../_components/everywhere-address";
import { askedFacts } from "./asked-facts";

async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isTomError(error) && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

export async function loadBrokers(): Promise<BrokerDto[]> {
  const ctx = await requirePageUser();
  return listBrokers(ctx.database.read, services().brokers);
}

export async function loadQueries(filter: { brokerId?: string; q?: string; cursor?: string }) {
  const ctx = await requirePageUser();
  return orFirstPage(filter.cursor, (cursor) =>
    listQueries(ctx.database.read, ctx.scope, services().brokers, { ...filter, cursor, limit: 50 }),
  );
}

/** A query with its runs and what its form looks like. */
export async function loadQuery(id: string) {
  const ctx = await requirePageUser();
  const query = await orNotFound(getQuery(ctx.database.read, ctx.scope, services().brokers, id));
  const runs = await listRuns(ctx.database.read, ctx.scope, { queryId: id, limit: 25 });
  const broker = services().brokers.find(query.brokerId);
  return {
    query,
    runs: runs.items,
    broker,
    now: ctx.clock.now(),
    asked: askedFacts(broker?.queryForm ?? null, query.parameters),
  };
}

/** What the form of a query needs beside the broker's own layout. */
export async function loadQueryForm(): Promise<{ groups: { id: string; name: string }[] }> {
  const ctx = await requirePageUser();
  const groups = await listUsableGroups(ctx.database.read, ctx);
  return { groups: groups.map(({ id, name }) => ({ id, name })) };
}

type RunFilter = { state?: AlertState; hasTarget?: false };

export async function loadRun(id: string, filter: RunFilter & { cursor?: string }, look?: string) {
  const ctx = await requirePageUser();
  const run = await orNotFound(getRun(ctx.database.read, ctx.scope, id));
  const { state } = filter;
  const [looked, placed, alerts, open, gone, groups, groupId] = await Promise.all([
    look === undefined ? null : findRunAlert(ctx.database.read, ctx.scope, { runId: id, alertId: look, ...filter }),
    hasPositions(ctx.database.read, ctx.scope, id),
    orFirstPage(filter.cursor, (cursor) =>
      listRunAlerts(ctx.database.read, ctx.scope, { runId: id, limit: 100, ...filter, cursor }),
    ),
    countRunAlerts(ctx.database.read, ctx.scope, { runId: id, state, hasTarget: false }),
    listGone(ctx.database.read, ctx.scope, id),
    listUsableGroups(ctx.database.read, ctx),
    findGroupOfRun(ctx.database.read, ctx.scope, id),
  ]);
  if (run.status !== "running") markLooked(ctx, run);
  const asked = { runId: id, alerts: looked === null ? alerts.items : [...alerts.items, looked.alert] };
  const flagged = await withSolarSystem(ctx.database.read, ctx.scope, services().brokers, asked);
  const lookedAt = flagged[alerts.items.length];
  const broker = services().brokers.find(run.brokerId);
  return {
    run,
    alerts: { ...alerts, items: flagged.slice(0, alerts.items.length) },
    /** Alerts of that state without a target, and all of them. */
    counts: { open, ofState: state === undefined ? run.counts.total : run.counts[state] },
    gone,
    groups: groups.map((group) => ({ id: group.id, name: group.name })),
    /** The group that the query was shared with when it ran. */
    groupId,
    defaultVisibility: ctx.config.targets.defaultVisibility,
    matchRadiusArcsec: ctx.config.targets.match.radiusArcsec,
    looked: looked === null || lookedAt === undefined ? null : { ...looked, alert: lookedAt },
    hasPositions: placed,
    givesLightCurves: broker?.capabilities.includes("processReducedData") ?? false,
    givesClasses: broker?.state === "ready" && broker.classifies,
    givesStamps: broker?.capabilities.includes("fetchStamp") ?? false,
    manifest: broker?.manifest ?? null,
    asked: askedFacts(broker?.queryForm ?? null, run.parameters),
  };
}

/** What the brokers are asked; a name brings its place along as they answer. Null: nothing to ask. */
export async function loadEverywhere(asked: Everywhere) {
  const ctx = await requirePageUser();
  const brokers = lookedBrokers(services().brokers);
  const { name, position } = asked;
  const isAsked = (name !== null || position !== null) && Object.keys(asked.problems).length === 0;
  if (!isAsked) return { brokers, target: null, address: null };
  const target = name === null ? null : await ownTarget(ctx, name);
  const query = new URLSearchParams({ radiusArcsec: String(asked.radiusArcsec) });
  if (name !== null) query.set("name", name);
  if (position !== null) {
    query.set("raDeg", String(position.raDeg));
    query.set("decDeg", String(position.decDeg));
  }
  return { brokers, target, address: { href: `/api/v1/brokers/{broker}/look-up?${query}`, position } };
}
