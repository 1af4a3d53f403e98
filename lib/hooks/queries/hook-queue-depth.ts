import { and, asc, eq, lte } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { hookRuns } from "@/db/schema/events";

/** Of all runs, for whoever watches the house: how many wait although their time has come, and since when. */
export async function hookQueueDepth(db: ReadDb, now: Date): Promise<{ due: number; oldestDueAt: string | null }> {
  const due = and(eq(hookRuns.status, "queued"), lte(hookRuns.dueAt, now.toISOString()));
  const [oldest] = await db
    .select({ dueAt: hookRuns.dueAt })
    .from(hookRuns)
    .where(due)
    .orderBy(asc(hookRuns.pk))
    .limit(1);
  return { due: await db.$count(hookRuns, due), oldestDueAt: oldest?.dueAt ?? null };
}
