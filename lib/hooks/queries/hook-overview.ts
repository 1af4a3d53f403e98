import { and, desc, eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { hookRuns } from "@/db/schema/events";
import type { VisibleScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import { eventSummaries } from "@/lib/events/catalog";
import { type HookName, hookNames } from "../contract";
import { handlersOf } from "../registry";
import type { HookOverview } from "../types";
import { runVisibleTo } from "./run-rows";

/** When a hook fires and when it does not, for people. */
const summaryOf = (hook: HookName): string => `${eventSummaries[hook].fires}. Not for ${eventSummaries[hook].not}.`;

/** Every hook with its handlers in the order of the config, and the newest run of each that the reader may see. */
export function hookOverview(
  db: ReadDb,
  scope: VisibleScope,
  config: Pick<TomConfig, "hooks">,
): Promise<HookOverview[]> {
  const handlers = handlersOf(config);
  return Promise.all(
    hookNames.map(async (hook) => ({
      hook,
      summary: summaryOf(hook),
      handlers: await Promise.all(
        handlers
          .filter((handler) => handler.hook === hook)
          .map(async ({ name, summary, scope: sees, rights, hosts }) => ({
            name,
            summary,
            scope: sees,
            rights,
            hosts,
            lastRun: await lastRun(db, scope, hook, name),
          })),
      ),
    })),
  );
}

const recentRuns = 2_000;

async function lastRun(db: ReadDb, scope: VisibleScope, hook: HookName, handler: string) {
  const [row] = await db
    .select({ id: hookRuns.id, status: hookRuns.status, createdAt: hookRuns.createdAt })
    .from(hookRuns)
    .where(
      and(
        eq(hookRuns.handler, handler),
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
