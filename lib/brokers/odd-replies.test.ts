import { describe, expect, it } from "vitest";
import { parseLosslessJson } from "@/lib/http/lossless-json";
import * as alerce from "./alerce/remote";
import * as antares from "./antares/remote";
import { readableRows } from "./contract-remote";
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
