import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLosslessJson } from "./lossless-json";

describe("parseLosslessJson", () => {
  it("keeps 64-bit ids to the last digit, as text", () => {
    expect(parseLosslessJson('{"oid":313853499348582401,"ids":[-9223372036854775808, 9007199254740993]}')).toEqual({
      oid: "313853499348582401",
      ids: ["-9223372036854775808", "9007199254740993"],
    });
  });

  it("leaves every integer that a double holds a number", () => {
    expect(parseLosslessJson("[9007199254740991, -9007199254740991, 0, 1e3, 12]")).toEqual([
      9007199254740991, -9007199254740991, 0, 1000, 12,
    ]);
  });

  it("leaves long decimals numbers", () => {
    expect(parseLosslessJson("[61217.41670499195, 0.12345678901234567890, 1.25e-5]")).toEqual([
      61217.41670499195, 0.12345678901234568, 1.25e-5,
    ]);
  });

  it("reads NaN, Infinity and numbers beyond a double as null", () => {
    expect(parseLosslessJson('{"a":NaN,"b":[Infinity,-Infinity],"c":1e400,"d":-1E+999,"e":1e-400}')).toEqual({
      a: null,
      b: [null, null],
      c: null,
      d: null,
      e: 0,
    });
  });

  it("touches nothing inside strings, whatever is escaped there", () => {
    const value = { a: 'NaN 12345678901234567890 "Infinity" \\', "b\\": "1e400", c: "x\\\\" };
    expect(parseLosslessJson(JSON.stringify(value))).toEqual(value);
    expect(parseLosslessJson('{"a":"\\\\","b":NaN}')).toEqual({ a: "\\", b: null });
  });

  it("drops __proto__ however it is written", () => {
    const parsed = parseLosslessJson('{"__proto__":{"admin":true},"a":{"\\u005f_proto__":1,"b":2}}');
    expect(JSON.stringify(parsed)).toBe('{"a":{"b":2}}');
    expect(Object.assign({}, parsed)).not.toHaveProperty("admin");
  });

  it("refuses what is not JSON even then", () => {
    for (const text of ["", "{", '{"a":1', "<html>", "[NaN", "[00012345678901234567]", "[1 2]", "None", "[-]"]) {
      expect(() => parseLosslessJson(text), text).toThrow(SyntaxError);
    }
  });

  it("agrees with JSON.parse on everything JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const expected: unknown = JSON.parse(text);
        if (/[0-9]{16}|__proto__|\\u00/i.test(text)) return;
        expect(parseLosslessJson(text)).toEqual(expected);
      }),
    );
  });

  it("ignores a byte order mark and survives deep nesting", () => {
    expect(parseLosslessJson("\uFEFF[1]")).toEqual([1]);
    const deep = `${"[".repeat(5000)}NaN${"]".repeat(5000)}`;
    expect(() => parseLosslessJson(deep)).not.toThrow();
  });
});
