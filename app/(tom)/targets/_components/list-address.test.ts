import { describe, expect, it } from "vitest";
import { filterQuery, keptOf, listHref, listQuery, readListAddress, readListFilter } from "./list-address";

const view = {
  q: " ZTF20 ",
  magMax: "19",
  sort: "-newestMag",
  columns: ["redshift", "ra", "nonsense"],
  cursor: "abc",
  unknown: "x",
};

describe("the address of the list", () => {
  it("keeps filters, order and columns in every link and forgets the place in the list", () => {
    const href = listHref(readListAddress(view));
    expect(href).toBe("/targets?q=ZTF20&magMax=19&sort=-newestMag&columns=position%2Credshift");
    const again = readListAddress(Object.fromEntries(new URL(href, "http://tom").searchParams));
    expect(listHref(again)).toBe(href);
  });

  it("is short where nothing is chosen", () => {
    expect(listHref(readListAddress({ q: "", tag: "  ", sort: "-createdAt" }))).toBe("/targets");
  });

  it("gives the API the filter and the order, and nothing it does not know", () => {
    expect(filterQuery(readListAddress(view))).toBe("q=ZTF20&magMax=19&sort=-newestMag");
  });

  it("keeps the place only where asked, for the way back from a target", () => {
    const address = readListAddress(view);
    expect(listQuery(address, { cursor: address.cursor })).toContain("cursor=abc");
  });

  it("lets a form keep what it does not ask for itself", () => {
    expect(keptOf(readListAddress(view), ["q", "magMax"])).toEqual({
      sort: "-newestMag",
      columns: "position,redshift",
    });
  });

  it("is nearest first within a cone, unless another order is chosen, and forgets that with the cone", () => {
    const cone = readListAddress({ cone: "10,20,30" });
    expect(cone.sort).toBe("separation");
    expect(listHref(cone)).toBe("/targets?cone=10%2C20%2C30");
    expect(filterQuery(cone)).toBe("cone=10%2C20%2C30&sort=separation");
    expect(listHref(cone, { typed: { cone: null } })).toBe("/targets");
    const newest = listHref(cone, { sort: "-createdAt" });
    expect(newest).toBe("/targets?cone=10%2C20%2C30&sort=-createdAt");
    expect(readListAddress(Object.fromEntries(new URL(newest, "http://tom").searchParams)).sort).toBe("-createdAt");
    expect(listHref(readListAddress({}), { typed: { cone: "10,20,30" } })).toBe("/targets?cone=10%2C20%2C30");
    expect(readListAddress({ cone: "10,20,30d" }).sort).toBe("-createdAt");
    expect(readListAddress({ sort: "separation" }).sort).toBe("-createdAt");
  });

  it("takes the first of a name that repeats", () => {
    expect(readListAddress({ q: ["one", "two"] }).typed.q).toBe("one");
  });
});

describe("readListFilter", () => {
  it.each([
    { cone: "abc" },
    { cone: "400,10,30" },
    { cone: "10,91,30" },
    { cone: "NaN,NaN,NaN" },
    { type: "COMET" },
    { magMin: "bright" },
    { newestAfter: "yesterday" },
    { q: "x".repeat(10_000) },
  ])("says what is wrong with %j and keeps it as typed", (search) => {
    const [[name, text] = ["", ""]] = Object.entries(search);
    const address = readListAddress(search);
    const { filter, problems } = readListFilter(address);
    expect(filter).toEqual({});
    expect(problems[name]).toMatch(/\w/);
    expect(Object.values(address.typed)).toEqual([text]);
  });

  it("reads minus zero degrees as south", () => {
    const { filter } = readListFilter(readListAddress({ cone: "0,-00:30:00,30" }));
    expect(filter.cone?.decDeg).toBe(-0.5);
  });
});
