import { and, desc, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { handlerPauses, hookRuns } from "@/db/schema/events";
import type { VisibleScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import { eventSummaries } from "@/lib/events/catalog";
import { type HookName, hookNames } from "../contract";
import { attemptsMaxOf, type HandlerEntry, handlersOf } from "../registry";
import type { HandlerOverview, HookOverview } from "../types";
import { runVisibleTo } from "./run-rows";

/** When a hook fires and when it does not, for people. */
const summaryOf = (hook: HookName): string => `${eventSummaries[hook].fires}. Not for ${eventSummaries[hook].not}.`;

/**
 * Every hook with its handlers in the order of the config: what each declared, whether it is paused, and how its runs
 * fare that the reader may see.
 */
export async function hookOverview(
  db: ReadDb,
  scope: VisibleScope,
  config: Pick<TomConfig, "hooks">,
  now: Date,
): Promise<HookOverview[]> {
  const pauses = await db.select().from(handlerPauses);
  const handlers = await Promise.all(
    handlersOf(config).map(async (entry) => {
      const pause = pauses.find((one) => one.hook === entry.hook && one.handler === entry.name);
      return { hook: entry.hook, overview: await handlerOverview(db, scope, entry, pause ?? null, now) };
    }),
  );
  return hookNames.map((hook) => ({
    hook,
    summary: summaryOf(hook),
    handlers: handlers.filter((one) => one.hook === hook).map((one) => one.overview),
  }));
}

const dayMs = 86_400_000;

async function handlerOverview(
  db: ReadDb,
  scope: VisibleScope,
  entry: HandlerEntry,
  pause: typeof handlerPauses.$inferSelect | null,
  now: Date,
): Promise<HandlerOverview> {
  const dayAgo = new Date(now.getTime() - dayMs).toISOString();
  const [latest, failedLastDay, waiting] = await Promise.all([
    lastRun(db, scope, entry),
    // A run that failed for good was due, for the last time, when it did.
    countUpTo(db, scope, entry, and(eq(hookRuns.status, "failed"), gte(hookRuns.dueAt, dayAgo))),
    countUpTo(db, scope, entry, inArray(hookRuns.status, ["queued", "paused"])),
  ]);
  return {
    name: entry.name,
    summary: entry.summary,
    scope: entry.scope,
    rights: entry.rights,
    hosts: entry.hosts,
    attemptsMax: attemptsMaxOf(entry),
    timeoutMs: entry.timeoutMs,
    lastRun: latest,
    failedLastDay,
    waiting,
    pause: pause === null ? null : { by: pause.pausedBy, at: pause.pausedAt },
  };
}

/** Beyond this many nobody counts on, and the page does not wait for it. */
const countMax = 1_000;

async function countUpTo(db: ReadDb, scope: VisibleScope, { hook, name }: HandlerEntry, condition: SQL | undefined) {
  const some = db
    .select({ pk: hookRuns.pk })
    .from(hookRuns)
    .where(and(eq(hookRuns.handler, name), eq(hookRuns.hook, hook), condition, runVisibleTo(scope)))
    .limit(countMax)
    .as("some");
  return db.$count(some);
}

const recentRuns = 2_000;

async function lastRun(db: ReadDb, scope: VisibleScope, { hook, name }: HandlerEntry) {
  const [row] = await db
    .select({ id: hookRuns.id, status: hookRuns.status, createdAt: hookRuns.createdAt })
    .from(hookRuns)
    .where(
      and(
        eq(hookRuns.handler, name),
        eq(hookRuns.hook, hook),
        // Of recent runs only: a reader who sees few of a long log does not make the page wait.
        sql`${hookRuns.pk} > (SELECT coalesce(max(pk), 0) FROM hook_runs) - ${recentRuns}`,
        runVisibleTo(scope),
      ),
    )
    .orderBy(desc(hookRuns.pk))
    .limit(1);
  return row ?? null;
}
