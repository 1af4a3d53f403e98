import { isAdmin } from "@/lib/core/actor";
import { getHookRun } from "@/lib/hooks/queries/get-hook-run";
import { hookOverview } from "@/lib/hooks/queries/hook-overview";
import { listHookRuns } from "@/lib/hooks/queries/list-hook-runs";
import { hookRunFilterSchema } from "@/lib/hooks/schema";
import { listJobs } from "@/lib/jobs/queries";
import { orFirstPage } from "@/lib/web/first-page";
import { clockAlarm } from "@/lib/web/health";
import { orNotFound } from "@/lib/web/or-not-found";
import { services } from "@/lib/web/services";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Record<string, string | string[] | undefined>>;

const runsPerPage = 50;

/** What stands in the address, as far as it is understood: a mistyped filter is as if it were not there. */
function filtersOf(search: Awaited<Search>) {
  const filters = hookRunFilterSchema.partial().strip();
  const known = Object.entries(filters.shape).flatMap(([name, type]) => {
    const parsed = type.safeParse(search[name]);
    return parsed.success && typeof parsed.data === "string" ? [[name, parsed.data] as const] : [];
  });
  return filters.parse(Object.fromEntries(known));
}

export async function loadAutomation(searchParams: Search) {
  const [ctx, search] = [await requirePageUser(), await searchParams];
  const filter = filtersOf(search);
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const [hooks, runs] = await Promise.all([
    hookOverview(ctx.database.read, ctx.scope, ctx.config, ctx.clock.now()),
    orFirstPage(cursor, (from) =>
      listHookRuns(ctx.database.read, ctx.scope, { ...filter, limit: runsPerPage, cursor: from }),
    ),
  ]);
  const isAdministrator = isAdmin(ctx.actor);
  return {
    hooks,
    filter,
    cursor,
    runs,
    now: ctx.clock.now(),
    isAdministrator,
    engine: services().engine.state(),
    clockAlarm: isAdministrator ? clockAlarm() : null,
  };
}

export async function loadHookRun(id: string) {
  const ctx = await requirePageUser();
  return { run: await orNotFound(getHookRun(ctx.database.read, ctx.scope, id)), now: ctx.clock.now() };
}

/** The person's own jobs; an administrator may ask for everybody's. */
export async function loadJobs(searchParams: Search) {
  const [ctx, search] = [await requirePageUser(), await searchParams];
  const everyone = search.of === "everyone" && isAdmin(ctx.actor);
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const read = (from: string | undefined) =>
    listJobs(ctx.database.read, ctx.scope, { mine: !everyone, limit: runsPerPage, cursor: from });
  const page = await orFirstPage(cursor, read);
  return {
    page,
    cursor,
    everyone,
    isAdministrator: isAdmin(ctx.actor),
    brokers: services().brokers.names(),
    now: ctx.clock.now(),
  };
}
