import { afterEach, expect, it, vi } from "vitest";
import { newId } from "./ids";

afterEach(() => void vi.useRealTimers());

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it("ids are UUIDs of version 7, all different, and sort in the order in which they were made", () => {
  const ids = Array.from({ length: 50_000 }, () => newId());
  expect(ids.every((id) => form.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

it("ids tell the millisecond in which they were made", () => {
  const before = Date.now();
  const told = Number.parseInt(newId().replace("-", "").slice(0, 12), 16);
  expect(told).toBeGreaterThanOrEqual(before);
  expect(told).toBeLessThanOrEqual(Date.now());
});

it("ids sort in their order when the clock goes back, too", () => {
  vi.useFakeTimers({ now: Date.now() + 1000, toFake: ["Date"] });
  const first = newId();
  vi.setSystemTime(Date.now() - 600_000);
  expect(newId() > first).toBe(true);
});

it("the end of an id says nothing about the next one", () => {
  const ends = Array.from({ length: 2000 }, () => newId().slice(-10));
  expect(new Set(ends).size).toBe(ends.length);
});
