import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { type brokerRuns, ruleOutcomes } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { RuleReport } from "../types";

type RunRow = Pick<typeof brokerRuns.$inferSelect, "pk" | "ownerPk" | "ruleState" | "ruleError">;

/**
 * What a run's rule did, as this reader may know it: of targets that she cannot see nothing is told. The rule acted with
 * the rights of the query's owner, so that its words on a failure are for the owner and administrators.
 */
export async function ruleReport(db: ReadDb, scope: VisibleScope, run: RunRow): Promise<RuleReport | null> {
  if (run.ruleState === null) return null;
  const isOwner = scope.kind === "all" || (scope.userPk !== null && scope.userPk === run.ownerPk);
  const rows = await db
    .select({
      alertId: ruleOutcomes.alertId,
      outcome: ruleOutcomes.outcome,
      message: ruleOutcomes.message,
      targetId: targets.id,
      targetName: targets.name,
    })
    .from(ruleOutcomes)
    .leftJoin(targets, eq(targets.pk, ruleOutcomes.targetPk))
    .where(sql`${ruleOutcomes.runPk} = ${run.pk} AND (${ruleOutcomes.targetPk} IS NULL OR ${visibleTo(scope)})`)
    .orderBy(ruleOutcomes.pk)
    .limit(5_000);
  return {
    state: run.ruleState,
    error: run.ruleError === null || isOwner ? run.ruleError : "It could not act; the query's owner sees why.",
    items: rows.map((row) => ({
      ...row,
      message:
        row.outcome === "failed" && !isOwner ? "No target could be made; the query's owner sees why." : row.message,
    })),
  };
}
