import { eq, type SQL, sql } from "drizzle-orm";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { VisibleScope } from "@/lib/access/scope";
import type { ClassificationDraft } from "@/lib/brokers/contract";
import { invalidInput } from "@/lib/core/errors";
import { readRowCursor, writeRowCursor } from "@/lib/core/row-cursor";
import { tellsGone } from "../run-comparison";
import type { AlertState, RunAlertDto } from "../types";
import { alertState, visibleTargetOf } from "./alert-state";
import { asSeenBy, getRunRow } from "./get-run";

export type RunAlertFilter = {
  runId: string;
  state?: AlertState | undefined;
  /** Whether a target of the reader stands for it today. */
  hasTarget?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
  /** `rank`: the broker's own order. */
  sort?: string | undefined;
};

type Selection = Pick<RunAlertFilter, "state" | "hasTarget">;

/** The alerts of a run that a filter selects, as this reader may know them; needs the run beside the alert. */
export const alertsOfRun = (scope: VisibleScope, runPk: number, { state, hasTarget }: Selection): SQL =>
  sql`${brokerRunAlerts.runPk} = ${runPk}
    ${state === undefined ? sql`` : sql`AND ${alertState(scope)} = ${state}`}
    ${hasTarget === undefined ? sql`` : sql`AND (${visibleTargetOf(scope)} IS NOT NULL) = ${hasTarget ? 1 : 0}`}`;

/** The frozen alerts of a run in the broker's order, each with its state and target as this reader may know them. */
export async function listRunAlerts(
  db: ReadDb,
  scope: VisibleScope,
  filter: RunAlertFilter,
): Promise<{ items: RunAlertDto[]; nextCursor: string | null }> {
  const run = await getRunRow(db, scope, filter.runId);
  const from = filter.cursor === undefined ? null : readRowCursor(filter.cursor);
  const { behind, order } = alongRows(brokerRunAlerts.pk, filter.sort ?? "rank", from);
  if (filter.cursor !== undefined && from === null) throw invalidInput({ cursor: ["This cursor is not known."] });
  const rows = await db
    .select({ alert: alertColumns, state: alertState(scope), targetPk: visibleTargetOf(scope) })
    .from(brokerRunAlerts)
    .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
    .where(sql`${alertsOfRun(scope, run.pk, filter)} AND ${behind}`)
    .orderBy(order)
    .limit(filter.limit + 1);
  const items = rows.slice(0, filter.limit);
  const names = await targetNames(
    db,
    items.flatMap((row) => (row.targetPk === null ? [] : [row.targetPk])),
  );
  const last = items.at(-1)?.alert.pk;
  return {
    items: items.map((row) => toDto(row, names)),
    nextCursor: rows.length > filter.limit && last !== undefined ? writeRowCursor(last) : null,
  };
}

type Row = {
  alert: Omit<RunAlertDto, "state" | "targetId" | "targetName" | "classifications"> & {
    pk: number;
    classifications: unknown;
  };
  state: AlertState;
  targetPk: number | null;
};

type Names = ReadonlyMap<number, { id: string; name: string }>;

const toDto = ({ alert: { pk: _pk, classifications, ...alert }, state, targetPk }: Row, names: Names): RunAlertDto => ({
  ...alert,
  state,
  targetId: (targetPk !== null && names.get(targetPk)?.id) || null,
  targetName: (targetPk !== null && names.get(targetPk)?.name) || null,
  classifications: (classifications ?? []) as ClassificationDraft[],
});

/** Whether anything of the run can become a target: an event without a position cannot. */
export async function hasPositions(db: ReadDb, scope: VisibleScope, runId: string): Promise<boolean> {
  const run = await getRunRow(db, scope, runId);
  const placed = sql`${brokerRunAlerts.runPk} = ${run.pk} AND ${brokerRunAlerts.raDeg} IS NOT NULL`;
  const rows = await db.select({ pk: brokerRunAlerts.pk }).from(brokerRunAlerts).where(placed).limit(1);
  return rows.length > 0;
}

type LookedAt = { alert: RunAlertDto; previousId: string | null; nextId: string | null };

