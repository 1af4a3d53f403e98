import { describe, expect, it } from "vitest";
import { photometryComplaints, targetComplaints } from "../contract-checks";
import recorded from "./fixtures/tns2_get_object_2020oi.json";
import { detailedAlert, objnameOf, tnsAlertSchema, toGenericAlert, toTarget } from "./mapping";
import { bandOf, photometryOf, timeSpanOf } from "./photometry";
import { contentOf, object, type TnsObject } from "./remote";

const read = (changes: Record<string, unknown> = {}): TnsObject => object.parse({ ...recorded.data, ...changes });
const row = recorded.data.photometry[1];

describe("a TNS object", () => {
  it("becomes a target with its aliases, type, redshift and extras", () => {
    const target = toTarget(detailedAlert(read()));
    expect(targetComplaints(target)).toEqual([]);
    expect(target).toMatchObject({
      name: "SN2020oi",
      type: "SIDEREAL",
      raDeg: 185.72886,
      decDeg: 15.8236,
      aliases: ["ZTF20aaelulu"],
      redshift: { value: 0.00524, error: null, frame: null, source: "TNS" },
      classifications: [
        { name: "SN Ic", source: "TNS", classifier: null, version: null, probability: null, date: null },
      ],
    });
    expect(target.extras).toMatchObject({
      type: "SN Ic",
      redshift: 0.00524,
      host: "M100",
      host_redshift: 0.00524,
      discovered: "2020-01-07T13:00:54.029Z",
      discovery_magnitude: 17.28,
      discovery_filter: "r",
      reporting_group: "ALeRCE",
      discovery_data_source: "ZTF",
      spectra: 1,
      latest_spectra: "2020-01-09 SOAR, Goodman",
    });
    expect(target.extras.days_from_nondetection).toBeCloseTo(2.9959, 4);
  });

  it("says nothing of what is null, empty, missing or 'None', and keeps zeros", () => {
    const bare = object.parse({
      objname: "2026abc",
      radeg: 0,
      decdeg: 0,
      name_prefix: "",
      redshift: "",
      hostname: "None",
    });
    const alert = detailedAlert(bare);
    expect(toTarget(alert)).toEqual({
      name: "2026abc",
      type: "SIDEREAL",
      raDeg: 0,
      decDeg: 0,
      aliases: [],
      extras: {},
      classifications: [],
      redshift: null,
    });
    expect(toGenericAlert(alert, "https://sandbox.wis-tns.org")).toEqual({
      id: "2026abc",
      name: "2026abc",
      timestamp: null,
      ra: 0,
      dec: 0,
      mag: null,
      band: null,
      score: 0,
      url: "https://sandbox.wis-tns.org/object/2026abc",
    });
    expect(toTarget(detailedAlert(read({ redshift: 0, host_redshift: "0.0" }))).redshift?.value).toBe(0);
  });

  it("has a limit where 0 stands for a flux that was not measured", () => {
    const limit = { ...row, flux: 0, fluxerr: null, limflux: 19.36, remarks: "[Last non detection]" };
    for (const flux of [0, "0", "0.0"]) {
      const [draft] = photometryOf(read({ photometry: [{ ...limit, flux }] }));
      expect(draft).toMatchObject({ mag: null, magErr: null, limitMag: 19.36 });
    }
    const first = { ...row, obsdate: "2020-01-10 12:00:00" };
    const nights = read({ photometry: [{ ...limit, obsdate: "2020-01-08 12:00:00" }, first] });
    expect(timeSpanOf(nights)).toBeCloseTo(2, 6);
  });

  it("takes its place from the sexagesimal text where the degrees are missing", () => {
    const alert = detailedAlert(read({ radeg: null, decdeg: null }));
    expect(alert.raDeg).toBeCloseTo(185.72886, 4);
    expect(alert.decDeg).toBeCloseTo(15.8236, 4);
    const nowhere = detailedAlert(read({ radeg: null, decdeg: null, ra: null, dec: "?" }));
    expect([nowhere.raDeg, nowhere.decDeg]).toEqual([null, null]);
    expect(() => toTarget(nowhere)).toThrow("The TNS gives no position for SN2020oi");
  });

  it("has a TDE's prefix in its name, and is no supernova then", () => {
    const alert = detailedAlert(read({ name_prefix: "TDE", object_type: { id: 120, name: "TDE" } }));
    expect(toGenericAlert(alert, "https://x.org")).toMatchObject({ name: "TDE2020oi", score: 0 });
  });

  it("has the names in a list with stray commas once each", () => {
    const names = { internal_names: ", ATLAS20bfe,, PS20ky ,ATLAS20bfe, ", discoverer_internal_name: "ZTF20aaelulu" };
    expect(toTarget(detailedAlert(read(names))).aliases).toEqual(["ZTF20aaelulu", "ATLAS20bfe", "PS20ky"]);
  });

  it("survives being stored", () => {
    const alert = detailedAlert(read());
    expect(tnsAlertSchema.parse(JSON.parse(JSON.stringify(alert)))).toEqual(alert);
  });

  it("is inside one layer more in the older shape", () => {
    expect(contentOf({ received_data: {}, reply: [1] })).toEqual([1]);
    expect(contentOf([1])).toEqual([1]);
    expect(contentOf({ objname: "2020oi" })).toEqual({ objname: "2020oi" });
  });

  it("is keyed without what people write before it", () => {
    expect(["SN 2020oi", "at2020OI", "2020OI", "TDE 2025abc", "FRB 20180725A", "1987A"].map(objnameOf)).toEqual([
      "2020oi",
      "2020oi",
      "2020oi",
      "2025abc",
      "20180725A",
      "1987A",
    ]);
  });
});

