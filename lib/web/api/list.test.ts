import { describe, expect, it } from "vitest";
import * as z from "zod";
import { writeRowCursor } from "@/lib/core/row-cursor";
import { wholeList } from "./list";

type Star = { name: string; mag: number | null };
const stars: Star[] = [
  { name: "b 10", mag: 3 },
  { name: "a", mag: null },
  { name: "b 9", mag: 1 },
];
const list = wholeList<Star>("-createdAt", { name: (star) => star.name, mag: (star) => star.mag });
const query = z.strictObject(list.params);
const page = (given: Record<string, string>) => list.page(stars, query.parse(given));
const names = (given: Record<string, string>): string[] => page(given).items.map((star) => star.name);

describe("a list that is read whole", () => {
  it("comes in the order in which it is read, and turned round", () => {
    expect(names({})).toEqual(["b 10", "a", "b 9"]);
    expect(names({ sort: "createdAt" })).toEqual(["b 9", "a", "b 10"]);
  });

  it("is sorted by a field, numbers in names by their size, those without a value last either way", () => {
    expect(names({ sort: "name" })).toEqual(["a", "b 9", "b 10"]);
    expect(names({ sort: "mag" })).toEqual(["b 9", "b 10", "a"]);
    expect(names({ sort: "-mag" })).toEqual(["b 10", "b 9", "a"]);
  });

  it("is in the order that it is named after, in whatever order it was read", () => {
    const byName = wholeList<Star>("name", { name: (star) => star.name, mag: (star) => star.mag });
    const sorted = (sort?: string) => {
      const asked = z.strictObject(byName.params).parse(sort === undefined ? {} : { sort });
      return byName.page(stars, asked).items.map((star) => star.name);
    };
    expect(sorted()).toEqual(["a", "b 9", "b 10"]);
    expect(sorted("-name")).toEqual(["b 10", "b 9", "a"]);
    expect(z.strictObject(byName.params).safeParse({ sort: "x" }).error?.issues[0]?.message).toBe(
      "must be one of name, -name, mag, -mag",
    );
  });

  it("is read page by page to its end, each item once", () => {
    const first = page({ limit: "2", sort: "name" });
    const second = page({ limit: "2", sort: "name", cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map((star) => star.name)).toEqual(["a", "b 9", "b 10"]);
    expect(second.nextCursor).toBeNull();
  });

  it("tells its total only to those who ask", () => {
    expect(page({ limit: "1", count: "true" }).total).toBe(3);
    expect(page({ limit: "1" })).not.toHaveProperty("total");
  });

  it("refuses a cursor that it did not give and a sort that it does not have, naming those that it has", () => {
    expect(() => page({ cursor: "nonsense!" })).toThrow(/cursor/);
    expect(() => page({ cursor: writeRowCursor(1e9) })).toThrow(/cursor/);
    expect(query.safeParse({ sort: "colour" }).error?.issues[0]?.message).toBe(
      "must be one of -createdAt, createdAt, name, mag, -name, -mag",
    );
  });
});
