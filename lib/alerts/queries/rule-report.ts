import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { type brokerRuns, ruleOutcomes } from "@/db/schema/alerts";
import { users } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import type { RuleReport } from "../types";

type RunRow = Pick<typeof brokerRuns.$inferSelect, "pk" | "ruleAuthorPk" | "ruleState" | "ruleError">;

/**
 * What a run's rule did, as this reader may know it. Every alert that it took is named: one that a target stands for which
 * she cannot see reads as one of which no target could be made, so that a row less, or another word, tells her of none.
 * The rule acted with the rights of whoever set it, so that its words on a failure are for her and administrators; why it was
 * stopped before it acted is told to all.
 */
export async function ruleReport(db: ReadDb, scope: VisibleScope, run: RunRow): Promise<RuleReport | null> {
  if (run.ruleState === null) return null;
  const isAuthor = scope.kind === "all" || (scope.userPk !== null && scope.userPk === run.ruleAuthorPk);
  const [author] = await db
    .select({ username: users.username })
    .from(users)
    .where(eq(users.pk, run.ruleAuthorPk ?? -1));
  const rows = await db
    .select({
      alertId: ruleOutcomes.alertId,
      outcome: ruleOutcomes.outcome,
      message: ruleOutcomes.message,
      targetId: targets.id,
      targetName: targets.name,
      isHidden: sql<number>`${ruleOutcomes.targetPk} IS NOT NULL AND ${targets.pk} IS NULL`,
    })
    .from(ruleOutcomes)
    .leftJoin(targets, sql`${targets.pk} = ${ruleOutcomes.targetPk} AND ${visibleTo(scope)}`)
    .where(eq(ruleOutcomes.runPk, run.pk))
    .orderBy(ruleOutcomes.pk)
    .limit(5_000);
  return {
    state: run.ruleState,
    author: author?.username ?? null,
    error: run.ruleState !== "failed" || isAuthor ? run.ruleError : "It could not act; whoever set it sees why.",
    items: rows.map(({ isHidden, ...row }) => {
      if (isHidden !== 1 && (row.outcome !== "failed" || isAuthor)) return row;
      return { ...row, outcome: "failed" as const, message: isAuthor ? unseen : untold };
    }),
  };
}

const untold = "No target could be made; whoever set the rule sees why.";
const unseen = "No target that you may see came of it.";
