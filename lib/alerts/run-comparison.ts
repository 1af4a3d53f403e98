import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import type { brokerRuns } from "@/db/schema/alerts";

/** What a run without a limit of its own takes. */
const alertsByDefault = 100;

/** As many alerts as a run of these parameters takes. */
export function mostAlerts(parameters: unknown): number {
  const given =
    typeof parameters === "object" && parameters !== null && "maxAlerts" in parameters ? parameters.maxAlerts : null;
  return typeof given === "number" ? given : alertsByDefault;
}

/** SQL: whether the run `alias` took as many as it might, so that its broker may have had more. */
export const isFullSql = (alias: string) =>
  sql.raw(`${alias}.total >= coalesce(json_extract(${alias}.parameters, '$.maxAlerts'), ${alertsByDefault})`);

type Run = Pick<typeof brokerRuns.$inferSelect, "pk" | "previousPk" | "status" | "total" | "parameters">;

/**
 * A failed or broken-off run says nothing about what is gone, nor does one that took as many as it might, as the one
 * before it might: what it has not may only have been pushed out by newer ones.
 */
export async function tellsGone(db: Pick<ReadDb, "all">, run: Run): Promise<boolean> {
  if (run.previousPk === null || run.status !== "done") return false;
  const most = mostAlerts(run.parameters);
  if (run.total < most) return true;
  const [previous] = await db.all<{ most: number | null }>(
    sql`SELECT json_extract(parameters, '$.maxAlerts') AS most FROM broker_runs WHERE pk = ${run.previousPk}`,
  );
  return mostAlerts({ maxAlerts: previous?.most }) !== most;
}

/** Alerts of the run before that this one has not. */
export async function countGone(db: Pick<ReadDb, "all">, run: Run): Promise<number> {
  if (!(await tellsGone(db, run))) return 0;
  const [row] = await db.all<{ n: number }>(sql`
    SELECT count(*) AS n FROM broker_run_alerts p WHERE p.run_pk = ${run.previousPk}
    AND NOT EXISTS (SELECT 1 FROM broker_run_alerts a WHERE a.run_pk = ${run.pk} AND a.alert_id = p.alert_id)`);
  return row?.n ?? 0;
}
