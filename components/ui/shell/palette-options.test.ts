import { describe, expect, it } from "vitest";
import { coneOption, pageOptions } from "./palette-options";

describe("coneOption", () => {
  it("takes a pasted position as a cone of one arcminute", () => {
    expect(coneOption("185.7289 +15.8236")?.href).toBe("/targets?cone=185.7289%2C15.8236%2C60");
  });

  it("keeps the sign of a declination between 0 and -1 degree", () => {
    expect(coneOption("12:22:54.94 -00:30:00")?.label).toContain("−00 30 00.0");
  });

  it("takes a radius that follows the position", () => {
    expect(coneOption("185.7289,15.8236,5")?.hint).toBe("5″");
  });

  it.each(["SN 2020oi", "185.7", "", "400 +91", "x".repeat(5000)])("is silent about %s", (text) => {
    expect(coneOption(text)).toBeNull();
  });
});

describe("pageOptions", () => {
  const entries = [
    { href: "/alerts", label: "Alerts" },
    { href: "/targets/new", label: "New target" },
    { href: "/targets", label: "Targets" },
  ];

  it("puts labels that begin with the text before those that contain it", () => {
    expect(pageOptions(entries, "tar").map((one) => one.href)).toEqual(["/targets", "/targets/new"]);
  });

  it("offers everything for an empty text and nothing for a strange one", () => {
    expect(pageOptions(entries, " ")).toHaveLength(3);
    expect(pageOptions(entries, "zzz")).toEqual([]);
  });
});
