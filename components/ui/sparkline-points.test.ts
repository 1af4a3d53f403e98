import { describe, expect, it } from "vitest";
import { parseSparkline } from "./sparkline-points";

describe("parseSparkline", () => {
  it("tells detections from limits and keeps the order", () => {
    expect(parseSparkline('[[58855.5242,null,20.31,"g"],[58856.4,17.28,null,"r"]]')).toEqual([
      { mjd: 58855.5242, mag: 20.31, band: "g", isLimit: true },
      { mjd: 58856.4, mag: 17.28, band: "r", isLimit: false },
    ]);
  });

  it("keeps a magnitude of 0", () => {
    expect(parseSparkline('[[59000,0,null,"V"]]')).toEqual([{ mjd: 59000, mag: 0, band: "V", isLimit: false }]);
  });

  it("passes over points with neither magnitude nor limit", () => {
    expect(parseSparkline('[[59000,null,null,"V"],[59001,18,null,null]]')).toEqual([
      { mjd: 59001, mag: 18, band: null, isLimit: false },
    ]);
  });

  it.each([null, "", "{", "null", '"text"', "[1, null, {}]", '[["58855", 17, null, "g"]]'])(
    "gives nothing for %j",
    (text) => {
      expect(parseSparkline(text)).toEqual([]);
    },
  );
});
