import { describe, expect, it } from "vitest";
import { coneText, parseConeInSearch, parsePastedCone } from "./pasted-cone";

const coneOf = (text: string): string => {
  const cone = parsePastedCone(text);
  return cone.ok ? coneText(cone) : cone.message;
};

describe("parsePastedCone", () => {
  it.each([
    ["185.7289 +15.8236", "185.7289,15.8236,60"],
    ["185.7289 +15.8236 30", "185.7289,15.8236,30"],
    ["185.7289 15.8236 2'", "185.7289,15.8236,120"],
    ["185.7289 15.8236 0.5 deg", "185.7289,15.8236,1800"],
    ["185.7289, 15.8236, 30", "185.7289,15.8236,30"],
    ["185.7289\t15.8236\t30", "185.7289,15.8236,30"],
    ["12:22:54.94 +15:49:25.0", "185.7289167,15.8236111,60"],
    ["12 22 54.94 +15 49 25.0 5", "185.7289167,15.8236111,5"],
    ["00 00 00 -00 30 00", "0,-0.5,60"],
  ])("reads %s", (text, cone) => {
    expect(coneOf(text)).toBe(cone);
  });

  it("takes an even number of parts as a position, not as a radius", () => {
    expect(coneOf("10 20 30 40")).toBe("155,30.6666667,60");
  });

  it.each(["400 +10 30", "10 +91 30", "10 20 0", "NaN NaN 30", "", "a b c"])("refuses %s with a sentence", (text) => {
    const cone = parsePastedCone(text);
    expect(cone.ok ? "" : cone.message).not.toBe("");
    expect(cone.ok).toBe(false);
  });
});

describe("parseConeInSearch", () => {
  it.each(["SN 2020oi", "M 31", "2020oi", "ZTF20aaelulu", "3C 273", "SDSS J122254.9+154925", "4U 1820-30", "185.7"])(
    "leaves the name %s alone",
    (text) => {
      expect(parseConeInSearch(text).ok).toBe(false);
    },
  );

  it.each(["185.7289 +15.8236", "12h22m54.9s +15d49m25s", "RA=185.7 Dec=15.8", "185.7 15.8 30"])("reads %s", (text) => {
    expect(parseConeInSearch(text).ok).toBe(true);
  });
});
