import * as z from "zod";
import { type ErrorCode, isTomError } from "@/lib/core/errors";
import { attemptsMax, backoffMs } from "./backoff";
import type { JobEntry } from "./define-job";
import type { StoredPayload } from "./enqueue";
import { failureText } from "./failure-text";
import { type JobDependencies, jobContext } from "./job-context";
import { createProgressWriter } from "./job-progress";
import { type LaneFilter, leasedTable, sendable, sentAt } from "./lease";
import { withinLimit } from "./time-limit";
import type { SendableSource, Settlement, WorkItem } from "./work";

type Options = JobDependencies & {
  jobs: readonly JobEntry[];
  backoffMs?: (attempt: number) => number;
};

type Claim = {
  pk: number;
  id: string;
  host: string;
  ownerPk: number | null;
  payload: StoredPayload;
  attempt: number;
};

export const laneOf = (kind: string): string => `job:${kind}`;
export const attemptsMaxOf = (entry: JobEntry): number => entry.retryWaitsMs.length + 1;

/** Kinds are named in code, never by people: they may stand in a statement. */
const attemptsMaxSql = (jobs: readonly JobEntry[]): string =>
  `CASE kind ${jobs.map((job) => `WHEN '${job.kind}' THEN ${attemptsMaxOf(job)}`).join(" ")} ELSE ${attemptsMax} END`;

/** The list of jobs as a source of work for either engine. */
export function createJobSource(options: Options): SendableSource {
  const { database } = options;
  const table = leasedTable({
    table: "jobs",
    returning: "id, owner_pk, payload",
    lostColumn: "message",
    attemptsMax: options.jobs.length === 0 ? String(attemptsMax) : attemptsMaxSql(options.jobs),
    laneKey: "'job:' || kind",
    workKey: "id",
  });
  const entries = new Map(options.jobs.map((job) => [laneOf(job.kind), job]));
  const filterOf = (lane: string): LaneFilter => ({ where: "kind = ?", args: [entries.get(lane)?.kind ?? ""] });
  const lanes = options.jobs.map(({ kind, concurrency, perHost }) => ({ key: laneOf(kind), concurrency, perHost }));
  return {
    lanes,
    topic: "jobs",
    // Jobs come in as rows that can be claimed at once.
    takeIn: async () => ({ lanes: lanes.map((lane) => lane.key), more: false }),
    hasIntake: async () => false,
    async claim(tx, claim) {
      const entry = entries.get(claim.lane);
      if (!entry) return [];
      const rows = await table.claim(tx, filterOf(claim.lane), claim);
      return rows.map((row) => workItem(options, entry, readClaim(row)));
    },
    async claimOne(tx, { lane, id, now, leaseUntil, dueBy }) {
      const entry = entries.get(lane);
      const row = entry ? await table.claimOne(tx, id, filterOf(lane), now, leaseUntil, dueBy) : null;
      return entry && row ? { item: workItem(options, entry, readClaim(row)), sentAt: sentAt(row) } : null;
    },
    ...sendable(table, database.read),
    reclaim: (tx, now, all) => table.reclaim(tx, now, all),
    retire: (tx, now) =>
      table.retire(
        tx,
        now,
        lanes.map((lane) => lane.key),
      ),
    renew: (tx, items, leaseUntil) => table.renew(tx, items, leaseUntil),
    stillRunning: (items) => table.stillRunning(database.read, items),
    release: (items, now) => table.release(items, now),
    nextDueAt: (lane, roomAt) => table.nextDueAt(database.read, filterOf(lane), roomAt),
    nextLeaseEnd: () => table.nextLeaseEnd(database.read),
  };
}

// What cannot be read runs as an owner without input, and fails by itself.
const storedPayload = z
  .object({
    as: z.enum(["owner", "system"]),
    input: z.unknown(),
    cause: z.object({ eventId: z.string(), handler: z.string(), depth: z.number().int() }).optional(),
  })
  .catch({ as: "owner", input: null });

function readClaim(row: Record<string, unknown>): Claim {
  return {
    pk: Number(row.pk),
    id: String(row.id),
    host: String(row.host),
    ownerPk: row.owner_pk === null ? null : Number(row.owner_pk),
    payload: storedPayload.parse(JSON.parse(String(row.payload))),
    attempt: Number(row.attempts),
  };
}

const workItem = (options: Options, entry: JobEntry, claim: Claim): WorkItem => ({
  pk: claim.pk,
  id: claim.id,
  attempt: claim.attempt,
  host: claim.host,
  async run(signal) {
    const { database, logger } = options;
    const progress = createProgressWriter({ database, logger, pk: claim.pk, attempt: claim.attempt });
    const about = { job: entry.kind, jobId: claim.id, attempt: claim.attempt };
    try {
      const ctx = await jobContext(options, {
        ...claim,
        kind: entry.kind,
        as: claim.payload.as,
        cause: claim.payload.cause,
      });
      const result = await withinLimit(entry.timeoutMs, signal, (ending) =>
        entry.execute(claim.payload.input, {
          ctx,
          jobId: claim.id,
          attempt: claim.attempt,
          progress: progress.report,
          signal: ending,
        }),
      );
      await progress.stop();
      return ended(options, claim, "done", { ...progress.last(), result: JSON.stringify(result ?? null) });
    } catch (error) {
      logger.warn({ ...about, err: error }, "A job failed.");
      await progress.stop();
      return failure(options, entry, claim, error, progress.last());
    }
  },
});

type Last = { done: number; total: number | null; message: string };

/** What will be the same at the next attempt is not tried again. */
const finalCodes = new Set<ErrorCode>([
  "INVALID_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "BAD_MESSAGE",
  "MISCONFIGURED",
]);

function failure(options: Options, entry: JobEntry, claim: Claim, error: unknown, last: Last): Settlement {
  const known = isTomError(error) ? error : null;
  const final = error instanceof z.ZodError || (known !== null && finalCodes.has(known.code));
  const message = error instanceof z.ZodError ? "What this job was given is not right." : failureText(error);
  if (final || claim.attempt >= attemptsMaxOf(entry)) {
    return ended(options, claim, "failed", { ...last, message, result: null });
  }
  const scheduleMs = options.backoffMs?.(claim.attempt) ?? backoffMs(claim.attempt, entry.retryWaitsMs);
  const due = new Date(options.clock.now().getTime() + Math.max(scheduleMs, (known?.retryAfterS ?? 0) * 1000));
  return [
    {
      sql: `UPDATE jobs SET status = 'queued', lease_until = NULL, due_at = ?, message = ?
            WHERE pk = ? AND status = 'running' AND attempts = ?`,
      args: [due.toISOString(), `${message} It is tried again.`, claim.pk, claim.attempt],
    },
  ];
}

function ended(
  options: Options,
  claim: Claim,
  status: "done" | "failed",
  last: Last & { result: string | null },
): Settlement {
  return [
    {
      sql: `UPDATE jobs SET status = ?, lease_until = NULL, finished_at = ?, done = ?, total = ?, message = ?, result = ?
            WHERE pk = ? AND status = 'running' AND attempts = ?`,
      args: [
        status,
        options.clock.now().toISOString(),
        last.done,
        last.total,
        last.message,
        last.result,
        claim.pk,
        claim.attempt,
      ],
    },
  ];
}
