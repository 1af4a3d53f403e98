import { describe, expect, it } from "vitest";
import { classFamily } from "./class-family";
import { disagreementsOf, type NamedView, type OwnView } from "./disagreements";

type Seen = NamedView["sightings"][number];

const place = { raDeg: 185.7288755, decDeg: 15.8236308 };
const north = (arcsec: number) => ({ decDeg: place.decDeg + arcsec / 3600, separationArcsec: arcsec });

const sighting = (own: Partial<Seen>): Seen => ({
  alertId: "ZTF20aaelulu",
  name: "ZTF20aaelulu",
  foundBy: "name",
  separationArcsec: 0,
  ...place,
  timestamp: "2020-01-20T12:00:00.000Z",
  mag: 14.5,
  band: "r",
  classifications: [],
  ...own,
});

const view = (brokerId: string, ...own: Partial<Seen>[]): NamedView => ({
  brokerId,
  brokerName: brokerId,
  magnitudeSystem: "AB",
  magnitudeOf: "difference",
  sightings: own.map(sighting),
});

const classed = (name: string) => ({ classifications: [{ name }] });
const target = (own: Partial<OwnView>): OwnView => ({ position: place, moves: false, className: null, ...own });

describe("where brokers disagree", () => {
  it("is silent where they agree, whatever words and probabilities they use", () => {
    const views = [view("alerce", classed("SNIa")), view("fink", classed("Early SN Ia candidate"))];
    expect(disagreementsOf(views, null)).toEqual([]);
    expect(disagreementsOf(views, target({ className: "SN II" }))).toEqual([]);
  });

  it("names each class where the kinds differ, and stays silent about words it does not know", () => {
    const views = [
      view("alerce", classed("AGN")),
      view("fink", classed("SN candidate")),
      view("x", classed("Unknown")),
    ];
    expect(disagreementsOf(views, null)).toEqual([
      {
        about: "class",
        text: "Class: alerce says AGN, fink says SN candidate.",
        brokerIds: ["alerce", "fink"],
        marks: [
          { brokerId: "alerce", alertId: "ZTF20aaelulu", text: "fink says SN candidate" },
          { brokerId: "fink", alertId: "ZTF20aaelulu", text: "alerce says AGN" },
        ],
      },
    ]);
  });

  it("marks who contradicts the target's own class, and not who agrees with it", () => {
    const views = [view("alerce", classed("AGN")), view("fink", classed("SN candidate"))];
    expect(disagreementsOf(views, target({ className: "SN Ia" }))).toMatchObject([
      {
        text: "Class: alerce says AGN, fink says SN candidate, this target is SN Ia.",
        brokerIds: ["alerce"],
        marks: [{ brokerId: "alerce", text: "target is SN Ia" }],
      },
    ]);
  });

  it("marks places more than an arcsecond apart, and not those closer", () => {
    expect(disagreementsOf([view("alerce", {}), view("fink", north(0.9))], null)).toEqual([]);
    expect(disagreementsOf([view("alerce", {}), view("lasair", north(1.2))], null)).toMatchObject([
      {
        about: "position",
        text: "Position: alerce and lasair lie 1.2 arcsec apart.",
        marks: [{ text: "1.2 arcsec from lasair" }, { text: "1.2 arcsec from alerce" }],
      },
    ]);
  });

  it("marks who lies more than an arcsecond from the target, though brokers agree with each other", () => {
    const found = disagreementsOf([view("alerce", north(1.4)), view("fink", north(1.4)), view("gaia", {})], target({}));
    expect(found).toMatchObject([
      {
        text: "Position: away from this target lie alerce 1.4 arcsec, fink 1.4 arcsec.",
        marks: [{ brokerId: "alerce", text: "1.4 arcsec from the target" }, { brokerId: "fink" }],
      },
    ]);
    expect(found).toHaveLength(1);
  });

  it("does not compare the places of what moves", () => {
    const views = [view("alerce", {}), view("scout", north(40))];
    expect(disagreementsOf(views, target({ position: null, moves: true }))).toEqual([]);
  });

  it("compares every object of a broker that is this one, and no neighbour", () => {
    const lsst = { alertId: "170028503", name: "LSST 170028503", ...north(1.3) };
    const neighbour = { alertId: "ZTF18abcdefg", name: "ZTF18abcdefg", foundBy: "position" as const, ...north(1.8) };
    const views = [view("fink", {}, lsst, neighbour), view("alerce", {})];
    expect(disagreementsOf(views, target({}))).toMatchObject([
      {
        text: "Position: away from this target lie fink (LSST 170028503) 1.3 arcsec.",
        marks: [{ brokerId: "fink", alertId: "170028503" }],
      },
    ]);
  });

  it("compares brightness only in one band, system, kind and night", () => {
    const faint = { mag: 15.2 };
    const bright = view("a", {});
    expect(disagreementsOf([bright, view("b", faint)], null)).toMatchObject([
      {
        about: "brightness",
        text: "Brightness: in r, a has 14.50 and b 15.20.",
        marks: [{ text: "b has 15.20" }, { text: "a has 14.50" }],
      },
    ]);
    const others: NamedView[] = [
      view("b", { ...faint, band: "g" }),
      view("b", { ...faint, timestamp: "2020-01-23T12:00:00.000Z" }),
      view("b", { mag: 14.7 }),
      { ...view("b", faint), magnitudeSystem: "Vega" },
      { ...view("b", faint), magnitudeOf: "total" },
    ];
    for (const other of others) expect(disagreementsOf([bright, other], null)).toEqual([]);
    const untold = (own: object): NamedView => ({ ...view("c", own), magnitudeOf: null });
    expect(disagreementsOf([untold({}), { ...untold(faint), brokerId: "d" }], null)).toEqual([]);
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
