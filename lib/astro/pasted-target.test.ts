import { describe, expect, it } from "vitest";
import { parsePastedTarget } from "./pasted-target";

const read = (text: string) => {
  const parsed = parsePastedTarget(text);
  if (!parsed.ok) return null;
  const { name, position } = parsed;
  return [name, position && [Number(position.raDeg.toFixed(4)), Number(position.decDeg.toFixed(4))]];
};

// SN 2020oi: TNS, 12:22:54.93 +15:49:25.0; M 8: SIMBAD, 18 03 37 −24 23 12.
describe("parsePastedTarget", () => {
  it.each([
    ["185.7289 +15.8236", [null, [185.7289, 15.8236]]],
    ["12:22:54.93 +15:49:25.0", [null, [185.7289, 15.8236]]],
    ["SN 2020oi 12:22:54.93 +15:49:25.0", ["SN 2020oi", [185.7289, 15.8236]]],
    ["SN 2020oi 12 22 54.93 +15 49 25.0", ["SN 2020oi", [185.7289, 15.8236]]],
    ["SN 2020oi\t185.7289\t15.8236", ["SN 2020oi", [185.7289, 15.8236]]],
    ["ZTF20aaelulu, 185.7289, 15.8236", ["ZTF20aaelulu", [185.7289, 15.8236]]],
    ["M 8 18 03 37 -24 23 12", ["M 8", [270.9042, -24.3867]]],
    ["M 8 270.9042 -24.3867", ["M 8", [270.9042, -24.3867]]],
    ["AT 2025abc", ["AT 2025abc", null]],
  ])("reads %j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("refuses nothing at all and what is too long to be one object", () => {
    expect(read("  ")).toBeNull();
    expect(read("x ".repeat(80))).toBeNull();
    expect(read("1 ".repeat(10_000))).toBeNull();
  });
});
