import { eq, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { hookRuns, outbox } from "@/db/schema/events";
import { targets } from "@/db/schema/targets";
import { changeableBy, type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { HookRunDto } from "../types";

/** A run is seen by those who see its object; runs of objects that are gone, by administrators. */
export const runVisibleTo = (scope: VisibleScope): SQL =>
  scope.kind === "all" ? sql`1 = 1` : onTarget(visibleTo(scope));

/** Who may replay or cancel a run: whoever may change its object. */
export const runChangeableBy = (scope: VisibleScope): SQL =>
  scope.kind === "all" ? sql`1 = 1` : onTarget(changeableBy(scope));

const onTarget = (condition: SQL): SQL => sql`(${hookRuns.objectType} = 'target' AND EXISTS (
  SELECT 1 FROM ${targets} WHERE ${targets.id} = ${hookRuns.objectId} AND ${condition}))`;

export const runColumns = {
  id: hookRuns.id,
  eventId: outbox.id,
  hook: hookRuns.hook,
  handler: hookRuns.handler,
  objectType: hookRuns.objectType,
  objectId: hookRuns.objectId,
  objectName: sql<string | null>`(SELECT named.name FROM targets named WHERE named.id = ${hookRuns.objectId})`,
  status: hookRuns.status,
  attempts: hookRuns.attempts,
  createdAt: hookRuns.createdAt,
  startedAt: hookRuns.startedAt,
  finishedAt: hookRuns.finishedAt,
  durationMs: hookRuns.durationMs,
  error: hookRuns.error,
  replayOf: hookRuns.replayOf,
  dryRun: hookRuns.dryRun,
};

/** Stored as `<run id>#<n>`, empty for a first run. */
const replayedRun = (stored: string): string | null => (stored === "" ? null : (stored.split("#")[0] ?? null));

export const toRunDto = (row: Omit<HookRunDto, "replayOf"> & { replayOf: string }): HookRunDto => ({
  ...row,
  replayOf: replayedRun(row.replayOf),
});

export const selectRuns = (db: ReadDb) =>
  db.select(runColumns).from(hookRuns).innerJoin(outbox, eq(outbox.pk, hookRuns.outboxPk));
