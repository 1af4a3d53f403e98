import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import type { Tx } from "@/db/write";
import type { Claim, RoomAt, Seen, SentRow, Settlement, WorkItem } from "./work";

type Value = string | number | null;

export type LaneFilter = { where: string; args: readonly Value[] };

type LeasedTable = {
  table: "hook_runs" | "jobs";
  /** Columns that the claimer needs back. */
  returning: string;
  /** What people read when the last attempt was cut off by the end of its process. */
  lostColumn: "error" | "message";
  /** SQL that remembers of a row that its attempt was cut off, with one argument, the time; where the table keeps such lines. */
  cutOff?: string;
  /** SQL: how many attempts a row gets. */
  attemptsMax: string;
  /** Names the lane of a row, in SQL. */
  laneKey: string;
  /** Names the work of a row to an outside engine, in SQL: the same work by the same name. */
  workKey: string;
};

const marks = (count: number): string => Array(count).fill("?").join(", ");
const at = (value: unknown): Date | null => (typeof value === "string" ? new Date(value) : null);

/**
 * Claims by lease, the same for both tables: a row is taken for a while, its attempt counted; whoever took it keeps
 * renewing; when the lease runs out anybody may take it. The attempt number tells a late writer that the row is not
 * its own any more.
 */
export function leasedTable(spec: LeasedTable) {
  const { table, returning, lostColumn, attemptsMax, laneKey, workKey } = spec;
  const own = (items: readonly WorkItem[]): { where: string; args: number[] } => ({
    where: `pk IN (${marks(items.length)}) AND status = 'running'`,
    args: items.map((item) => item.pk),
  });
  return {
    async claim(tx: Tx, lane: LaneFilter, { limit, now, leaseUntil, roomAt }: Claim) {
      const at = now.toISOString();
      const waiting = await tx.raw.execute(waitingByHost(table, lane));
      const due = waiting.rows.filter((row) => String(row.due) <= at);
      const claimed: Record<string, unknown>[] = [];
      for (const { host } of due.sort((one, other) => (String(one.due) < String(other.due) ? -1 : 1))) {
        const room = Math.min(limit - claimed.length, roomAt(String(host)));
        if (room <= 0) continue;
        const { rows } = await tx.raw.execute({
          sql: `UPDATE ${table} SET status = 'running', attempts = attempts + 1, lease_until = ?, started_at = ?
                WHERE pk IN (SELECT pk FROM ${table} WHERE ${lane.where} AND status = 'queued' AND host = ? AND due_at <= ?
                             ORDER BY due_at, pk LIMIT ?)
                RETURNING pk, attempts, host, ${returning}`,
          args: [leaseUntil.toISOString(), at, ...lane.args, String(host), at, room],
        });
        claimed.push(...rows);
      }
      return claimed.sort((one, other) => Number(one.pk) - Number(other.pk));
    },

    /** One row by its id, if it waits and is due. */
    async claimOne(tx: Tx, id: string, lane: LaneFilter, now: Date, leaseUntil: Date, dueBy: Date) {
      const { rows } = await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'running', attempts = attempts + 1, lease_until = ?, started_at = ?
              WHERE id = ? AND ${lane.where} AND status = 'queued' AND due_at <= ?
              RETURNING pk, attempts, host, sent_at, ${returning}`,
        args: [leaseUntil.toISOString(), now.toISOString(), id, ...lane.args, dueBy.toISOString()],
      });
      return rows[0] ?? null;
    },

    async look(db: ReadDb, id: string): Promise<Seen | null> {
      const row = await db.get<{
        status: Seen["status"];
        due: string;
        lease: string | null;
        lane: string;
        host: string;
      }>(
        sql`SELECT status, due_at AS due, lease_until AS lease, ${sql.raw(laneKey)} AS lane, host
            FROM ${sql.raw(table)} WHERE id = ${id}`,
      );
      if (!row) return null;
      const { status, lane, host, due, lease } = row;
      return { status, lane, host, dueAt: new Date(due), leaseUntil: at(lease) };
    },

    async unsent(db: ReadDb, now: Date, limit: number) {
      return db.all<{ pk: number; id: string; lane: string; host: string; key: string; sends: number }>(
        sql`SELECT pk, id, ${sql.raw(laneKey)} AS lane, host, ${sql.raw(workKey)} AS key, sends FROM ${sql.raw(table)}
            WHERE status = 'queued' AND sent_at IS NULL AND due_at <= ${now.toISOString()} ORDER BY pk LIMIT ${limit}`,
      );
    },

    async nextUnsentAt(db: ReadDb): Promise<Date | null> {
      const row = await db.get<{ due: string | null }>(
        sql`SELECT min(due_at) AS due FROM ${sql.raw(table)} WHERE status = 'queued' AND sent_at IS NULL`,
      );
      return at(row?.due);
    },

    // Whatever became of the row meanwhile: a fast engine may have called for it already.
    markSent: (pks: readonly number[], now: Date): Settlement => [
      {
        sql: `UPDATE ${table} SET sent_at = ?, sends = sends + 1 WHERE pk IN (${marks(pks.length)})`,
        args: [now.toISOString(), ...pks],
      },
    ],

    async sentBefore(db: ReadDb, before: Date, limit: number): Promise<readonly SentRow[]> {
      const rows = await db.all<{ pk: number; lane: string; host: string; sent: string; due: string; sends: number }>(
        sql`SELECT pk, ${sql.raw(laneKey)} AS lane, host, sent_at AS sent, due_at AS due, sends FROM ${sql.raw(table)}
            WHERE status = 'queued' AND sent_at < ${before.toISOString()} ORDER BY sent_at LIMIT ${limit}`,
      );
      return rows.map(({ sent, due, ...row }) => ({ ...row, sentAt: new Date(sent), dueAt: new Date(due) }));
    },

    forget: (pks: readonly number[] | "all"): Settlement => [
      {
        sql: `UPDATE ${table} SET sent_at = NULL WHERE status = 'queued' AND sent_at IS NOT NULL
              ${pks === "all" ? "" : `AND pk IN (${marks(pks.length)})`}`,
        args: pks === "all" ? [] : [...pks],
      },
    ],

    async reclaim(tx: Tx, now: Date, all: boolean): Promise<void> {
      const expired = all ? "status = 'running'" : "status = 'running' AND lease_until < ?";
      const args = all ? [] : [now.toISOString()];
      if (spec.cutOff !== undefined) {
        await tx.raw.execute({
          sql: `UPDATE ${table} SET ${spec.cutOff} WHERE ${expired}`,
          args: [now.toISOString(), ...args],
        });
      }
      await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'failed', lease_until = NULL, finished_at = ?,
                ${lostColumn} = 'The server stopped while this was running, at the last of its attempts.'
              WHERE ${expired} AND attempts >= ${attemptsMax}`,
        args: [now.toISOString(), ...args],
      });
      await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'queued', lease_until = NULL, sent_at = NULL, due_at = ? WHERE ${expired}`,
        args: [now.toISOString(), ...args],
      });
    },

    async retire(tx: Tx, now: Date, lanes: readonly string[]): Promise<void> {
      await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'failed', finished_at = ?, ${lostColumn} = 'Nothing of this name is configured any more.'
              WHERE status IN ('queued', 'paused') AND ${laneKey} NOT IN (${marks(lanes.length)})`,
        args: [now.toISOString(), ...lanes],
      });
    },

    async renew(tx: Tx, items: readonly WorkItem[], leaseUntil: Date): Promise<ReadonlySet<number>> {
      const { where, args } = own(items);
      const { rows } = await tx.raw.execute({
        sql: `UPDATE ${table} SET lease_until = ? WHERE ${where} RETURNING pk, attempts`,
        args: [leaseUntil.toISOString(), ...args],
      });
      return stillOwn(
        items,
        rows.map((row) => [Number(row.pk), Number(row.attempts)]),
      );
    },

    async stillRunning(db: ReadDb, items: readonly WorkItem[]): Promise<ReadonlySet<number>> {
      const pks = sql.join(
        items.map((item) => sql`${item.pk}`),
        sql`, `,
      );
      const rows = await db.all<{ pk: number; attempts: number }>(
        sql`SELECT pk, attempts FROM ${sql.raw(table)} WHERE pk IN (${pks}) AND status = 'running'`,
      );
      return stillOwn(
        items,
        rows.map((row) => [row.pk, row.attempts]),
      );
    },

    release: (items: readonly WorkItem[], now: Date): Settlement =>
      items.map((item) => ({
        sql: `UPDATE ${table} SET status = 'queued', attempts = attempts - 1, lease_until = NULL, sent_at = NULL, due_at = ?
              WHERE pk = ? AND status = 'running' AND attempts = ?`,
        args: [now.toISOString(), item.pk, item.attempt],
      })),

    async nextDueAt(db: ReadDb, lane: LaneFilter, roomAt: RoomAt): Promise<Date | null> {
      const waiting = await db.all<{ host: string; due: string }>(filled(waitingByHost(table, lane)));
      const dues = waiting.filter(({ host }) => roomAt(host) > 0).map(({ due }) => due);
      return at(dues.sort()[0]);
    },

    async nextLeaseEnd(db: ReadDb): Promise<Date | null> {
      const row = await db.get<{ lease: string | null }>(
        sql`SELECT min(lease_until) AS lease FROM ${sql.raw(table)} WHERE status = 'running'`,
      );
      return at(row?.lease);
    },
  };
}

