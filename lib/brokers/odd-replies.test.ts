import { describe, expect, it } from "vitest";
import { parseLosslessJson } from "@/lib/http/lossless-json";
import { ztfDetectionRows, ztfForcedRows } from "./alerce/photometry";
import * as alerce from "./alerce/remote";
import { alertToDatum, mergeCurve } from "./antares/photometry";
import * as antares from "./antares/remote";
import { lenientId, lenientSign, neededId, readableRows } from "./contract-remote";
import { lsstBrightness } from "./contract-surveys";
import * as fink from "./fink/remote";
import * as lasair from "./lasair/remote";
import { marsAlertSchema, toTarget as marsTarget, photometryOf as photometryOfMars } from "./mars/mapping";
import { objectAlert } from "./scout/mapping";
import * as scout from "./scout/remote";
import { detailedAlert } from "./tns/mapping";
import { photometryOf } from "./tns/photometry";
import * as tns from "./tns/remote";

/** Replies that no recording has, and a service may send tomorrow: nothing that can be read is lost over what cannot. */

const read = (json: string): unknown[] => [parseLosslessJson(json)];

describe("a row of ALeRCE", () => {
  it.each([
    [
      "flags in words",
      `{"candid":3206192643415015000,"mjd":60000.5,"fid":1,"magpsf":18,"corrected":"f","dubious":"t"}`,
    ],
    ["flags of another kind", `{"candid":"3206192643415015000","mjd":60000.5,"fid":1,"magpsf":18,"has_stamp":{}}`],
    ["numbers as text", `{"candid":3206192643415015000,"mjd":"60000.5","fid":"1","magpsf":"18"}`],
  ])("with %s is a detection with its whole id", (_, json) => {
    const { rows, unreadable } = readableRows(alerce.ztfDetection, read(json));
    expect(unreadable).toBe(0);
    expect(rows).toEqual([
      expect.objectContaining({ candid: "3206192643415015000", mjd: 60_000.5, fid: 1, magpsf: 18 }),
    ]);
  });

  it.each([
    ["r", "r"],
    ["2", "r"],
    [3, "i"],
    [4, "fid 4"],
  ])("in the filter %j is one in %s, forced or not", (fid, band) => {
    const detection = alerce.ztfDetection.parse({ candid: "3206192643415015000", mjd: 60_000, fid, magpsf: 18 });
    expect(ztfDetectionRows(detection, false)).toEqual([expect.objectContaining({ band, mag: 18 })]);
    const forced = readableRows(alerce.ztfForcedRow, [{ pid: 1, mjd: 60_000, fid, mag: 19 }]);
    expect(forced.rows.flatMap((row) => ztfForcedRows(row, false))).toEqual([
      expect.objectContaining({ band, mag: 19 }),
    ]);
  });

  it("keeps forced photometry whose further fields are not what they were", () => {
    const row = `{"pid":1,"mjd":60000,"fid":2,"mag":19,"extra_fields":"{}"}`;
    expect(readableRows(alerce.ztfForcedRow, read(row)).rows).toEqual([
      expect.objectContaining({ mag: 19, extra_fields: null }),
    ]);
  });

  it("keeps a source of LSST without a readable map of bands", () => {
    const row = `{"measurement_id":170587117485817955,"mjd":61000,"band":1,"band_map":{"1":null},"psfFlux":-3}`;
    expect(readableRows(alerce.lsstSource, read(row)).rows).toEqual([
      expect.objectContaining({ measurement_id: "170587117485817955", psfFlux: -3, band_map: null }),
    ]);
  });

  it("may be in a light curve that has one kind of row only", () => {
    expect(alerce.ztfLightCurve.parse({ detections: null })).toEqual({ detections: [], non_detections: [] });
    expect(alerce.ztfObjectPage.parse({ items: [], has_next: "no" })).toMatchObject({ has_next: null });
  });
});

describe("a classifier of ALeRCE", () => {
  it.each([
    ["a class that is no text", ["SNIa", null, 7, { name: "x" }, "SNII"], ["SNIa", "SNII"]],
    ["a class without a name", ["", "SNIa", "null"], ["SNIa"]],
    ["no list", null, []],
  ])("with %s keeps its other classes", (_, classes, kept) => {
    const row = { classifier_name: "lc_classifier", classifier_version: "1.0", classes };
    expect(alerce.classifierRow.parse(row).classes).toEqual(kept);
  });
});

describe("an id", () => {
  it.each(["", " ", "null", "NULL", "nan", "NaN", "None", "n/a", "-999"])("is not the word %j for none", (word) => {
    expect(neededId.safeParse(word).success).toBe(false);
    expect(lenientId.parse(word)).toBeNull();
  });

  it("is any other text, and a number that is whole", () => {
    expect([" 9007199254740993 ", 42, "None26"].map((id) => neededId.parse(id))).toEqual([
      "9007199254740993",
      "42",
      "None26",
    ]);
    expect(neededId.safeParse(1.5).success).toBe(false);
  });
});

