import { expect, it } from "vitest";
import { attemptsMax, backoffMs } from "./backoff";

it("brings the first three retries within 60 s, and five attempts in all", () => {
  const latest = [1, 2, 3].reduce((sum, attempt) => sum + backoffMs(attempt, undefined, () => 1), 0);
  expect(latest).toBeLessThan(60_000);
  expect(attemptsMax).toBe(5);
});

it("waits longer each time, and not exactly alike", () => {
  const waits = [1, 2, 3, 4].map((attempt) => backoffMs(attempt, undefined, () => 0.5));
  expect(waits).toEqual([1_000, 4_000, 15_000, 120_000]);
  expect(backoffMs(1, undefined, () => 0)).toBe(800);
  expect(backoffMs(1, undefined, () => 1)).toBe(1_200);
});