/** When a claimed row was given to an outside engine. */
export const sentAt = (row: Record<string, unknown>): Date | null => at(row.sent_at);

/** The part of a source that is the same for both tables. */
export const sendable = (table: ReturnType<typeof leasedTable>, db: ReadDb) => ({
  look: (id: string) => table.look(db, id),
  unsent: (now: Date, limit: number) => table.unsent(db, now, limit),
  nextUnsentAt: () => table.nextUnsentAt(db),
  markSent: table.markSent,
  sentBefore: (before: Date, limit: number) => table.sentBefore(db, before, limit),
  forget: table.forget,
});

function stillOwn(items: readonly WorkItem[], rows: readonly (readonly [number, number])[]): ReadonlySet<number> {
  const attempts = new Map(rows);
  return new Set(items.filter((item) => attempts.get(item.pk) === item.attempt).map((item) => item.pk));
}

/** Whom the waiting rows of a lane ask, and when the first of each is due: a look into the index for each host. */
function waitingByHost(table: string, { where, args }: LaneFilter) {
  const waits = `FROM ${table} WHERE ${where} AND status = 'queued'`;
  return {
    sql: `WITH RECURSIVE hosts (name) AS (
            SELECT min(host) ${waits}
            UNION ALL SELECT (SELECT min(host) ${waits} AND host > hosts.name) FROM hosts WHERE hosts.name IS NOT NULL)
          SELECT name AS host, (SELECT min(due_at) ${waits} AND host = hosts.name) AS due
          FROM hosts WHERE name IS NOT NULL`,
    args: [...args, ...args, ...args],
  };
}

/** The same statement for the query builder. */
function filled({ sql: text, args }: { sql: string; args: readonly Value[] }) {
  const parts = text.split("?");
  return sql.join(
    parts.map((part, index) => (index < args.length ? sql`${sql.raw(part)}${args[index]}` : sql.raw(part))),
  );
}
