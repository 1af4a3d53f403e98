import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { Clock } from "@/lib/core/clock";

/**
 * A running run is believed to live until its lease ends; whoever works on it keeps renewing. So a run whose process
 * died is known, and does not keep the next one of its query waiting for ever.
 */
const leaseMs = 60_000;
const renewMs = 20_000;
/** Of runs that were started before there were leases. */
const oldestMs = 600_000;

export const leaseFrom = (clock: Clock): string => new Date(clock.now().getTime() + leaseMs).toISOString();

export function isLost(run: { leaseUntil: string | null; startedAt: string }, now: Date): boolean {
  const until = run.leaseUntil ?? new Date(Date.parse(run.startedAt) + oldestMs).toISOString();
  return until < now.toISOString();
}

/** Renews the lease of a run until it is told to stop. */
export function holdLease(ctx: Context, runPk: number): () => void {
  const timer = setInterval(() => {
    const mine = and(eq(brokerRuns.pk, runPk), eq(brokerRuns.status, "running"));
    ctx.database
      .write(
        async (tx) =>
          void (await tx
            .update(brokerRuns)
            .set({ leaseUntil: leaseFrom(ctx.clock) })
            .where(mine)),
      )
      .catch((err: unknown) => ctx.logger.warn({ err, runPk }, "a run's lease could not be renewed"));
  }, renewMs).unref();
  return () => clearInterval(timer);
}

export const lostFeedback = "The server stopped while this was running.";

/** Ends the runs whose process died. */
export async function endLostRuns({ database, clock }: Pick<Context, "database" | "clock">): Promise<void> {
  const now = clock.now();
  const running = await database.read
    .select({ pk: brokerRuns.pk, leaseUntil: brokerRuns.leaseUntil, startedAt: brokerRuns.startedAt })
    .from(brokerRuns)
    .where(eq(brokerRuns.status, "running"));
  for (const { pk } of running.filter((run) => isLost(run, now))) {
    await database.write(async (tx) => {
      await tx
        .update(brokerRuns)
        .set({ status: "failed", feedback: lostFeedback, finishedAt: now.toISOString(), leaseUntil: null })
        .where(and(eq(brokerRuns.pk, pk), eq(brokerRuns.status, "running")));
      await tx.delete(brokerRunAlerts).where(eq(brokerRunAlerts.runPk, pk));
    });
  }
}

/** For the start of the one process that writes a database: nobody works on what was running before. */
export async function expireRunLeases({ database, clock }: { database: Database; clock: Clock }): Promise<void> {
  const leaseUntil = new Date(clock.now().getTime() - 1).toISOString();
  await database.write(
    async (tx) => void (await tx.update(brokerRuns).set({ leaseUntil }).where(eq(brokerRuns.status, "running"))),
  );
}
