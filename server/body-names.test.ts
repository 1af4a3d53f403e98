import { describe, expect, it } from "vitest";
import { isDecodedUnasked, nameCounter } from "./body-names";

const counted = (...pieces: string[]): number => {
  const count = nameCounter();
  return pieces.reduce((_, piece) => count(Buffer.from(piece)), 0);
};

describe("the names in a body", () => {
  it.each([
    ['[{"a":1,"b" :\n2}]', 2],
    ['[{"\\u0061":1}]', 1],
    ['{"ends with \\\\":1}', 1],
    ['["12:34:56, 12:34:57"]', 0],
    ["", 0],
  ])("are counted: %s", (body, count) => {
    expect(counted(body)).toBe(count);
  });

  it("are counted where the body is cut between a name and its colon", () => {
    expect(counted('[{"a"', " ", ':1,"b', '":2}]')).toBe(2);
  });

  it.each([
    ["/sign-in", true],
    ["/api/auth/callback/credentials", true],
    ["/api/v1/targets?x=/sign-in", false],
    ["/api/v1", false],
    ["/api/v10", true],
  ])("count where a body is decoded before its sender is known: %s", (url, isUnasked) => {
    expect(isDecodedUnasked(url)).toBe(isUnasked);
  });
});
