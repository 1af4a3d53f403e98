import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeReturnTo } from "./sign-in-return-to";

const origin = "https://tom.example.org";

describe("the way back after sign-in", () => {
  it("keeps a path of this site with its query", () => {
    expect(safeReturnTo("/targets?q=SN%202020oi&sort=-createdAt#plot")).toBe(
      "/targets?q=SN%202020oi&sort=-createdAt#plot",
    );
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "javascript:alert(1)",
    "/%0d%0a/../..//evil.example",
    "http:evil.example",
    " //evil.example",
    "/sign-in",
    "/sign-out?x",
    "/api/auth/signout",
    "",
    "targets",
    "/\u202e",
    `/${"a".repeat(3000)}`,
  ])("refuses %j", (given) => {
    const target = new URL(safeReturnTo(given), origin);
    expect(target.origin).toBe(origin);
    if (!given.startsWith("/%0d")) expect(safeReturnTo(given)).toBe("/");
  });

  it("never leads to another site, whatever is asked", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "//",
      "@",
      ":",
      "%2f",
      "%5c",
      "\t",
      "\n",
      "evil.example",
      "a",
      "?",
      "#",
      "http:",
    );
    const address = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
      fc.string(),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(address, (given) => {
        const path = safeReturnTo(given);
        expect(path.startsWith("/") && !path.startsWith("//")).toBe(true);
        expect(new URL(path, origin).origin).toBe(origin);
      }),
      { numRuns: 5000 },
    );
  });
});
