import { describe, expect, it } from "vitest";
import { hrefOf, listHref, readAddress } from "./detail-address";

const from = "q=SN&sort=name";

describe("the address of a target page", () => {
  it("carries the list and the plot's settings from tab to tab, and forgets the place in a table", () => {
    const address = readAddress("a1", {
      from,
      "lc.x": "days",
      "lc.hide": ["ZTF:g", "ZTF:r"],
      cursor: "5_1",
      tab: "facts",
    });
    const href = hrefOf(address, { tab: "photometry" });
    const { pathname, searchParams } = new URL(href, "http://tom");
    expect(pathname).toBe("/targets/a1");
    expect(searchParams.get("from")).toBe(from);
    expect(searchParams.getAll("lc.hide")).toEqual(["ZTF:g", "ZTF:r"]);
    expect(searchParams.has("cursor")).toBe(false);
    expect(searchParams.has("tab")).toBe(false);
  });

  it("starts the plot anew on the next target", () => {
    const address = readAddress("a1", { from, "lc.range": "1,2,3,4" });
    expect(hrefOf(address, { id: "b2", tab: "photometry" })).toBe(`/targets/b2?from=${encodeURIComponent(from)}`);
  });

  it("takes what is not understood as not said", () => {
    expect(readAddress("a1", { tab: "nothing", panel: "everything" })).toMatchObject({
      tab: "photometry",
      panel: null,
    });
  });

  it("leads back to the list one came from, and nowhere else", () => {
    expect(listHref(readAddress("a1", { from: "https://elsewhere.example/" }))).toBe(
      "/targets?https://elsewhere.example/",
    );
    expect(listHref(readAddress("a1", {}))).toBe("/targets");
  });
});
