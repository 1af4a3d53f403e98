import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkName, iauParts, isIauName, isSameIauObject, sameNameKeys, simplifyName } from "./names";

fc.configureGlobal({ numRuns: 1000 });

const message = (text: string): string => {
  const name = checkName(text);
  return name.ok ? `ok: ${name.value}` : name.message;
};

describe("simplifyName", () => {
  it("makes spellings equal that differ in case, spaces, hyphens, underscores and parentheses", () => {
    for (const name of [
      "SN 2020oi",
      "sn2020OI",
      "SN-2020-oi",
      "SN_2020oi",
      "(SN) 2020 oi",
      "SN\u00a02020oi",
      "SN\u20132020oi",
      "SN\u22122020oi",
      "ＳＮ 2020oi",
      "SN\u200b2020oi",
      "\tSN\n2020oi ",
    ]) {
      expect([name, simplifyName(name)]).toEqual([name, "sn2020oi"]);
    }
  });

  it("keeps what tells names apart", () => {
    expect(simplifyName("M 31")).not.toBe(simplifyName("M 3.1"));
    expect(simplifyName("J1234+56")).toBe("j1234+56");
    expect(simplifyName("η Car")).toBe("ηcar");
    expect(simplifyName("ΣΑΣ")).toBe(simplifyName("σας"));
  });

  it("treats plain letters the same beside others as alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 60 }), (text) => {
        expect(simplifyName(`${text}é`)).toBe(`${simplifyName(text)}é`);
      }),
    );
  });

  it("is idempotent for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        expect(simplifyName(simplifyName(text))).toBe(simplifyName(text));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("checkName", () => {
  it("trims, and takes any letters, signs and markup as plain text", () => {
    expect(message("  SN 2020oi ")).toBe("ok: SN 2020oi");
    for (const name of [
      "η Car",
      "<script>alert(1)</script>",
      'O\'Brien & "x"',
      "2003 UB₃₁₃",
      "超新星",
      "J1234+5678",
      "a",
      "7",
      "'; DROP TABLE targets;--",
    ]) {
      expect([name, message(name)]).toEqual([name, `ok: ${name}`]);
    }
    expect(message("e\u0301toile")).toBe("ok: \u00e9toile");
  });

  it("counts 1 to 100 characters after trimming", () => {
    expect(message("x".repeat(100))).toBe(`ok: ${"x".repeat(100)}`);
    expect(message(` ${"x".repeat(100)} `)).toBe(`ok: ${"x".repeat(100)}`);
    for (const length of [101, 10_000, 1_000_000]) {
      expect(message("x".repeat(length))).toBe("The name is too long: at most 100 characters");
    }
    expect(message("")).toBe("The name is empty");
    expect(message("   ")).toBe("The name is only spaces");
    expect(message("\u00a0\u2003\t")).toBe("The name is only spaces");
  });

  it("refuses what cannot be seen or turns the writing direction", () => {
    for (const mark of [
      "\u202a",
      "\u202b",
      "\u202c",
      "\u202d",
      "\u202e",
      "\u2066",
      "\u2067",
      "\u2068",
      "\u2069",
      "\u200e",
      "\u200f",
      "\u061c",
    ]) {
      expect(message(`SN${mark}2020oi`)).toBe("The name contains a character that turns the writing direction");
    }
    for (const blank of [
      "\u200b",
      "\u200c",
      "\u200d",
      "\u2060",
      "\u00ad",
      "\u3164",
      "\u2800",
      "\u115f",
      "\ufe0f",
      "\u180e",
      "\u{e0041}",
    ]) {
      expect(message(`SN${blank}2020oi`)).toBe("The name contains an invisible character");
    }
    expect(message("SN\ufeff2020oi")).toBe("The name contains an invisible character");
    for (const control of ["\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\t"]) {
      expect(message(`SN${control}2020oi`)).toBe("The name contains a control character");
    }
    expect(message("SN\n2020oi")).toBe("The name contains a line break");
    expect(message("SN\u20282020oi")).toBe("The name contains a line break");
    expect(message("SN \ud800")).toBe("The name contains a broken or unassigned character");
    for (const text of ["---", "()", "_", "\u2014", "\u3164"]) expect(checkName(text).ok).toBe(false);
  });

  it("never throws, and an accepted name is accepted unchanged and simplifies to something", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
        const name = checkName(text);
        if (!name.ok) return;
        expect(checkName(name.value)).toMatchObject({ ok: true, value: name.value });
        expect(simplifyName(name.value)).not.toBe("");
      }),
      { numRuns: 5000 },
    );
  });
});

describe("IAU names", () => {
  it.each([
    ["SN 2020oi", "SN", "2020oi"],
    ["sn2020OI", "SN", "2020oi"],
    ["AT2018cow", "AT", "2018cow"],
    ["AT_2018cow", "AT", "2018cow"],
    ["TDE 2019qiz", "TDE", "2019qiz"],
    ["SN 1987A", "SN", "1987A"],
    ["sn1987a", "SN", "1987A"],
    ["1987A", null, "1987A"],
    ["2020oi", null, "2020oi"],
    ["SN 1885A", "SN", "1885A"],
  ])("%s is %s and %s", (name, prefix, designation) => {
    expect(iauParts(name)).toEqual({ prefix, designation });
    expect(isIauName(name)).toBe(true);
  });

  it("are not minor planets, survey names or anything else", () => {
    for (const name of [
      "2020 OI",
      "2020 AB1",
      "ZTF20aaelulu",
      "Gaia20abc",
      "SN",
      "SN 2020",
      "2020",
      "SN 20201",
      "AT 2020oi-host",
      "",
      "x".repeat(1_000_000),
    ]) {
      expect([name.slice(0, 20), iauParts(name)]).toEqual([name.slice(0, 20), null]);
    }
  });

  it("are one object under AT, SN, TDE and no prefix", () => {
    const spellings = ["AT 2020oi", "SN 2020oi", "TDE2020oi", "2020oi", "sn2020OI"];
    for (const one of spellings) {
      for (const other of spellings) expect(isSameIauObject(one, other)).toBe(true);
      expect(sameNameKeys(one).toSorted()).toEqual(["2020oi", "at2020oi", "sn2020oi", "tde2020oi"]);
      expect(isSameIauObject(one, "SN 2020oj")).toBe(false);
    }
    expect(isSameIauObject("M 31", "M 31")).toBe(false);
    expect(sameNameKeys("ZTF20-AAELULU")).toEqual(["ztf20aaelulu"]);
  });
});
