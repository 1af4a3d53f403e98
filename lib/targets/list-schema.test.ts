import { describe, expect, it } from "vitest";
import { targetListInput } from "./list-schema";

describe("targetListInput", () => {
  it.each([
    ["more ids than an answer holds", { ids: Array.from({ length: 201 }, (_, id) => id).join(",") }, "ids"],
    ["cone text that is not numbers", { cone: "a,b,c" }, "cone"],
    ["a cone without radius", { cone: "10,20" }, "cone"],
    ["RA 400 in a cone", { cone: "400,0,30" }, "cone"],
    ["Dec 91 in a cone", { cone: "10,91,30" }, "cone"],
    ["NaN in a cone", { cone: "NaN,0,30" }, "cone"],
    ["limit 0", { limit: "0" }, "limit"],
    ["limit 201", { limit: "201" }, "limit"],
    ["an unknown sort", { sort: "brightness" }, "sort"],
    ["an unknown type", { type: "STAR" }, "type"],
    ["a time that is none", { createdAfter: "yesterday" }, "createdAfter"],
    ["a magnitude in words", { magMin: "bright" }, "magMin"],
    ["1 MB of text", { q: "x".repeat(1_000_000) }, "q"],
  ])("refuses %s on its field", (_, query, field) => {
    const parsed = targetListInput.safeParse(query);
    expect(parsed.error?.issues[0]?.path[0]).toBe(field);
    expect(parsed.error?.issues[0]?.message.length).toBeLessThan(200);
  });

  it("refuses an unknown parameter and takes -0 30 00 in a cone", () => {
    expect(targetListInput.safeParse({ colour: "red" }).success).toBe(false);
    expect(targetListInput.parse({ cone: "10 20 30 -0 30 00, 5'" }).cone).toMatchObject({
      decDeg: -0.5,
      radiusArcsec: 300,
    });
  });
});
