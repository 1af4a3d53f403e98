import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRadius, parseCone, parseRadius } from "./cone";

const read = (text: string, options?: { defaultRadiusArcsec?: number }): number[] | string => {
  const cone = parseCone(text, options);
  return cone.ok ? [cone.raDeg, cone.decDeg, cone.radiusArcsec] : cone.message;
};

describe("parseCone", () => {
  it("reads ra,dec,radius with arcseconds as the unit left out", () => {
    expect(read("185.7,15.8,30")).toEqual([185.7, 15.8, 30]);
    expect(read('185.7, -15.8, 30"')).toEqual([185.7, -15.8, 30]);
    expect(read("0,0,0.5d")).toEqual([0, 0, 1800]);
    expect(read("0,0,2'")).toEqual([0, 0, 120]);
    expect(read("12:22:54.9,+15:49:25,1 arcmin")).toEqual([185.72875, 15.823611111111111, 60]);
    expect(read("ra=10,dec=20,radius=5")).toEqual([10, 20, 5]);
  });

  it("reads a pasted position followed by a radius", () => {
    expect(read("12:22:54.9 +15:49:25, 30″")).toEqual([185.72875, 15.823611111111111, 30]);
    expect(read("185.7 15.8, 30")).toEqual([185.7, 15.8, 30]);
    expect(read("J122254.9+154925, 1°")).toEqual([185.72875, 15.823611111111111, 3600]);
  });

  it("asks for the radius unless there is a default", () => {
    expect(read("185.7,15.8")).toMatch(/^Radius is missing/);
    expect(read("185.7,15.8", { defaultRadiusArcsec: 10 })).toEqual([185.7, 15.8, 10]);
    expect(read("12 22 54.9 +15 49 25", { defaultRadiusArcsec: 10 })).toEqual([185.72875, 15.823611111111111, 10]);
    expect(read("12 22 54.9, +15 49 25", { defaultRadiusArcsec: 10 })).toEqual([185.72875, 15.823611111111111, 10]);
    expect(read('185.7 15.8, 30"', { defaultRadiusArcsec: 10 })).toEqual([185.7, 15.8, 30]);
  });

  it("names the piece that is wrong", () => {
    expect(read("abc,2,3")).toMatch(/^RA “abc” is not an angle/);
    expect(read("1,abc,3")).toMatch(/^Dec “abc” is not an angle/);
    expect(read("1,2,abc")).toMatch(/^Radius “abc” is not a radius/);
    expect(read("1,2,")).toBe("Radius is empty");
    expect(read(",2,3")).toBe("RA is empty");
    expect(read("400,2,3")).toBe("RA 400 is outside 0 to 360 degrees");
    expect(read("1,91,3")).toBe("Dec 91 is outside \u221290 to 90 degrees");
    for (const radius of ["0", "-5", "648001", "181d", "1e99"])
      expect(read(`1,2,${radius}`)).toMatch(/^Radius .* is outside/);
    for (const text of ["", "foo", "1,2,3,4", "NaN,NaN,NaN", "1,2,NaN", "1,2,Infinity"])
      expect(parseCone(text).ok).toBe(false);
    expect(read("1,".repeat(500_000))).toContain("too long");
  });

  it("says what it understood", () => {
    expect(parseCone("185.728917,15.823611,30")).toMatchObject({
      understoodAs: "30″ around 12 22 54.94 +15 49 25.0 = 185.728917°, +15.823611°",
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[-0-9,. :'"d]{0,30}$/)), (text) => {
        const cone = parseCone(text);
        if (cone.ok) expect(cone.radiusArcsec > 0 && cone.radiusArcsec <= 648_000).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("radii", () => {
  it("are printed in the unit that fits and read back", () => {
    expect([30, 90, 1800, 7200, 0.5].map(formatRadius)).toEqual(["30″", "1.5′", "0.5°", "2°", "0.5″"]);
    for (const arcsec of [0.5, 30, 59, 60, 90, 1800, 648_000]) {
      expect(parseRadius(formatRadius(arcsec))).toMatchObject({ ok: true, radiusArcsec: arcsec });
    }
  });
});
