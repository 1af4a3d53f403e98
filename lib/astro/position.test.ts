import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDec, formatRa } from "./angle-format";
import { parsePosition } from "./position";

const read = (text: string): [number, number] | string => {
  const position = parsePosition(text);
  return position.ok ? [position.raDeg, position.decDeg] : position.message;
};

describe("parsePosition", () => {
  it("reads a decimal pair with every separator", () => {
    for (const text of [
      "185.7 +15.8",
      "185.7 15.8",
      "185.7,15.8",
      "185.7, +15.8",
      "185.7;15.8",
      "185.7\t15.8",
      "185.7 | 15.8",
      "185.7+15.8",
      "(185.7, 15.8)",
      "185.7° +15.8°",
      "ra=185.7, dec=15.8",
      "RA 185.7 Dec 15.8",
      "RA: 185.7 (J2000) DEC: +15.8",
      "185.7\n15.8",
      "ra 185.7deg dec 15.8deg",
    ]) {
      expect([text, read(text)]).toEqual([text, [185.7, 15.8]]);
    }
    expect(read("185.7 \u221215.8")).toEqual([185.7, -15.8]);
    expect(read("10\u201320")).toEqual([10, -20]);
    expect(read("1.8e2 -1e1")).toEqual([180, -10]);
  });

  it("reads a sexagesimal pair in every form", () => {
    const expected = [185.72875, 15.823611111111111];
    for (const text of [
      "12:22:54.9 +15:49:25",
      "12:22:54.9 15:49:25",
      "12:22:54.9, 15:49:25",
      "12:22:54.9+15:49:25",
      "12 22 54.9 +15 49 25",
      "12 22 54.9 15 49 25",
      "12h22m54.9s +15d49m25s",
      "12h22m54.9s+15d49m25s",
      "12h22m54.9s15d49m25s",
      "12h 22m 54.9s 15d 49m 25s",
      "12h22m54.9s 15d 49m 25s",
      "12h 22m 54.9s +15° 49′ 25″",
      "α = 12h22m54.9s, δ = +15°49′25″",
      "ICRS 12 22 54.9 +15 49 25",
      "12 22 54.9 +15 49 25 J2000",
    ]) {
      expect([text, read(text)]).toEqual([text, expected]);
    }
    expect(read("12 22 54.9 \u221200 30 00")).toEqual([185.72875, -0.5]);
    expect(read("12 22 54.9 -00 30 00")).toEqual([185.72875, -0.5]);
    expect(read("12 22.5 -00 30.5")).toEqual([185.625, -30.5 / 60]);
  });

  it("reads J-names, packed decimals with and without the point", () => {
    for (const name of [
      "J122254.9+154925",
      "SDSS J122254.9+154925",
      "SDSSJ122254.9+154925",
      "j122254.9+154925",
      "2MASS J1222549+154925",
      "WISEA J122254.90+154925.0",
    ]) {
      expect([name, read(name)]).toEqual([name, [185.72875, 15.823611111111111]]);
    }
    expect(read("PSR J1939+2134")).toEqual([294.75, 21 + 34 / 60]);
    expect(read("2MASX J12225493\u20131549250")).toEqual([185.728875, -15.823611111111111]);
    expect(read("J12225+154925")).toContain("is not a J-name");
    expect(read("J996054.9+154925")).toContain("RA");
  });

  it("names the piece that is wrong", () => {
    expect(read("400 10")).toBe("RA 400 is outside 0 to 360 degrees");
    expect(read("10 91")).toBe("Dec 91 is outside \u221290 to 90 degrees");
    expect(read("12:22:60 +15:49:25")).toBe("RA: 60 seconds must be below 60");
    expect(read("abc, 10")).toMatch(/^RA “abc” is not an angle/);
    expect(read("10, abc")).toMatch(/^Dec “abc” is not an angle/);
  });

  it("refuses what is no position or can be read in two ways", () => {
    for (const text of [
      "",
      "  ",
      "foo",
      "185.7",
      "12 22 54",
      "12 22 54 15 49",
      "1,2,3",
      "SN 2020oi",
      "ZTF20aaelulu",
      "NaN NaN",
      "185,7 15,8",
      "12:22:54.9 +15:49:25 B1950",
      "2020-01-07",
    ]) {
      expect([text, parsePosition(text).ok]).toEqual([text, false]);
    }
    expect(read("")).toBe("The position is empty");
    expect(read("1 ".repeat(500_000))).toBe("The position is too long: at most 200 characters");
  });

  it("never throws and stays in range", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[-+J0-9:., hmsd°'"e]{0,40}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const position = parsePosition(text);
        if (!position.ok) return;
        expect(position.raDeg >= 0 && position.raDeg < 360).toBe(true);
        expect(Math.abs(position.decDeg) <= 90).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("reads back any printed position, whatever stands between the two", () => {
    const sky = fc.tuple(
      fc.double({ min: 0, max: 359.99, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    const between = fc.constantFrom(" ", ", ", ",", "; ", "\t", "  ");
    fc.assert(
      fc.property(
        sky,
        between,
        fc.constantFrom<" " | ":" | "units">(" ", ":", "units"),
        ([ra, dec], gap, separator) => {
          const text = formatRa(ra, { precision: 4, separator }) + gap + formatDec(dec, { precision: 3, separator });
          const position = parsePosition(text);
          expect(position.ok).toBe(true);
          if (!position.ok) return;
          expect(Math.abs(position.raDeg - ra)).toBeLessThan(3e-7);
          expect(Math.abs(position.decDeg - dec)).toBeLessThan(2e-7);
        },
      ),
    );
  });
});