describe("photometry of the TNS", () => {
  it("is detections and limits in AB magnitudes, with the date's own precision", () => {
    const rows = photometryOf(read());
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      mag: null,
      limitMag: 20.5218,
      band: "r",
      magSystem: "AB",
      source: "ZTF",
      brightness: "difference",
      raw: { remarks: "[Last non detection]" },
    });
    expect(rows[1]).toMatchObject({
      mag: 17.2799,
      magErr: 0.0562,
      limitMag: null,
      band: "r",
      telescope: "P48",
      instrument: "ZTF-Cam",
    });
    // 2020-01-07 13:00:54.029, not the day number beside it, which is rounded to 9 s.
    expect(rows[1]?.observedAtMjd).toBeCloseTo(58855.542292, 7);
  });

  it.each([
    ["a flux that is empty text", { flux: "", limflux: 19.3 }, { mag: null, limitMag: 19.3 }],
    ["a flux that is null", { flux: null, limflux: "19.3" }, { mag: null, limitMag: 19.3 }],
    ["no error", { fluxerr: "" }, { mag: 17.2799, magErr: null }],
    ["an error of 0", { fluxerr: 0 }, { mag: 17.2799, magErr: 0 }],
    ["numbers as text", { flux: "17.5", fluxerr: "0.1" }, { mag: 17.5, magErr: 0.1 }],
    ["no telescope", { telescope: null, instrument: null }, { source: "TNS", telescope: null, instrument: null }],
    [
      "another telescope",
      { telescope: { id: 1, name: "NOT" }, instrument: { id: 2, name: "ALFOSC" } },
      { source: "NOT", brightness: "total" },
    ],
  ])("with %s", (_what, changes, expected) => {
    const [only] = photometryOf(read({ photometry: [{ ...row, ...changes }] }));
    expect(only).toMatchObject(expected);
  });

  it.each([
    ["another unit", { flux_unit: { id: 3, name: "VegaMag" } }],
    ["no time", { obsdate: "", jd: null }],
    ["neither brightness nor limit", { flux: "", limflux: "" }],
    ["a sentinel", { flux: -999, limflux: null }],
  ])("leaves out a row with %s, and keeps the others", (_what, changes) => {
    expect(photometryOf(read({ photometry: [{ ...row, ...changes }, "nonsense", row] }))).toHaveLength(1);
  });

  it.each([
    [{ name: "r", family: "ZTF" }, "r"],
    [{ name: "g-Sloan", family: null }, "g"],
    [{ name: "y-LSST", family: null }, "y"],
    [{ name: "w-PS1", family: null }, "w-PS1"],
    [{ name: "R-PTF", family: null }, "R-PTF"],
    [{ name: "R", family: "PTF" }, "R-PTF"],
    [{ name: "orange", family: "ATLAS" }, "orange-ATLAS"],
    [{ name: "cyan-ATLAS", family: "ATLAS" }, "cyan-ATLAS"],
    [{ name: "G-Gaia", family: null }, "G-Gaia"],
    [{ name: "Clear", family: null }, "Clear"],
  ])("names the band of %j %s", (filter, band) => {
    expect(bandOf(filter)).toBe(band);
  });

  it("counts days from the last limit before the first detection, and none without one", () => {
    const at = (obsdate: string, flux: number | string, limflux: number | null) => ({ ...row, obsdate, flux, limflux });
    const photometry = [
      at("2020-01-10 00:00:00", 18, null),
      at("2020-01-05 00:00:00", "", 20),
      at("2020-01-07 12:00:00", "", 20.5),
      at("2020-01-12 00:00:00", "", 20.5),
    ];
    expect(timeSpanOf(read({ photometry }))).toBeCloseTo(2.5, 9);
    expect(timeSpanOf(read({ photometry: [photometry[0], photometry[3]] }))).toBeNull();
    expect(timeSpanOf(read({ photometry: [photometry[1]] }))).toBeNull();
    expect(timeSpanOf(read({ photometry: null }))).toBeNull();
  });
});
