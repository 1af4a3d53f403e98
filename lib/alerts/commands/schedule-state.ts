import { eq } from "drizzle-orm";
import { brokerQueries } from "@/db/schema/alerts";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { nextTimes } from "@/lib/core/schedule";
import { notify } from "@/lib/notifications/notify";
import { failuresToTell, failureWaitMs } from "../failure-wait";
import type { RunRow } from "./finish-run";

type Schedule = { schedule: string | null; schedulePaused: boolean };

/** When a schedule comes next after an instant; null without one, and while it is paused. */
export const nextRunAfter = ({ schedule, schedulePaused }: Schedule, after: Date): string | null =>
  schedule === null || schedulePaused ? null : (nextTimes(schedule, after, 1)[0] ?? null);

/**
 * What a query's schedule learns from a run: after a failure it waits longer, and at the third in a row its owner is
 * told; after any run that went well, by hand too, it goes on as written.
 */
export async function noteOutcome(tx: Tx, ctx: Context, run: RunRow): Promise<void> {
  const [query] = await tx
    .select()
    .from(brokerQueries)
    .where(eq(brokerQueries.pk, run.queryPk ?? -1));
  if (!query) return;
  const now = ctx.clock.now();
  const set = (values: Partial<typeof brokerQueries.$inferInsert>) =>
    tx.update(brokerQueries).set(values).where(eq(brokerQueries.pk, query.pk));
  if (run.status !== "failed") {
    if (query.failureCount > 0 || query.needsLook !== null) {
      await set({ failureCount: 0, needsLook: null, nextRunAt: nextRunAfter(query, now) });
    }
    return;
  }
  if (run.trigger !== "schedule") return;
  const failureCount = query.failureCount + 1;
  const nextRunAt = nextRunAfter(query, new Date(now.getTime() + failureWaitMs(failureCount)));
  await set({ failureCount, nextRunAt });
  if (failureCount !== failuresToTell || query.ownerPk === null) return;
  await notify(tx, ctx, [
    {
      userPk: query.ownerPk,
      key: `query:${query.id}:failing:${run.id}`,
      kind: "query.failing",
      title: `${query.name} failed ${failuresToTell} times in a row`,
      body: `${run.feedback ?? "The broker gave no answer."} It is tried again, less and less often, until it goes well or is edited.`,
      href: `/alerts/queries/${query.id}`,
    },
  ]);
}