/** One frozen alert, and its neighbours among those of the same filter; null where the run has no such alert. */
export async function findRunAlert(
  db: ReadDb,
  scope: VisibleScope,
  filter: Selection & { runId: string; alertId: string },
): Promise<LookedAt | null> {
  const run = await getRunRow(db, scope, filter.runId);
  const ofRun = sql`${brokerRunAlerts.runPk} = ${run.pk}`;
  const select = () =>
    db
      .select({ alert: alertColumns, state: alertState(scope), targetPk: visibleTargetOf(scope) })
      .from(brokerRunAlerts)
      .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk));
  const [row] = await select().where(sql`${ofRun} AND ${brokerRunAlerts.alertId} = ${filter.alertId}`).limit(1);
  if (!row) return null;
  const among = alertsOfRun(scope, run.pk, filter);
  const beside = async (side: SQL, order: SQL) =>
    (await select().where(sql`${among} AND ${side}`).orderBy(order).limit(1))[0]?.alert.alertId ?? null;
  const [previousId, nextId] = await Promise.all([
    beside(sql`${brokerRunAlerts.pk} < ${row.alert.pk}`, sql`${brokerRunAlerts.pk} DESC`),
    beside(sql`${brokerRunAlerts.pk} > ${row.alert.pk}`, sql`${brokerRunAlerts.pk} ASC`),
  ]);
  const names = await targetNames(db, row.targetPk === null ? [] : [row.targetPk]);
  return { alert: toDto(row, names), previousId, nextId };
}

const alertColumns = {
  pk: brokerRunAlerts.pk,
  alertId: brokerRunAlerts.alertId,
  name: brokerRunAlerts.name,
  timestamp: brokerRunAlerts.timestamp,
  raDeg: brokerRunAlerts.raDeg,
  decDeg: brokerRunAlerts.decDeg,
  mag: brokerRunAlerts.mag,
  band: brokerRunAlerts.band,
  score: brokerRunAlerts.score,
  url: brokerRunAlerts.url,
  classifications: brokerRunAlerts.classifications,
};

async function targetNames(db: ReadDb, pks: readonly number[]): Promise<Map<number, { id: string; name: string }>> {
  if (pks.length === 0) return new Map();
  const rows = await db
    .select({ pk: targets.pk, id: targets.id, name: targets.name })
    .from(targets)
    .where(sql`${targets.pk} IN (SELECT value FROM json_each(${JSON.stringify(pks)}))`);
  return new Map(rows.map((row) => [row.pk, row]));
}

/** How many alerts of a run the filter selects, as this reader may know them. @throws NOT_FOUND */
export async function countRunAlerts(
  db: ReadDb,
  scope: VisibleScope,
  filter: Selection & { runId: string },
): Promise<number> {
  const run = await getRunRow(db, scope, filter.runId);
  const [row] = await db
    .select({ n: sql<number>`count(*)` })
    .from(brokerRunAlerts)
    .innerJoin(brokerRuns, eq(brokerRuns.pk, brokerRunAlerts.runPk))
    .where(alertsOfRun(scope, run.pk, filter));
  return row?.n ?? 0;
}

/** What the previous run had and this one does not; nothing where the previous one is not the reader's to see. */
export async function listGone(
  db: ReadDb,
  scope: VisibleScope,
  runId: string,
): Promise<{ alertId: string; name: string; url: string; timestamp: string | null }[]> {
  const run = await asSeenBy(db, scope, await getRunRow(db, scope, runId));
  if (!(await tellsGone(db, run))) return [];
  return db
    .select({
      alertId: brokerRunAlerts.alertId,
      name: brokerRunAlerts.name,
      url: brokerRunAlerts.url,
      timestamp: brokerRunAlerts.timestamp,
    })
    .from(brokerRunAlerts)
    .where(
      sql`${brokerRunAlerts.runPk} = ${run.previousPk} AND NOT EXISTS (SELECT 1 FROM broker_run_alerts a WHERE a.run_pk = ${run.pk} AND a.alert_id = ${brokerRunAlerts.alertId})`,
    )
    .limit(500);
}
