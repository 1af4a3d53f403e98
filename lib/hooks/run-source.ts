import { eq, inArray } from "drizzle-orm";
import { outbox } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import { backoffMs } from "@/lib/jobs/backoff";
import { type LaneFilter, leasedTable, sendable, sentAt } from "@/lib/jobs/lease";
import type { SendableSource, Settlement, WorkItem } from "@/lib/jobs/work";
import type { Attempt, HandlerDependencies } from "./handler-context";
import { type HandlerEntry, laneOf } from "./registry";
import { hasUnrelayed, relayEvents } from "./relay";
import { type AttemptResult, runHandler } from "./run-handler";
import { joinLines, type RunLine } from "./run-logger";
import { storedActor } from "./schema";

type Options = HandlerDependencies & {
  handlers: readonly HandlerEntry[];
  /** Wait after attempt number n, in milliseconds; the schedule of lib/jobs/backoff.ts unless said. */
  backoffMs?: (attempt: number) => number;
};

type Claim = { pk: number; host: string; attempt: Attempt; attemptsMax: number; lines: readonly RunLine[] };

const table = leasedTable({
  table: "hook_runs",
  returning: "id, outbox_pk, hook, handler, dry_run, attempts_max, logs",
  lostColumn: "error",
  attemptsMax: "attempts_max",
  // The same form as the lines of a logger, so that the page tells of attempts that could not tell of themselves.
  cutOff: `logs = json_insert(coalesce(logs, '[]'), '$[#]', json_object('at', ?, 'attempt', attempts, 'level', 'warn',
    'message', 'Attempt ' || attempts || ' was cut off: the server stopped.', 'fields', json('{}')))`,
  laneKey: "'hook:' || hook || '/' || handler",
  // A replay is work of its own, of the same event and handler.
  workKey:
    "(SELECT o.id FROM outbox o WHERE o.pk = outbox_pk) || '/' || handler || CASE replay_of WHEN '' THEN '' ELSE '/' || hook_runs.id END",
});

/** The run log as a source of work for either engine: relay, claims, attempts and what they leave. */
export function createRunSource(options: Options): SendableSource {
  const { database, handlers } = options;
  const entries = new Map(handlers.map((entry) => [laneOf(entry.hook, entry.name), entry]));
  const filterOf = (lane: string): LaneFilter => {
    const entry = entries.get(lane);
    return { where: "handler = ? AND hook = ?", args: [entry?.name ?? "", entry?.hook ?? ""] };
  };
  return {
    lanes: handlers.map(({ hook, name, concurrency, perHost, isBatched }) => ({
      key: laneOf(hook, name),
      concurrency,
      perHost,
      isBatched,
    })),
    topic: "outbox",
    takeIn: (tx, now) => relayEvents(tx, handlers, now, { ofGroup: (id) => options.services.hostOfGroup(tx, id) }),
    async claim(tx, claim) {
      const entry = entries.get(claim.lane);
      if (!entry) return [];
      const rows = await table.claim(tx, filterOf(claim.lane), claim);
      return (await withEvents(tx, rows)).map((one) => workItem(options, entry, one));
    },
    async claimOne(tx, { lane, id, now, leaseUntil, dueBy }) {
      const entry = entries.get(lane);
      const row = entry ? await table.claimOne(tx, id, filterOf(lane), now, leaseUntil, dueBy) : null;
      const [claim] = row ? await withEvents(tx, [row]) : [];
      return entry && row && claim ? { item: workItem(options, entry, claim), sentAt: sentAt(row) } : null;
    },
    ...sendable(table, database.read),
    reclaim: (tx, now, all) => table.reclaim(tx, now, all),
    retire: (tx, now) => table.retire(tx, now, [...entries.keys()]),
    renew: (tx, items, leaseUntil) => table.renew(tx, items, leaseUntil),
    stillRunning: (items) => table.stillRunning(database.read, items),
    release: (items, now) => table.release(items, now),
    hasIntake: () => hasUnrelayed(database.read),
    nextDueAt: (lane, roomAt) => table.nextDueAt(database.read, filterOf(lane), roomAt),
    nextLeaseEnd: () => table.nextLeaseEnd(database.read),
  };
}

