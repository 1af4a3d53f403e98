import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whyNot } from "./rule";

const alert = { score: 0.8, mag: 18.5, raDeg: 10, decDeg: -5 };
const rule = { scoreLimit: 0.7, magMax: 19 };

describe("a rule", () => {
  it("takes what is good and bright enough, the limits included", () => {
    expect(whyNot(rule, alert, null)).toBeNull();
    expect(whyNot(rule, { ...alert, score: 0.7, mag: 19 }, null)).toBeNull();
    expect(whyNot(rule, { ...alert, score: 0.69 }, null)).toBe("Its score is below 0.7.");
    expect(whyNot(rule, { ...alert, mag: 19.01 }, null)).toBe("It is fainter than 19 mag.");
  });

  it("turns the score round where a lower one is the better", () => {
    expect(whyNot(rule, { ...alert, score: 0.1 }, null, "lower")).toBeNull();
    expect(whyNot(rule, alert, null, "lower")).toBe("Its score is above 0.7.");
  });

  it("never takes an alert without the number that it asks for, and does not miss one that it does not ask for", () => {
    expect(whyNot(rule, { ...alert, score: null }, null)).toBe("It has no score.");
    expect(whyNot(rule, { ...alert, mag: null }, null)).toBe("It has no magnitude.");
    expect(whyNot({ scoreLimit: null, magMax: null }, { ...alert, score: null, mag: null }, null)).toBeNull();
    expect(whyNot({ scoreLimit: null, magMax: null }, { ...alert, raDeg: null, decDeg: null }, null)).toBe(
      "It has no position.",
    );
  });

  it("never takes what lies at a known solar-system object, and does not mind one that is farther away", () => {
    const at = (separationArcsec: number | null) => whyNot(rule, alert, { name: "220", separationArcsec });
    expect(at(1)).toBe("It lies at a known solar-system object (220, 1.0 arcsec away).");
    expect(at(null)).toBe("It lies at a known solar-system object (220).");
    expect(at(12)).toBeNull();
  });

  it("takes no more when its limits are drawn tighter", () => {
    const number = fc.option(fc.double({ min: -5, max: 30, noNaN: true }), { nil: null });
    const limit = fc.double({ min: -5, max: 30, noNaN: true });
    fc.assert(
      fc.property(number, number, limit, limit, fc.double({ min: 0, max: 3, noNaN: true }), (score, mag, s, m, by) => {
        const one = { score, mag, raDeg: 1, decDeg: 1 };
        const tight = whyNot({ scoreLimit: s + by, magMax: m - by }, one, null);
        expect(tight !== null || whyNot({ scoreLimit: s, magMax: m }, one, null) === null).toBe(true);
      }),
    );
  });
});
