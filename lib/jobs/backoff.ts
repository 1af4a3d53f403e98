/** Waits before the second, third, ... attempt. The first three retries come within 60 s of the first failure. */
export const retryWaitsMs: readonly number[] = [1_000, 4_000, 15_000, 120_000];

export const attemptsMax = retryWaitsMs.length + 1;

/** How long to wait after attempt number `attempt` (from 1) failed, within 20 % of the schedule, so that many do not come back at once. */
export function backoffMs(attempt: number, waitsMs: readonly number[] = retryWaitsMs, random = Math.random): number {
  const wait = waitsMs[Math.min(attempt, waitsMs.length) - 1] ?? 0;
  return Math.round(wait * (0.8 + 0.4 * random()));
}
