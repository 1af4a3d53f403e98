import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesScale, defaultState, type LightCurveState, parseLightCurveState, writeLightCurveState } from "./state";

const number = fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 1000);
const range = fc
  .tuple(fc.integer({ min: 0, max: 1e8 }), fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -1e8, max: 1e8 }))
  .map(([x, width, y]) => [x / 1000, (x + width) / 1000, y / 1000, (y + width) / 1000] as const);
const state: fc.Arbitrary<LightCurveState> = fc.record({
  time: fc.constantFrom("mjd", "days"),
  foldPeriodDays: fc.option(number),
  brightnessAxis: fc.constantFrom("mag", "flux", "abs"),
  light: fc.constantFrom("all", "difference", "total"),
  bins: fc.constantFrom("none", "night"),
  minSnr: fc.option(number),
  limits: fc.boolean(),
  hidden: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 5 }),
  range: fc.option(range),
});

describe("light curve state", () => {
  it("survives the way through the URL, whatever the page's own default", () => {
    fc.assert(
      fc.property(state, state, (before, other) => {
        const base = { ...other, range: null };
        const text = writeLightCurveState(before, new URLSearchParams(), base).toString();
        const after = parseLightCurveState(new URLSearchParams(text), base);
        expect({ ...after, hidden: [...after.hidden].sort() }).toEqual({
          ...before,
          hidden: [...before.hidden].sort(),
        });
      }),
    );
  });

  it("leaves no trace in the URL while everything is as it comes", () => {
    expect(writeLightCurveState(defaultState, new URLSearchParams("lc.y=flux&lc.hide=ZTF:g")).toString()).toBe("");
  });

  it("leaves the page's own parameters alone", () => {
    const next = writeLightCurveState({ ...defaultState, brightnessAxis: "flux" }, new URLSearchParams("tab=comments"));
    expect(next.toString()).toBe("tab=comments&lc.y=flux");
  });

  it.each([
    "lc.y=loud",
    "lc.snr=-3",
    "lc.fold=abc",
    "lc.fold=Infinity",
    "lc.range=1,2,3",
    "lc.range=2,1,0,1",
    "lc.range=a,b,c,d",
  ])("takes %s for not given and keeps the rest", (bad) => {
    expect(parseLightCurveState(new URLSearchParams(`${bad}&lc.x=days`))).toEqual({ ...defaultState, time: "days" });
  });

  it("forgets the visible range only when the axes change", () => {
    expect(changesScale(defaultState, { ...defaultState, time: "days" })).toBe(true);
    expect(changesScale(defaultState, { ...defaultState, minSnr: 5 })).toBe(false);
  });
});
