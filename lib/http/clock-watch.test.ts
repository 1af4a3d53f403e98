import { describe, expect, it } from "vitest";
import { clockSentence, createClockWatch, isClockWrong } from "./clock-watch";

const at = Date.parse("2026-11-28T07:00:00Z");
const date = (offsetMs: number): Record<string, string> => ({ date: new Date(at + offsetMs).toUTCString() });

function watch() {
  const told: number[] = [];
  let now = 0;
  const made = createClockWatch(
    () => now,
    (offsetS) => told.push(offsetS),
  );
  return {
    told,
    later: (ms: number) => {
      now += ms;
    },
    hear: (host: string, headers: Record<string, string>) => made.hear(host, headers, at, at + 400),
    offsetS: made.offsetS,
  };
}

describe("the watch over the clock", () => {
  it("knows nothing until an answer carries a time", () => {
    const clock = watch();
    clock.hear("a", {});
    clock.hear("a", { date: "yesterday" });
    expect(clock.offsetS()).toBeNull();
    expect(isClockWrong(null)).toBe(false);
  });

  it("finds no fault with a time between sending and receiving, whole seconds allowed for", () => {
    const clock = watch();
    clock.hear("a", date(0));
    expect(clock.offsetS()).toBe(0);
    clock.hear("a", date(-900));
    expect(clock.offsetS()).toBe(0);
  });

  it("says how far the clock is ahead or behind", () => {
    const clock = watch();
    clock.hear("a", date(-90_000));
    expect(clock.offsetS()).toBeCloseTo(89, 0);
    clock.hear("a", date(90_000));
    expect(clock.offsetS()).toBeCloseTo(-89.6, 1);
  });

  it("raises the alarm beyond a minute, once, and ends it", () => {
    const clock = watch();
    clock.hear("a", date(59_000));
    expect(clock.told).toEqual([]);
    clock.hear("a", date(70_000));
    clock.hear("a", date(71_000));
    expect(clock.told).toHaveLength(1);
    clock.hear("a", date(0));
    expect(clock.told).toHaveLength(2);
    expect(isClockWrong(clock.told[1] ?? null)).toBe(false);
  });

  it("blames the service when another agrees with us, unless that was long ago", () => {
    const clock = watch();
    clock.hear("right", date(0));
    clock.hear("wrong", date(3_600_000));
    expect(clock.told).toEqual([]);
    clock.later(700_000);
    clock.hear("wrong", date(3_600_000));
    expect(clock.told).toHaveLength(1);
  });

  it("passes over answers out of a cache, which were made before", () => {
    const clock = watch();
    clock.hear("a", { ...date(-500_000), age: "500" });
    expect(clock.offsetS()).toBeNull();
  });

  it("is told in a sentence", () => {
    expect(clockSentence(75)).toContain("75 s ahead of those");
    expect(clockSentence(-600)).toContain("10 min behind those");
    expect(clockSentence(-86_400)).toContain("24 h behind those");
  });
});
