import type { Database } from "@/db/client";
import type { TomConfig } from "@/lib/config/types";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { PeriodicTask } from "./periodic";

type Options = { database: Database; clock: Clock; logger: Logger; retentionDays: TomConfig["retentionDays"] };

const dayMs = 86_400_000;
const rowsPerStatement = 500;

/** Sessions are kept for a while after their end, and sign-in attempts as long as throttling could count them. */
const sessionDays = 7;
const signInAttemptDays = 30;

type Rule = { what: string; table: string; days: number; where: string };

/**
 * What goes when. An event stays for as long as a run tells of it, whatever its own retention: replays need it. So
 * runs go first.
 */
const rules = (days: TomConfig["retentionDays"]): Rule[] => [
  {
    what: "hook runs",
    table: "hook_runs",
    days: days.runs,
    where: "created_at < ? AND status IN ('done', 'failed', 'cancelled')",
  },
  {
    what: "events",
    table: "outbox",
    days: days.outbox,
    where: `created_at < ? AND relayed_at IS NOT NULL
            AND (relayed_at <> '' OR NOT EXISTS (SELECT 1 FROM released_events)
                                     AND NOT EXISTS (SELECT 1 FROM pending_parts))
            AND NOT EXISTS (SELECT 1 FROM hook_runs r WHERE r.outbox_pk = outbox.pk)`,
  },
  {
    what: "jobs",
    table: "jobs",
    days: days.jobs,
    where: "created_at < ? AND status IN ('done', 'failed', 'cancelled')",
  },
  { what: "mails", table: "mails", days: days.runs, where: "created_at < ? AND state <> 'queued'" },
  { what: "notifications", table: "notifications", days: days.runs, where: "created_at < ?" },
  { what: "idempotency keys", table: "idempotency_keys", days: days.idempotencyKeys, where: "created_at < ?" },
  { what: "sessions", table: "sessions", days: sessionDays, where: "expires_at < ?" },
  { what: "sign-in attempts", table: "sign_in_attempts", days: signInAttemptDays, where: "at < ?" },
];

/** Clean-up as a task, daily. */
export const cleanUpTask = (options: Options): PeriodicTask => ({
  name: "clean-up",
  summary: "Deletes what is past its retention: sessions, runs, events, jobs, mails",
  everyMs: dayMs,
  run: async () => void (await cleanUp(options)),
});

/** Deletes what is past its retention, in small transactions that let others in between. Answers how many rows went, by kind. */
export async function cleanUp({ database, clock, logger, retentionDays }: Options): Promise<Record<string, number>> {
  const gone: Record<string, number> = {};
  for (const rule of rules(retentionDays)) {
    const before = new Date(clock.now().getTime() - rule.days * dayMs).toISOString();
    let deleted = 0;
    for (let last = rowsPerStatement; last === rowsPerStatement; deleted += last) {
      last = await database.write(async (tx) => {
        const { rowsAffected } = await tx.raw.execute({
          sql: `DELETE FROM ${rule.table} WHERE rowid IN (SELECT rowid FROM ${rule.table} WHERE ${rule.where} LIMIT ${rowsPerStatement})`,
          args: [before],
        });
        return rowsAffected;
      });
    }
    gone[rule.what] = deleted;
  }
  logger.info({ gone }, "Cleaned up what is past its retention.");
  return gone;
}
