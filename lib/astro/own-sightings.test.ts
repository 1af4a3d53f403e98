import { expect, it } from "vitest";
import { type Found, ownSightings } from "./own-sightings";

const found = (alertId: string, foundBy: Found["foundBy"], separationArcsec: number | null = null): Found => ({
  alertId,
  foundBy,
  separationArcsec,
});
const idsOf = (...sightings: Found[]): string[] => ownSightings(sightings).map(({ alertId }) => alertId);

it("takes what has one of the names, and no other object of that survey that lies near", () => {
  expect(idsOf(found("ZTF20aaelulu", "name", 0.1), found("ZTF18abcdefg", "position", 0.05))).toEqual(["ZTF20aaelulu"]);
});

it("takes the nearest where none is known by its name", () => {
  expect(idsOf(found("ZTF18abcdefg", "position", 1.6), found("ZTF20aaelulu", "position", 0.2))).toEqual([
    "ZTF20aaelulu",
  ]);
});

it("takes one of each survey: the ids of LSST are numbers, those of ZTF are not", () => {
  expect(idsOf(found("ZTF20aaelulu", "name", 0.1), found("170028503", "position", 0.4))).toEqual([
    "ZTF20aaelulu",
    "170028503",
  ]);
});

it("counts the names of the TNS as one list", () => {
  expect(idsOf(found("SN 2020oi", "name", 0.2), found("AT 2020xyz", "position", 1.9))).toEqual(["SN 2020oi"]);
});

it("takes every object that is linked or has a name of the target", () => {
  expect(idsOf(found("ZTF20aaelulu", "link"), found("ZTF18abcdefg", "name"))).toEqual(["ZTF20aaelulu", "ZTF18abcdefg"]);
});
