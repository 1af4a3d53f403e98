import { eq, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { brokerQueries, brokerRuns } from "@/db/schema/alerts";
import { hookRuns, outbox } from "@/db/schema/events";
import { targets } from "@/db/schema/targets";
import { ownedChangeableBy, ownedVisibleTo } from "@/lib/access/owned-scope";
import { changeableBy, type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { HookRunDto } from "../types";

/**
 * A run is seen by those who see the target of its object, or the saved query that it is about and that query's run too:
 * a query that is shared later does not open its earlier runs. Runs of what belongs to neither, or is gone, are seen by
 * administrators.
 */
export const runVisibleTo = (scope: VisibleScope): SQL =>
  scope.kind === "all" ? sql`1 = 1` : onObject(scope, visibleTo(scope), ownedVisibleTo(brokerQueries, scope));

/** Who may replay or cancel a run: whoever may change its object. */
export const runChangeableBy = (scope: VisibleScope): SQL =>
  scope.kind === "all" ? sql`1 = 1` : onObject(scope, changeableBy(scope), ownedChangeableBy(brokerQueries, scope));

const onObject = (scope: VisibleScope, ofTarget: SQL, ofQuery: SQL): SQL => sql`(
  EXISTS (SELECT 1 FROM ${targets} WHERE ${targets.id} = ${hookRuns.targetId} AND ${ofTarget})
  OR (${hookRuns.objectType} = 'query' AND EXISTS (
    SELECT 1 FROM ${brokerQueries} WHERE ${brokerQueries.id} = ${hookRuns.objectId} AND ${ofQuery})
    AND EXISTS (SELECT 1 FROM outbox told JOIN ${brokerRuns} ON ${brokerRuns.id} = json_extract(told.payload, '$.run.id')
      WHERE told.pk = ${hookRuns.outboxPk} AND ${ownedVisibleTo(brokerRuns, scope)})))`;

/** The name of the object itself, or of the target that it belongs to; null when it is gone. */
const objectName = sql<string | null>`CASE ${hookRuns.objectType}
  WHEN 'user' THEN (SELECT its.username FROM users its WHERE its.id = ${hookRuns.objectId})
  WHEN 'query' THEN (SELECT its.name FROM broker_queries its WHERE its.id = ${hookRuns.objectId})
  WHEN 'data_product' THEN (SELECT its.filename FROM data_products its WHERE its.id = ${hookRuns.objectId})
  WHEN 'observation' THEN (SELECT of.name FROM observation_records its JOIN targets of ON of.pk = its.target_pk
    WHERE its.id = ${hookRuns.objectId})
  ELSE (SELECT its.name FROM targets its WHERE its.id = ${hookRuns.targetId}) END`;

export const runColumns = {
  pk: hookRuns.pk,
  id: hookRuns.id,
  eventId: outbox.id,
  hook: hookRuns.hook,
  handler: hookRuns.handler,
  objectType: hookRuns.objectType,
  objectId: hookRuns.objectId,
  targetId: hookRuns.targetId,
  objectName,
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

type RunRow = Omit<HookRunDto, "replayOf"> & { pk: number; replayOf: string };

export const toRunDto = ({ pk: _pk, ...row }: RunRow): HookRunDto => ({
  ...row,
  replayOf: replayedRun(row.replayOf),
});

export const selectRuns = (db: ReadDb) =>
  db.select(runColumns).from(hookRuns).innerJoin(outbox, eq(outbox.pk, hookRuns.outboxPk));
