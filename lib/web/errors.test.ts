import { describe, expect, it } from "vitest";
import * as z from "zod";
import { toTomError } from "./errors";

const row = z.strictObject({
  row: z.string().min(1),
  count: z.int().min(1).max(5).optional(),
  timeScale: z.enum(["UTC", "TAI", "TT"]).optional(),
  tags: z.array(z.string()).max(1).optional(),
  kind: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]).optional(),
  own: z.string("is a word of our own").optional(),
});

function told(input: unknown): { message: string; fieldErrors: unknown } {
  const { error } = row.safeParse(input);
  const { message, fieldErrors } = toTomError(error);
  return { message, fieldErrors };
}

describe("what a schema refused", () => {
  it("is told in our words, on its field", () => {
    expect(told({}).message).toBe("row: is missing");
    expect(told({ row: 3 }).message).toBe("row: must be text");
    expect(told({ row: "" }).message).toBe("row: must not be empty");
    expect(told({ row: "a", count: 0 }).message).toBe("count: must be at least 1");
    expect(told({ row: "a", count: 9 }).message).toBe("count: must be at most 5");
    expect(told({ row: "a", count: "x" }).message).toBe("count: must be a number");
    expect(told({ row: "a", timeScale: "BJD" }).message).toBe("timeScale: must be one of UTC, TAI, TT");
    expect(told({ row: "a", tags: "b" }).message).toBe("tags: must be a list");
    expect(told({ row: "a", tags: ["b", "c"] }).message).toBe("tags: must have at most 1 item");
    expect(told({ row: "a", kind: {} }).message).toBe("kind: is in none of the forms that are known here");
    expect(told([]).message).toBe("must be an object");
    expect(told(undefined).message).toBe("is missing");
  });

  it("keeps what the schema itself says, and names an unknown field by itself", () => {
    expect(told({ row: "a", own: 1 }).message).toBe("own: is a word of our own");
    expect(told({ row: "a", more: 1 }).fieldErrors).toEqual({ more: ['There is no field "more".'] });
  });

  it("is never told in the words of the library", () => {
    const inputs = [{}, [], null, 3, "x", { row: null, count: {}, timeScale: 1, tags: {}, kind: 1, own: null }];
    for (const input of inputs) {
      expect(JSON.stringify(told(input))).not.toMatch(/Invalid|expected|received|Too (small|big)|Unrecognized/);
    }
  });
});
