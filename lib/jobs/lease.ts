import { sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import type { Tx } from "@/db/write";
import type { Settlement, WorkItem } from "./work";

type Value = string | number | null;

export type LaneFilter = { where: string; args: readonly Value[] };

type LeasedTable = {
  table: "hook_runs" | "jobs";
  /** Columns that the claimer needs back. */
  returning: string;
  /** What people read when the last attempt was cut off by the end of its process. */
  lostColumn: "error" | "message";
  /** SQL: how many attempts a row gets. */
  attemptsMax: string;
  /** Names the lane of a row, in SQL. */
  laneKey: string;
};

const marks = (count: number): string => Array(count).fill("?").join(", ");
const at = (value: unknown): Date | null => (typeof value === "string" ? new Date(value) : null);

/**
 * Claims by lease, the same for both tables: a row is taken for a while, its attempt counted; whoever took it keeps
 * renewing; when the lease runs out anybody may take it. The attempt number tells a late writer that the row is not
 * its own any more.
 */
export function leasedTable({ table, returning, lostColumn, attemptsMax, laneKey }: LeasedTable) {
  const own = (items: readonly WorkItem[]): { where: string; args: number[] } => ({
    where: `pk IN (${marks(items.length)}) AND status = 'running'`,
    args: items.map((item) => item.pk),
  });
  return {
    async claim(tx: Tx, lane: LaneFilter, limit: number, now: Date, leaseUntil: Date) {
      const { rows } = await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'running', attempts = attempts + 1, lease_until = ?, started_at = ?
              WHERE pk IN (SELECT pk FROM ${table} WHERE ${lane.where} AND status = 'queued' AND due_at <= ?
                           ORDER BY due_at, pk LIMIT ?)
              RETURNING pk, attempts, ${returning}`,
        args: [leaseUntil.toISOString(), now.toISOString(), ...lane.args, now.toISOString(), limit],
      });
      return [...rows].sort((one, other) => Number(one.pk) - Number(other.pk));
    },

    async reclaim(tx: Tx, now: Date, all: boolean): Promise<void> {
      const expired = all ? "status = 'running'" : "status = 'running' AND lease_until < ?";
      const args = all ? [] : [now.toISOString()];
      await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'failed', lease_until = NULL, finished_at = ?,
                ${lostColumn} = 'The server stopped while this was running, at the last of its attempts.'
              WHERE ${expired} AND attempts >= ${attemptsMax}`,
        args: [now.toISOString(), ...args],
      });
      await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'queued', lease_until = NULL, due_at = ? WHERE ${expired}`,
        args: [now.toISOString(), ...args],
      });
    },

    async retire(tx: Tx, now: Date, lanes: readonly string[]): Promise<void> {
      await tx.raw.execute({
        sql: `UPDATE ${table} SET status = 'failed', finished_at = ?, ${lostColumn} = 'Nothing of this name is configured any more.'
              WHERE status = 'queued' AND ${laneKey} NOT IN (${marks(lanes.length)})`,
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
        sql: `UPDATE ${table} SET status = 'queued', attempts = attempts - 1, lease_until = NULL, due_at = ?
              WHERE pk = ? AND status = 'running' AND attempts = ?`,
        args: [now.toISOString(), item.pk, item.attempt],
      })),

    async nextDueAt(db: ReadDb, lane: LaneFilter): Promise<Date | null> {
      const row = await db.get<{ due: string | null }>(
        sql`SELECT min(due_at) AS due FROM ${sql.raw(table)} WHERE ${filled(lane)} AND status = 'queued'`,
      );
      return at(row?.due);
    },

    async nextLeaseEnd(db: ReadDb): Promise<Date | null> {
      const row = await db.get<{ lease: string | null }>(
        sql`SELECT min(lease_until) AS lease FROM ${sql.raw(table)} WHERE status = 'running'`,
      );
      return at(row?.lease);
    },
  };
}

function stillOwn(items: readonly WorkItem[], rows: readonly (readonly [number, number])[]): ReadonlySet<number> {
  const attempts = new Map(rows);
  return new Set(items.filter((item) => attempts.get(item.pk) === item.attempt).map((item) => item.pk));
}

/** The same filter for the query builder. */
function filled(lane: LaneFilter) {
  const parts = lane.where.split("?");
  return sql.join(
    parts.map((part, index) => (index < lane.args.length ? sql`${sql.raw(part)}${lane.args[index]}` : sql.raw(part))),
  );
}
