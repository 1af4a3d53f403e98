import { describe, expect, it } from "vitest";
import { classFamily } from "./class-family";
import { disagreementsOf, type NamedView } from "./disagreements";

type Seen = NamedView["sightings"][number];

const sighting = (own: Partial<Seen>): Seen => ({
  raDeg: 185.7288755,
  decDeg: 15.8236308,
  timestamp: "2020-01-20T12:00:00.000Z",
  mag: 14.5,
  band: "r",
  classifications: [],
  ...own,
});

const view = (brokerId: string, own: Partial<Seen>): NamedView => ({
  brokerId,
  brokerName: brokerId,
  magnitudeSystem: "AB",
  sightings: [sighting(own)],
});

const classed = (name: string) => ({ classifications: [{ name }] });

describe("where brokers disagree", () => {
  it("is silent where they agree, whatever words and probabilities they use", () => {
    const views = [view("alerce", classed("SNIa")), view("fink", classed("Early SN Ia candidate"))];
    expect(disagreementsOf(views)).toEqual([]);
  });

  it("names each class where the kinds differ, and stays silent about words it does not know", () => {
    const views = [
      view("alerce", classed("AGN")),
      view("fink", classed("SN candidate")),
      view("x", classed("Unknown")),
    ];
    expect(disagreementsOf(views)).toEqual([
      { about: "class", text: "Class: alerce says AGN, fink says SN candidate.", brokerIds: ["alerce", "fink"] },
    ]);
  });

  it("marks places more than an arcsecond apart, and not those closer", () => {
    const near = view("fink", { decDeg: 15.8236308 + 0.9 / 3600 });
    const far = view("lasair", { decDeg: 15.8236308 + 1.2 / 3600 });
    expect(disagreementsOf([view("alerce", {}), near])).toEqual([]);
    expect(disagreementsOf([view("alerce", {}), far])).toMatchObject([
      { about: "position", text: "Position: alerce and lasair lie 1.2 arcsec apart." },
    ]);
  });

  it("compares brightness only in one band, system and night", () => {
    const faint = { mag: 15.2 };
    expect(disagreementsOf([view("a", {}), view("b", faint)])).toMatchObject([{ about: "brightness" }]);
    expect(disagreementsOf([view("a", {}), view("b", { ...faint, band: "g" })])).toEqual([]);
    expect(disagreementsOf([view("a", {}), view("b", { ...faint, timestamp: "2020-01-23T12:00:00.000Z" })])).toEqual(
      [],
    );
    expect(disagreementsOf([view("a", {}), { ...view("b", faint), magnitudeSystem: "Vega" }])).toEqual([]);
  });
});

describe("kinds of class", () => {
  it.each([
    ["SNIa", "supernova"],
    ["SLSN", "supernova"],
    ["SN II", "supernova"],
    ["(TNS) SN Ia", "supernova"],
    ["SNIbc", "supernova"],
    ["QSO", "nucleus"],
    ["NT", "nucleus"],
    ["AGN", "nucleus"],
    ["RRL", "variable star"],
    ["VS", "variable star"],
    ["Solar System MPC", "moving object"],
    ["asteroid", "moving object"],
    ["bogus", "artefact"],
    ["TDE", "tidal disruption"],
    ["Unknown", null],
    ["Ambiguous", null],
  ])("%s is %s", (name, family) => {
    expect(classFamily(name)).toBe(family);
  });
});
