import { describe, expect, it } from "vitest";
import { simplifyName } from "@/lib/astro/names";
import { fits } from "./same-thing";

const at = (raDeg: number, decDeg: number) => ({ raDeg, decDeg });
const called = (...names: string[]) => names.map(simplifyName);

describe("whether an observation is of a target", () => {
  it("is a matter of place where both have one, whatever they are called", () => {
    const target = { position: at(0.0001, 10), nameKeys: called("SN 2026abc") };
    expect(fits(target, { positions: [at(359.9999, 10)], names: ["another"] })).toBe(true);
    expect(fits(target, { positions: [at(0.02, 10)], names: ["SN 2026abc"] })).toBe(false);
  });

  it("is a matter of names for what moves, in any spelling that this house takes for the same", () => {
    const comet = { position: null, nameKeys: called("C/2026 A1 (Example)", "2026 AB1") };
    for (const name of ["c/2026-a1 example", "2026_AB1", "C/2026 A1 (EXAMPLE)"])
      expect(fits(comet, { positions: [at(1, 1)], names: [name] })).toBe(true);
    for (const names of [[], ["()"], ["C/2026 A11 (Example)"]])
      expect(fits(comet, { positions: [at(1, 1)], names })).toBe(false);
  });

  it("is a matter of names where the observation has no place", () => {
    const target = { position: at(1, 1), nameKeys: called("SN 2026abc") };
    expect(fits(target, { positions: [], names: ["sn2026abc"] })).toBe(true);
    expect(fits(target, { positions: [], names: ["sn2026abd"] })).toBe(false);
  });
});
