import { describe, expect, it } from "vitest";
import { differencesOf } from "./form-merge";
import { emptyValues, type TargetFormValues } from "./form-values";

const opened: TargetFormValues = {
  ...emptyValues({ type: "SIDEREAL", visibility: "private", name: "SN 2020oi" }),
  version: 3,
  raDeg: 185.728875,
  decDeg: 15.823611,
  tags: ["supernova", "ZTF"],
  extras: { host_galaxy: "M100" },
};
const fields = [{ key: "host_galaxy", label: "Host galaxy", unit: null, kind: "text" as const, hidden: false }];
const difference = (yours: Partial<TargetFormValues>, theirs: Partial<TargetFormValues>) =>
  differencesOf(opened, { ...opened, ...yours }, { ...opened, ...theirs, version: 4 }, fields).map(
    ({ path, changedBy }) => `${path} by ${changedBy}`,
  );

describe("differencesOf", () => {
  it("tells who changed what", () => {
    expect(difference({ name: "SN 2020oi A", distancePc: 0 }, { name: "SN 2020oi B", visibility: "open" })).toEqual([
      "name by both",
      "visibility by them",
      "distancePc by you",
    ]);
  });

  it("takes another spelling of one position, another order of tags and an empty box as no change", () => {
    const spelled = {
      raDeg: "12:22:54.93",
      decDeg: "+15.823611",
      tags: ["ZTF", "supernova"],
      extras: { host_galaxy: "M100 " },
    };
    expect(difference(spelled, {})).toEqual([]);
    expect(difference({ extras: { host_galaxy: "" } }, { extras: {} })).toEqual([]);
  });

  it("compares each extra field on its own", () => {
    expect(difference({ extras: { host_galaxy: "NGC 4321" } }, {})).toEqual(["extras.host_galaxy by you"]);
  });
});