async function withEvents(tx: Tx, rows: readonly Record<string, unknown>[]): Promise<Claim[]> {
  if (rows.length === 0) return [];
  const pks = [...new Set(rows.map((row) => Number(row.outbox_pk)))];
  const events = await tx
    .select({
      pk: outbox.pk,
      id: outbox.id,
      depth: outbox.depth,
      createdAt: outbox.createdAt,
      actor: outbox.actor,
      targetId: outbox.targetId,
      payload: outbox.payload,
    })
    .from(outbox)
    .where(pks.length === 1 ? eq(outbox.pk, pks[0] ?? -1) : inArray(outbox.pk, pks));
  const byPk = new Map(events.map((event) => [event.pk, event]));
  return rows.map((row) => {
    const event = byPk.get(Number(row.outbox_pk));
    return {
      pk: Number(row.pk),
      host: String(row.host),
      attemptsMax: Number(row.attempts_max),
      lines: typeof row.logs === "string" ? (JSON.parse(row.logs) as RunLine[]) : [],
      attempt: {
        runPk: Number(row.pk),
        runId: String(row.id),
        eventId: event?.id ?? "",
        hook: String(row.hook),
        handler: String(row.handler),
        attempt: Number(row.attempts),
        dryRun: Number(row.dry_run) === 1,
        depth: event?.depth ?? 0,
        occurredAt: event?.createdAt ?? "",
        actor: storedActor.parse(event?.actor),
        targetId: event?.targetId ?? null,
        payload: event?.payload ?? null,
      },
    };
  });
}

const workItem = (options: Options, entry: HandlerEntry, claim: Claim): WorkItem => ({
  pk: claim.pk,
  id: claim.attempt.runId,
  attempt: claim.attempt.attempt,
  host: claim.host,
  async run(signal) {
    const started = options.clock.now();
    const startedMs = performance.now();
    const result = await runHandler(options, entry, claim.attempt, signal);
    const waitMs = waitAfter(options, entry, claim, result);
    return settlement(options.clock.now(), claim, result, waitMs, {
      started,
      tookMs: Math.round(performance.now() - startedMs),
    });
  },
});

/** Milliseconds until the next attempt; null where none follows. */
function waitAfter(options: Options, entry: HandlerEntry, claim: Claim, result: AttemptResult): number | null {
  const { attempt } = claim.attempt;
  if (result.ok || result.final || attempt >= claim.attemptsMax) return null;
  const scheduleMs = options.backoffMs?.(attempt) ?? backoffMs(attempt, entry.retryWaitsMs);
  return Math.max(scheduleMs, result.retryAfterS * 1_000);
}

/** Until when whom it asked wants to be left alone. */
const busyUntil = (now: Date, result: AttemptResult): string | null =>
  result.ok || !result.isBusy ? null : new Date(now.getTime() + result.retryAfterS * 1_000).toISOString();

type Took = { started: Date; tookMs: number };

function settlement(
  now: Date,
  claim: Claim,
  result: AttemptResult,
  waitMs: number | null,
  { started, tookMs }: Took,
): Settlement {
  const { attempt } = claim.attempt;
  const due = waitMs === null ? null : new Date(now.getTime() + waitMs);
  const lines = result.ok ? result.lines : [...result.lines, failureLine(now, attempt, result.error, due)];
  const logs = joinLines(claim.lines, lines);
  return [
    {
      sql: `UPDATE hook_runs SET status = ?, due_at = ?, lease_until = NULL, started_at = ?, finished_at = ?,
              duration_ms = ?, output = ?, error = ?, host_busy_until = ?, logs = ?
            WHERE pk = ? AND status = 'running' AND attempts = ?`,
      args: [
        result.ok ? "done" : due === null ? "failed" : "queued",
        (due ?? now).toISOString(),
        started.toISOString(),
        due === null ? now.toISOString() : null,
        tookMs,
        result.ok ? JSON.stringify(result.output) : null,
        result.ok ? null : result.error,
        due === null ? null : busyUntil(now, result),
        logs.length === 0 ? null : JSON.stringify(logs),
        claim.pk,
        attempt,
      ],
    },
  ];
}

/** Each failed attempt leaves a line, so that the page tells the whole story and not only its end. */
const failureLine = (now: Date, attempt: number, error: string, due: Date | null): RunLine => ({
  at: now.toISOString(),
  attempt,
  level: "error",
  message: `Attempt ${attempt} failed: ${error}${due === null ? "" : ` Next attempt at ${due.toISOString()}.`}`,
  fields: {},
});
