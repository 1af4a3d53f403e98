import { and, asc, eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { hookRuns } from "@/db/schema/events";
import type { VisibleScope } from "@/lib/access/scope";
import { runVisibleTo } from "./run-rows";

type Args = { hook?: string | undefined; handler?: string | undefined; limit: number };

/** Ids of failed runs that nobody has replayed since, oldest first: what is still to be done. */
export async function listUnmended(db: ReadDb, scope: VisibleScope, { hook, handler, limit }: Args): Promise<string[]> {
  const rows = await db
    .select({ id: hookRuns.id })
    .from(hookRuns)
    .where(
      and(
        eq(hookRuns.status, "failed"),
        eq(hookRuns.dryRun, false),
        hook === undefined ? undefined : eq(hookRuns.hook, hook),
        handler === undefined ? undefined : eq(hookRuns.handler, handler),
        sql`NOT EXISTS (SELECT 1 FROM hook_runs later WHERE later.outbox_pk = ${hookRuns.outboxPk}
          AND later.handler = ${hookRuns.handler} AND later.pk > ${hookRuns.pk} AND later.dry_run = 0)`,
        runVisibleTo(scope),
      ),
    )
    .orderBy(asc(hookRuns.pk))
    .limit(limit);
  return rows.map((row) => row.id);
}
