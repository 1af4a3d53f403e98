import { describe, expect, it } from "vitest";
import { numberOf } from "./number-of";

describe("numberOf", () => {
  it("reads any minus sign and any notation", () => {
    expect(numberOf("\u22120.5", null)).toBe(-0.5);
    expect(numberOf(" 1e3 ", null)).toBe(1000);
  });

  it("keeps zero apart from nothing", () => {
    expect(numberOf("0", null)).toBe(0);
    expect(numberOf("", null)).toBeNull();
    expect(numberOf("  ", undefined)).toBeUndefined();
  });

  it("never guesses: what is no number becomes NaN, which a schema refuses", () => {
    for (const text of ["12,5", "abc", "1 2"]) expect(numberOf(text, null)).toBeNaN();
  });
});
