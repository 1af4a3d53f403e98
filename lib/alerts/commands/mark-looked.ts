import { eq, sql } from "drizzle-orm";
import { brokerRuns, queryLooks } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { RunDto } from "../types";

/** Notes that this person saw a run: what came later counts as new. The page does not wait for it. */
export function markLooked(ctx: Context, run: RunDto): void {
  const { actor } = ctx;
  if (actor.kind !== "user" || run.queryId === null) return;
  ctx.database
    .write(async (tx) => {
      const [row] = await tx
        .select({ pk: brokerRuns.pk, queryPk: brokerRuns.queryPk })
        .from(brokerRuns)
        .where(eq(brokerRuns.id, run.id));
      if (!row || row.queryPk === null) return;
      await tx
        .insert(queryLooks)
        .values({ userPk: actor.userPk, queryPk: row.queryPk, runPk: row.pk })
        .onConflictDoUpdate({
          target: [queryLooks.userPk, queryLooks.queryPk],
          set: { runPk: sql`max(${queryLooks.runPk}, ${row.pk})` },
        });
    })
    .catch((error: unknown) => ctx.logger.warn({ err: error }, "a look at a run could not be noted"));
}
