import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDec, formatDegrees, formatRa } from "./angle-format";
import { parseDec, parseRa } from "./coordinates";

describe("formatRa", () => {
  it("prints hours, minutes, seconds of time with the asked decimals", () => {
    expect(formatRa(185.728917)).toBe("12 22 54.94");
    expect(formatRa(185.728917, { precision: 0 })).toBe("12 22 55");
    expect(formatRa(185.728917, { precision: 4, separator: ":" })).toBe("12:22:54.9401");
    expect(formatRa(185.728917, { precision: 1, separator: "units" })).toBe("12h22m54.9s");
  });

  it("carries a rounded 60 into minutes and hours, and 24 h into 0", () => {
    expect(formatRa((59.9996 / 3600) * 15, { precision: 2 })).toBe("00 01 00.00");
    expect(formatRa((11 + 59 / 60 + 59.9999 / 3600) * 15, { precision: 2 })).toBe("12 00 00.00");
    expect(formatRa(359.9999999)).toBe("00 00 00.00");
    expect(formatRa(360)).toBe("00 00 00.00");
    expect(formatRa(-15)).toBe("23 00 00.00");
  });

  it("prints nothing for what is no number", () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      expect([formatRa(value), formatDec(value), formatDegrees(value)]).toEqual(["", "", ""]);
    }
  });
});

describe("formatDec", () => {
  it("always prints the sign, U+2212 for minus, and keeps it at -00 30 00", () => {
    expect(formatDec(15.823611)).toBe("+15 49 25.0");
    expect(formatDec(-0.5)).toBe("\u221200 30 00.0");
    expect(formatDec(-0.5, { ascii: true, separator: ":" })).toBe("-00:30:00.0");
    expect(formatDec(-0.000001)).toBe("+00 00 00.0");
    expect(formatDec(-0)).toBe("+00 00 00.0");
    expect(formatDec(-90)).toBe("\u221290 00 00.0");
  });

  it("carries a rounded 60 into minutes and degrees", () => {
    expect(formatDec(10 + 59 / 60 + 59.96 / 3600)).toBe("+11 00 00.0");
    expect(formatDec(-(10 + 59.96 / 3600))).toBe("\u221210 01 00.0");
    expect(formatDec(89.9999999)).toBe("+90 00 00.0");
  });
});

describe("formatDegrees", () => {
  it("prints plain degrees, with a true minus, and wraps right ascensions after rounding", () => {
    expect(formatDegrees(185.728917)).toBe("185.728917");
    expect(formatDegrees(-0.5, { precision: 3 })).toBe("\u22120.500");
    expect(formatDegrees(15.8, { signed: true, precision: 1 })).toBe("+15.8");
    expect(formatDegrees(-0.0000001)).toBe("0.000000");
    expect(formatDegrees(359.99999999, { wrap: true })).toBe("0.000000");
    expect(formatDegrees(-1, { wrap: true, precision: 0 })).toBe("359");
  });
});

describe("what is printed is read back", () => {
  const separators = fc.constantFrom<" " | ":" | "units">(" ", ":", "units");

  it("RA to half a unit of the last decimal, in every form", () => {
    const raDeg = fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(raDeg, fc.integer({ min: 0, max: 6 }), separators, (ra, precision, separator) => {
        const read = parseRa(formatRa(ra, { precision, separator }));
        const offDeg = read.ok ? Math.abs(read.value - ra) : Number.NaN;
        expect(Math.min(offDeg, 360 - offDeg)).toBeLessThanOrEqual((0.5 * 10 ** -precision) / 240 + 1e-12);
      }),
    );
  });

  it("Dec to half a unit of the last decimal, sign included", () => {
    const decDeg = fc.double({ min: -90, max: 90, noNaN: true });
    fc.assert(
      fc.property(decDeg, fc.integer({ min: 0, max: 6 }), separators, (dec, precision, separator) => {
        const read = parseDec(formatDec(dec, { precision, separator }));
        const offDeg = read.ok ? Math.abs(read.value - dec) : Number.NaN;
        expect(offDeg).toBeLessThanOrEqual((0.5 * 10 ** -precision) / 3600 + 1e-12);
      }),
    );
  });

  it("never prints 60", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 360, noNaN: true }), fc.integer({ min: 0, max: 6 }), (ra, precision) => {
        expect(formatRa(ra, { precision })).not.toMatch(/ 60/);
        expect(formatRa(ra, { precision })).toMatch(/^([01]\d|2[0-3]) [0-5]\d [0-5]\d(\.\d+)?$/);
      }),
    );
  });
});
