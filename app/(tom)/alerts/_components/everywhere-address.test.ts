import { describe, expect, it } from "vitest";
import { readEverywhere } from "./everywhere-address";

describe("what is looked for everywhere", () => {
  it("takes a position in any usual form, and anything else for a name", () => {
    expect(readEverywhere({ q: "12:22:54.9 +15:49:25" })).toMatchObject({ name: null, problems: {} });
    expect(readEverywhere({ q: "12:22:54.9 +15:49:25" }).position?.raDeg).toBeCloseTo(185.72875, 4);
    expect(readEverywhere({ q: "185.7289 -0.5" }).position).toEqual({ raDeg: 185.7289, decDeg: -0.5 });
    expect(readEverywhere({ q: "ZTF20aaelulu" })).toMatchObject({ name: "ZTF20aaelulu", position: null });
    expect(readEverywhere({ q: "170587116732416143" })).toMatchObject({ name: "170587116732416143", position: null });
    expect(readEverywhere({ q: "2020oi" })).toMatchObject({ name: "2020oi", position: null });
  });

  it("says at the field what is no position and what is no radius", () => {
    expect(readEverywhere({ q: "400 10" }).problems.q).toMatch(/360/);
    expect(readEverywhere({ q: "10 91" }).problems.q).toMatch(/90/);
    expect(readEverywhere({ q: "10 20", radius: "wide" }).problems.radius).toBeTruthy();
    expect(readEverywhere({ q: "10 20", radius: "601" }).problems.radius).toMatch(/600/);
    expect(readEverywhere({ q: "x".repeat(101) }).problems.q).toMatch(/100/);
  });

  it("asks for nothing where nothing is asked, and for 5 arcsec unless said", () => {
    expect(readEverywhere({})).toMatchObject({ name: null, position: null, radiusArcsec: 5 });
    expect(readEverywhere({ q: " ", radius: "2'" })).toMatchObject({ name: null, position: null });
    expect(readEverywhere({ q: "10 20", radius: "2'" }).radiusArcsec).toBe(120);
  });
});
