import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDec, parseRa } from "./coordinates";

const ra = (text: string): number | string => {
  const read = parseRa(text);
  return read.ok ? read.value : read.message;
};
const dec = (text: string): number | string => {
  const read = parseDec(text);
  return read.ok ? read.value : read.message;
};

describe("parseRa", () => {
  it("takes a plain number, and one with a degree mark, as degrees", () => {
    expect(ra("185.7289")).toBe(185.7289);
    expect(ra(" +185.7289 ")).toBe(185.7289);
    expect(ra("12")).toBe(12);
    expect(ra(".5")).toBe(0.5);
    expect(ra("1.857289e2")).toBe(185.7289);
    expect(ra("185.7289°")).toBe(185.7289);
    expect(ra("185.7289 deg")).toBe(185.7289);
    expect(ra("0")).toBe(0);
    expect(ra("-0")).toBe(0);
  });

  it("takes anything sexagesimal as hours", () => {
    const forms = [
      "12:22:54.9",
      "12 22 54.9",
      "12  22\u00a054.9",
      "12h22m54.9s",
      "12h 22m 54.9s",
      "12H22M54.9S",
      "12ʰ22ᵐ54.9ˢ",
      "12hr 22min 54.9sec",
      "12°22′54.9″",
      "12°22'54.9\"",
      "12d22m54.9s",
      "１２：２２：５４.９",
    ];
    for (const form of forms) expect([form, ra(form)]).toEqual([form, 185.72875]);
    expect(ra("12:22.5")).toBe(185.625);
    expect(ra("12h 22m")).toBe(185.5);
    expect(ra("12.38h")).toBeCloseTo(185.7, 10);
  });

  it("takes 24:00:00 and 360 as 0", () => {
    expect(ra("24:00:00")).toBe(0);
    expect(ra("360")).toBe(0);
    expect(ra("23:59:59.999")).toBeCloseTo(359.99999583, 8);
  });

  it("says the range that was left", () => {
    expect(ra("400")).toBe("RA 400 is outside 0 to 360 degrees");
    expect(ra("-1")).toBe("RA \u22121 is outside 0 to 360 degrees");
    expect(ra("1e99")).toBe("RA 1e99 is outside 0 to 360 degrees");
    expect(ra("24:00:01")).toBe("RA 24:00:01 is outside 0 to 24 hours");
    expect(ra("-01:00:00")).toBe("RA \u221201:00:00 is outside 0 to 24 hours");
    expect(ra("185°43′43″")).toContain("write degrees as a plain number");
  });

  it("refuses 60 minutes or seconds, and decimals before the last part", () => {
    expect(ra("12:22:60")).toBe("RA: 60 seconds must be below 60");
    expect(ra("12:60:00")).toBe("RA: 60 minutes must be below 60");
    expect(ra("12:22.5:10")).toContain("only the last part");
    expect(ra("12.5:22")).toContain("is not an angle");
  });

  it("shows what was understood in both forms", () => {
    expect(parseRa("185.728917")).toMatchObject({ understoodAs: "12 22 54.94 = 185.728917°" });
    expect(parseDec("-0.5")).toMatchObject({ understoodAs: "\u221200 30 00.0 = \u22120.500000°" });
  });
});

describe("parseDec", () => {
  it("takes every form as degrees", () => {
    for (const form of [
      "15:49:25",
      "+15 49 25",
      "15d49m25s",
      "15°49′25″",
      "15° 49' 25''",
      "15 49' 25\"",
      "+ 15 49 25",
    ]) {
      expect([form, dec(form)]).toEqual([form, 15.823611111111111]);
    }
    expect(dec("15.8236")).toBe(15.8236);
    expect(dec("90")).toBe(90);
    expect(dec("-90:00:00")).toBe(-90);
  });

  it("keeps the sign of −00 30 00 whatever the minus sign", () => {
    for (const minus of ["-", "\u2212", "\u2013", "\u2014", "\u2010", "\u2011", "\ufe63", "\uff0d"]) {
      expect([minus, dec(`${minus}00 30 00`)]).toEqual([minus, -0.5]);
      expect(dec(`${minus}00:00:01`)).toBe(-1 / 3600);
      expect(dec(`${minus}0.5`)).toBe(-0.5);
    }
    expect(Object.is(dec("-0"), 0)).toBe(true);
  });

  it("says the range that was left, and refuses hours", () => {
    expect(dec("91")).toBe("Dec 91 is outside \u221290 to 90 degrees");
    expect(dec("-91")).toBe("Dec \u221291 is outside \u221290 to 90 degrees");
    expect(dec("90:00:00.1")).toBe("Dec 90:00:00.1 is outside \u221290 to 90 degrees");
    expect(dec("12h")).toContain("declination is in degrees");
    expect(dec("12h30m")).toContain("declination is in degrees");
  });
});

describe("both", () => {
  const junk = [
    "NaN",
    "nan",
    "Infinity",
    "-Infinity",
    "inf",
    "null",
    "undefined",
    "0x10",
    "1_000",
    "12:",
    ":12",
    "--5",
    "5-",
    "1e",
    "e5",
  ];

  it("refuse what is not an angle, with a sentence", () => {
    for (const text of [...junk, "12 22 54 10", "abc", "<script>", "12;22;54", "1/2", "٣"]) {
      expect([text, parseRa(text).ok, parseDec(text).ok]).toEqual([text, false, false]);
    }
    expect(ra("")).toBe("RA is empty");
    expect(dec(" \t\n ")).toBe("Dec is empty");
    expect(ra("185,7")).toContain("with a point");
  });

  it("refuse 1 MB by its length, before anything is read in it", () => {
    for (const piece of ["1", " ", "12:", "-", "9e9", "\u2212"]) {
      expect(ra(piece.repeat(1_000_000))).toBe("RA is too long: at most 200 characters");
      expect(parseDec(piece.repeat(1_000_000)).ok).toBe(false);
    }
  });

  it("never throw, and only ever give a number in range", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[-+0-9:. hmsd°'"eE\u2212]{0,30}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const a = parseRa(text);
        const d = parseDec(text);
        if (a.ok) expect(a.value >= 0 && a.value < 360).toBe(true);
        if (d.ok) expect(d.value >= -90 && d.value <= 90).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("read back the shortest decimal of any angle exactly", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 90, noNaN: true }), (value) => {
        expect(ra(String(value))).toBe(value);
        expect(dec(`\u2212${value}`)).toBe(-value);
      }),
    );
  });
});
