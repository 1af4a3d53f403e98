import type { SentRow } from "./work";

/** What is known of the calls for a lane, or for those of its rows that ask one host, since this process started. */
export type LaneCalls = {
  /** When the outside engine last called for a row of this lane; null: it has not. */
  lastCallAt: Date | null;
  /** When the youngest row that was called for had been sent. */
  newestSentAt: Date | null;
  /** Some of its rows are being worked on. */
  busy: boolean;
};

/** A row is looked at after this time at the earliest. */
export const lostAfterMs = 15_000;
const patienceMaxMs = 15 * 60_000;
/** Rows that were sent this close together may be called for in any order. */
const sameTimeMs = 5_000;

/** How long a row may wait before it is looked at; longer each time that it was sent. */
const patienceOf = (row: SentRow, firstMs: number): number =>
  Math.min(firstMs * 2 ** Math.max(0, row.sends - 1), patienceMaxMs);

/**
 * Whether an accepted row has probably been lost by the outside engine, and is sent again: it has been due for a
 * while, and either its lane stands still or younger rows have overtaken it, or it has waited very long. A row that is
 * merely late may be sent twice: it is worked on once all the same.
 */
export function isProbablyLost(row: SentRow, lane: LaneCalls, now: Date, firstMs = lostAfterMs): boolean {
  const waitsMs = now.getTime() - Math.max(row.sentAt.getTime(), row.dueAt.getTime());
  const patience = patienceOf(row, firstMs);
  if (waitsMs < patience) return false;
  if (waitsMs >= patienceMaxMs) return true;
  const calledMsAgo = lane.lastCallAt === null ? Number.POSITIVE_INFINITY : now.getTime() - lane.lastCallAt.getTime();
  const standsStill = !lane.busy && calledMsAgo >= patience;
  const overtaken = lane.newestSentAt !== null && lane.newestSentAt.getTime() > row.sentAt.getTime() + sameTimeMs;
  return standsStill || overtaken;
}