describe("a list that is counted and does not come", () => {
  it("is no empty page of Scout, nor of Lasair's cone", () => {
    const signature = { version: "1.3" };
    expect(scout.summary.safeParse({ signature, count: "2", data: null }).success).toBe(false);
    const nearest = { object: 170098765432109873n.toString(), separation: 0.1 };
    expect(lasair.cone.safeParse({ objects: "gone", count: 12, nearest }).success).toBe(false);
    expect(lasair.cone.parse({ nearest })).toEqual([nearest]);
    for (const none of [{}, null]) expect(lasair.cone.parse({ nearest: none })).toEqual([]);
  });
});

describe("a page of ANTARES", () => {
  it.each([
    ["a text", "https://a.example/loci?page=2", "https://a.example/loci?page=2"],
    ["an object", { href: "https://a.example/loci?page=2", meta: {} }, "https://a.example/loci?page=2"],
    ["null", null, null],
    ["something else", 7, null],
  ])("goes on when its link is %s", (_, next, address) => {
    expect(antares.locusPage.parse({ data: [], links: { next } }).links?.next ?? null).toBe(address);
  });

  it("is whole without links", () => {
    expect(antares.locusPage.parse({ data: [1], links: [] }).data).toEqual([1]);
  });
});

describe("Scout", () => {
  it("has nothing on its page when it sends no list", () => {
    expect(scout.summary.parse({ signature: { version: "1.3" }, count: "0" }).data).toEqual([]);
  });

  it("names objects by numbers too, and tells seconds of right ascension", () => {
    const row = scout.scoutObject.parse({ objectName: 2026123, ra: "08:54:30", dec: "-05" });
    expect(objectAlert(row)).toMatchObject({ name: "2026123", raDeg: 133.625, decDeg: -5 });
  });

  it("has no error where the error is null", () => {
    expect(scout.single.parse({ signature: { version: 1.3 }, error: null }).error).toBeNull();
  });
});

describe("an object of the TNS", () => {
  it("has all of its names and rows, listed or numbered", () => {
    const row = {
      obsdate: "2026-01-01 00:00:00",
      flux: "18.5",
      flux_unit: { id: 1, name: "ABMag" },
      filters: { name: "g-ZTF" },
    };
    const object = tns.object.parse({
      objname: "2026abc",
      internal_names: ["ZTF26aaaaaaa", null, " ATLAS26abc "],
      photometry: { "0": row, "1": { ...row, flux: null, limflux: 20 } },
      spectra: {},
    });
    expect(detailedAlert(object).internalNames).toEqual(["ZTF26aaaaaaa", "ATLAS26abc"]);
    expect(photometryOf(object).map((one) => one.kind === "photometry" && [one.mag, one.limitMag])).toEqual([
      [18.5, null],
      [null, 20],
    ]);
  });
});

describe("the sign of a difference", () => {
  it.each([
    ["t", true],
    [" T ", true],
    ["1.0", true],
    [1, true],
    ["f", false],
    ["0", false],
    ["-1", false],
    [-1, false],
    [false, false],
    ["", null],
    ["nan", null],
    ["None", null],
    [-999, null],
    [{}, null],
  ])("of %o is %o: what is not said is not negative", (said, sign) => {
    expect(lenientSign.parse(said)).toBe(sign);
  });
});

describe("an error below zero", () => {
  const ztfOf = (json: object) =>
    alerce.ztfDetection.parse({ candid: "3206192643415015000", mjd: 60_000, fid: 1, ...json });

  it("is no error, and costs no measurement", () => {
    expect(ztfDetectionRows(ztfOf({ magpsf: 18, sigmapsf: -1 }), false)).toEqual([
      expect.objectContaining({ mag: 18, magErr: null }),
    ]);
    expect(lsstBrightness(1_000, -1)).toMatchObject({ fluxNjy: 1_000, fluxErrNjy: null, magErr: null });
  });

  it("leaves no total magnitude, which is one by its error", () => {
    const row = ztfOf({ magpsf: 18, magpsf_corr: 17, sigmapsf_corr: -99, corrected: true });
    expect(ztfDetectionRows(row, true)).toHaveLength(1);
  });
});

