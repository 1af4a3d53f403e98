import { after } from "next/server";
import { markHome } from "@/lib/access/commands/mark-home";
import type { Context } from "@/lib/access/context";
import { findLastHome } from "@/lib/access/queries/last-home";
import { listQueries, listTroubled } from "@/lib/alerts/queries/list-queries";
import type { QueryDto } from "@/lib/alerts/types";
import type { UserActor } from "@/lib/core/actor";
import { listOwnFailures } from "@/lib/hooks/queries/list-own-failures";
import { listJobs } from "@/lib/jobs/queries";
import { listMentions } from "@/lib/targets/queries/list-comments";
import { listTargetPage } from "@/lib/targets/queries/list-page";
import { countVisible } from "@/lib/targets/queries/list-targets";
import type { ListedTarget } from "@/lib/targets/types";
import { services } from "@/lib/web/services";
import { getPageContext } from "@/lib/web/session";
import { type Home, newTargetsMost, type Part } from "../_components/home-types";

const rows = 8;
const failuresSinceMs = 7 * 86_400_000;

async function partOf<T>(ctx: Context, name: string, work: Promise<T>): Promise<Part<T>> {
  try {
    return await work;
  } catch (error) {
    ctx.logger.error({ err: error, requestId: ctx.requestId, part: name }, "A part of Home could not be read");
    return null;
  }
}

/** Open targets, for readers who have not signed in. */
async function loadOpenTargets(ctx: Context): Promise<Part<ListedTarget[]>> {
  const args = { filter: {}, sort: "-createdAt", limit: rows, now: ctx.clock.now() } as const;
  const page = await partOf(ctx, "targets", listTargetPage(ctx.database.read, ctx.scope, args));
  return page?.items ?? null;
}

export async function loadHome(): Promise<
  { signedIn: true; home: Home } | { signedIn: false; targets: Part<ListedTarget[]>; now: Date }
> {
  const ctx = await getPageContext();
  const { actor } = ctx;
  if (actor.kind !== "user") return { signedIn: false, targets: await loadOpenTargets(ctx), now: ctx.clock.now() };
  const home = await loadOwnHome(ctx, actor);
  after(() =>
    markHome({ database: ctx.database, clock: ctx.clock, userPk: actor.userPk }).catch((error: unknown) =>
      ctx.logger.warn({ err: error }, "A look at Home could not be noted"),
    ),
  );
  return { signedIn: true, home };
}

async function loadOwnHome(ctx: Context, actor: UserActor): Promise<Home> {
  const { database, scope, clock } = ctx;
  const { read } = database;
  const { userPk } = actor;
  const now = clock.now();
  const lastHomeAt = await findLastHome(read, userPk);
  const newest = { filter: {}, sort: "-updatedAt", limit: rows, now } as const;
  const [page, newTargets, queries, failures, mentions] = await Promise.all([
    partOf(ctx, "targets", listTargetPage(read, scope, newest)),
    partOf(ctx, "newTargets", countNew(ctx, lastHomeAt, now)),
    partOf(ctx, "queries", newestRuns(ctx)),
    partOf(ctx, "failures", ownFailures(ctx, userPk, now)),
    partOf(ctx, "mentions", listMentions(read, scope, { userPk, limit: 5 })),
  ]);
  return {
    username: actor.username,
    isAdministrator: actor.role === "admin",
    lastHomeAt,
    targets: page?.items ?? null,
    newTargets,
    queries,
    failures,
    mentions,
    now,
  };
}

async function countNew(ctx: Context, since: string | null, now: Date): Promise<number> {
  if (since === null) return 0;
  const args = { filter: { createdAfter: since }, now, most: newTargetsMost };
  return (await countVisible(ctx.database.read, ctx.scope, args)).count;
}

/** Queries that ran, the newest run first. */
async function newestRuns(ctx: Context): Promise<QueryDto[]> {
  const { items } = await listQueries(ctx.database.read, ctx.scope, services().brokers, { limit: 50 });
  const startedAt = (query: QueryDto): string => query.lastRun?.startedAt ?? "";
  return items.toSorted((one, other) => startedAt(other).localeCompare(startedAt(one))).slice(0, 6);
}

async function ownFailures(ctx: Context, userPk: number, now: Date) {
  const since = new Date(now.getTime() - failuresSinceMs).toISOString();
  const [jobs, runs, queries] = await Promise.all([
    listJobs(ctx.database.read, ctx.scope, { status: "failed", mine: true, limit: 5 }),
    listOwnFailures(ctx.database.read, ctx.scope, { userPk, since, limit: 5 }),
    listTroubled(ctx.database.read, ctx.scope, services().brokers, 5),
  ]);
  return { jobs: jobs.items.filter((job) => (job.finishedAt ?? job.createdAt) > since), runs, queries };
}
