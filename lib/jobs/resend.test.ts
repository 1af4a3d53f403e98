import { describe, expect, it } from "vitest";
import { isProbablyLost, type LaneCalls } from "./resend";
import type { SentRow } from "./work";

const now = new Date("2026-11-28T12:00:00Z");
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
const row = (sentS: number, over: Partial<SentRow> = {}): SentRow => ({
  pk: 1,
  lane: "hook:a/b",
  host: "",
  sentAt: ago(sentS),
  dueAt: ago(sentS),
  sends: 1,
  ...over,
});
const quiet: LaneCalls = { lastCallAt: null, newestSentAt: null, busy: false };
const moving: LaneCalls = { lastCallAt: ago(1), newestSentAt: ago(400), busy: true };

describe("a row that an outside engine accepted", () => {
  it("is given time, and longer each time that it was sent", () => {
    expect(isProbablyLost(row(14), quiet, now)).toBe(false);
    expect(isProbablyLost(row(16), quiet, now)).toBe(true);
    expect(isProbablyLost(row(16, { sends: 2 }), quiet, now)).toBe(false);
    expect(isProbablyLost(row(31, { sends: 2 }), quiet, now)).toBe(true);
  });

  it("is waited for as long as its queue moves, which may be long", () => {
    expect(isProbablyLost(row(300), moving, now)).toBe(false);
    expect(isProbablyLost(row(16 * 60), moving, now)).toBe(true);
  });

  it("is lost when younger ones have overtaken it", () => {
    const overtaken = { ...moving, newestSentAt: ago(20) };
    expect(isProbablyLost(row(60), overtaken, now)).toBe(true);
    expect(isProbablyLost(row(22), overtaken, now)).toBe(false);
  });

  it("is not lost while it waits for its next attempt", () => {
    expect(isProbablyLost(row(600, { dueAt: new Date(now.getTime() + 60_000) }), quiet, now)).toBe(false);
  });

  it("is lost when nothing has been called for lately, although something was before", () => {
    expect(isProbablyLost(row(60), { ...quiet, lastCallAt: ago(40) }, now)).toBe(true);
    expect(isProbablyLost(row(60), { ...quiet, lastCallAt: ago(2) }, now)).toBe(false);
  });
});