describe("a flux of the LSST", () => {
  it.each([
    [2, 240, 30.647_425, 130.288],
    [240, 24, 25.449_47, 0.108_574],
    [240, null, 25.449_47, null],
  ])("of %d ± %d nJy has its magnitude, however faint beside its error", (flux, error, mag, magErr) => {
    expect(lsstBrightness(flux, error)).toMatchObject({
      ...{ fluxNjy: flux, fluxErrNjy: error, negative: false, mag: expect.closeTo(mag, 5) },
      magErr: magErr === null ? null : expect.closeTo(magErr, 3),
    });
  });
});

describe("an alert of ANTARES", () => {
  it("that counts itself to the LSST is in TAI, whatever its id looks like", () => {
    const properties = { ant_survey: 4, ant_mjd: 61_000, ant_passband: "r", lsst_diaSource_psfFlux: -250 };
    const alert = antares.alert.parse({ id: "170587117485817955", attributes: { properties } });
    expect(alertToDatum(alert)).toEqual([
      expect.objectContaining({
        ...{ source: "LSST", sourceId: "170587117485817955", fluxNjy: -250, mag: null, negative: true },
        observedAtMjd: expect.closeTo(61_000 - 37 / 86_400, 8),
      }),
    ]);
  });
});

describe("a light curve of ANTARES", () => {
  const rows = readableRows(antares.curveRow, [
    { alert_id: "ztf_candidate:7", ant_mjd: "61000.5", ant_survey: "1", ant_passband: "R", ant_mag: "18.5" },
    {
      alert_id: "ztf_upper_limit:ZTF26aaaaaaa-5",
      ant_mjd: "60999.5",
      ant_survey: "2",
      ant_passband: "g",
      ant_maglim: "20.5",
    },
    { alert_id: "lsst:8", ant_mjd: "61001.5", ant_survey: "4", ant_passband: "z", ant_mag: "22.5", ant_maglim: "22.5" },
  ]).rows;

  it.each([
    ["no properties", {}],
    ["properties without a brightness", { properties: { ztf_rb: 0.9 } }],
  ])("has the measurements of alerts that are listed with %s", (_, attributes) => {
    const alerts = rows.map(({ alert_id: id, ant_mjd: mjd }) =>
      antares.alert.parse({ id, attributes: { mjd, ...attributes } }),
    );
    const points = mergeCurve(alerts, rows, { withTotal: false, isCorrected: true });
    expect(points.map(({ source, band, mag, limitMag }) => [source, band, mag, limitMag])).toEqual([
      ["ZTF", "g", null, 20.5],
      ["ZTF", "r", 18.5, null],
      ["LSST", "z", 22.5, null],
    ]);
  });
});

describe("an alert that was kept from MARS", () => {
  it("becomes no target without a position", () => {
    const alert = marsAlertSchema.parse({
      lco_id: 7,
      objectId: "ZTF19aaaaaaa",
      candidate: { jd: 2_458_900.5, ra: 10 },
    });
    expect(() => marsTarget(alert)).toThrow(/has no position/);
  });
});

describe("a magnitude that stands for none", () => {
  it.each([-999, "-999", 99, 1e99])("%s is not shown by the TNS, Scout or MARS", (said) => {
    const { discoveryMag } = detailedAlert(tns.object.parse({ objname: "2026abc", discoverymag: said }));
    const { vMag, absMag } = objectAlert(scout.scoutObject.parse({ objectName: "P12abcd", Vmag: said, H: said }));
    const candidate = { candid: 5, jd: 2_458_900.5, fid: 1, magpsf: said, sigmapsf: 99, diffmaglim: 20.5 };
    const [row] = photometryOfMars(marsAlertSchema.parse({ lco_id: 7, objectId: "ZTF19aaaaaaa", candidate }));
    expect([discoveryMag, vMag, absMag]).toEqual([null, null, null]);
    expect(row).toMatchObject({ mag: null, magErr: null, limitMag: 20.5 });
  });

  it("leaves a redshift of the TNS unknown, and a unit known by its number is one", () => {
    const row = { obsdate: "2026-01-01 00:00:00", flux: "18.5", flux_unit: { id: 1 }, filters: { name: "g-ZTF" } };
    const object = tns.object.parse({ objname: "2026abc", redshift: -999, photometry: [row] });
    expect([detailedAlert(object).redshift, photometryOf(object).length]).toEqual([null, 1]);
  });
});

describe("a row of Fink's LSST", () => {
  it.each([0, "0", -1, null, "nan"])("that belongs to the object %j belongs to none, and makes none", (id) => {
    const row = { "r:diaObjectId": id, "r:midpointMjdTai": 61_000, "r:ssObjectId": 21_163_611 };
    expect(readableRows(fink.lsstRow, [row, { ...row, "r:diaObjectId": "170098765432109873" }])).toMatchObject({
      rows: [{ "r:diaObjectId": "170098765432109873" }],
      unreadable: 1,
    });
  });
});
