import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { alertComplaints, photometryComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { readableRows } from "@/lib/brokers/contract-remote";
import { lasair } from "@/lib/brokers/lasair";
import type { LasairObject } from "@/lib/brokers/lasair/client";
import { toGenericAlert, toTarget } from "@/lib/brokers/lasair/mapping";
import { alertOf } from "@/lib/brokers/lasair/objects";
import { photometryOf, ztfRow } from "@/lib/brokers/lasair/photometry";
import * as remote from "@/lib/brokers/lasair/remote";
import { rowAlert } from "@/lib/brokers/lasair/rows";
import { answerLasair, loadLasair } from "@/scripts/brokers-replay/lasair.mjs";
import { type BrokerBench, startBrokerBench } from "../support/broker-bench";
import {
  corpusBrokers,
  hasCorpus,
  leavesNothingUnread,
  orWhyNot,
  recording,
  recordingsOf,
  recordingText,
} from "./corpus";

const named = (pattern: RegExp): string[] => recordingsOf("lasair").filter((name) => pattern.test(name));

const ztfOf = (value: unknown): LasairObject => ({ survey: "ztf", object: remote.ztfObject.parse(value) });
const lsstOf = (value: unknown): LasairObject => ({ survey: "lsst", object: remote.lsstObject.parse(value) });
const ztfObject = (name: string): LasairObject => ztfOf([recording("lasair", name)].flat()[0]);
const lsstObject = (name: string): LasairObject => lsstOf(recording("lasair", name));

function believable(found: LasairObject) {
  const alert = alertOf(found);
  expect(alertComplaints(toGenericAlert(alert))).toEqual([]);
  const rows = photometryOf(found);
  expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
  return { alert, rows, generic: toGenericAlert(alert) };
}

describe.runIf(hasCorpus)(`recorded replies of Lasair${orWhyNot}`, () => {
  const counts: Record<string, number> = { ztf_cone_all: 734, ztf_cone_nearest: 1, lsst_cone_all_104: 104 };
  it.each(named(/_cone_(all|nearest|empty)/))("%s is a list of ids", (name) => {
    const { rows, unreadable } = readableRows(remote.coneHit, remote.cone.parse(recording("lasair", name)));
    const one = /_one|nearest\.json/.test(name) ? 1 : 0;
    expect([rows.length, unreadable]).toEqual([counts[name.replace(".json", "")] ?? one, 0]);
    if (name === "lsst_cone_all_104.json") expect(rows[0]).toEqual({ object: "170019716254926219", separation: 0.24 });
    if (name === "ztf_cone_nearest.json") expect(rows[0]?.object).toBe("ZTF19aaypuas");
  });

  it("a count is no list", () => {
    expect(remote.cone.safeParse(recording("lasair", "lsst_cone_count.json")).success).toBe(false);
  });

  it("ZTF23aabplmy is SN 2023bip, a type II at z 0.031, 2.75 arcsec from its galaxy", () => {
    const { alert, rows, generic } = believable(ztfObject("ztf_objects_ZTF23aabplmy.json"));
    expect(generic).toMatchObject({ id: "ZTF23aabplmy", mag: 16.821149826049805, band: "g", score: null });
    expect(generic.timestamp).toBe("2023-02-19T09:51:32.999Z");
    expect(rows.map(({ mag, limitMag }) => [mag, limitMag])).toEqual([
      [16.821149826049805, null],
      [null, 20.46820068359375],
    ]);
    const target = toTarget(alert);
    expect(targetComplaints(target)).toEqual([]);
    expect(target).toMatchObject({ aliases: ["SN 2023bip"], redshift: { value: 0.031, source: "TNS" } });
    expect(target.classifications.map(({ classifier, name, version }) => [classifier, name, version])).toEqual([
      ["TNS", "SN II", null],
      ["Sherlock", "SN", "v2.2.0"],
    ]);
    expect(target.extras).toMatchObject({ host_redshift: 0.03, sherlock_source_arcsec: 2.75 });
    expect(target.extras.solar_system_match).toBeUndefined();
    expect(JSON.stringify(target.extras)).not.toContain("<");
  });

  it("ZTF20acpwljl is 11 detections and 8 limits, newest 19.85 in r", () => {
    const { alert, rows, generic } = believable(ztfObject("ztf_object_ZTF20acpwljl_part.json"));
    expect(rows.filter(({ mag }) => mag !== null)).toHaveLength(11);
    expect(rows.filter(({ limitMag }) => limitMag !== null)).toHaveLength(8);
    expect(generic).toMatchObject({ mag: 19.84600067138672, band: "r", score: 0.9985510110855103, detections: 35 });
    expect(rows[0]).toMatchObject({ sourceId: "1440461051415015012", observedAtMjd: 59194.4610532 });
    expect(toTarget(alert)).toMatchObject({
      raDeg: 124.87996115142856,
      extras: { galactic_l_deg: 228.87490058263154 },
    });
  });

  it("the light curve of ZTF22aaaozss is 19 detections and 8 limits", () => {
    const [rows] = z.array(z.array(z.unknown())).parse(recording("lasair", "ztf_lightcurves_ZTF22aaaozss.json"));
    const read = readableRows(remote.ztfCandidate, rows ?? []);
    const data = read.rows.flatMap(ztfRow);
    expect(read.unreadable).toBe(0);
    expect(data.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(data.map(({ limitMag }) => limitMag !== null).filter(Boolean)).toHaveLength(8);
    expect(data).toHaveLength(27);
  });

  it("313761043604045880 is AT 2025agpz: 530 sources, 420 forced, an annotator's score", () => {
    const { alert, rows, generic } = believable(lsstObject("lsst_object_313761043604045880.json"));
    expect([rows.length, rows.filter(({ forced }) => forced).length]).toEqual([950, 420]);
    expect(generic).toMatchObject({ id: "313761043604045880", band: "i", score: 1, detections: 527 });
    expect(generic.mag).toBeCloseTo(31.4 - 2.5 * Math.log10(111775.1015625), 9);
    expect(rows[0]?.observedAtMjd).toBeCloseTo(61097.165129772635 - 37 / 86400, 9);
    expect(rows.filter(({ negative }) => negative).map(({ sourceId, fluxNjy }) => [sourceId, fluxNjy])).toContainEqual([
      "313774269673767077",
      -18166.02734375,
    ]);
    const target = toTarget(alert);
    expect(targetComplaints(target)).toEqual([]);
    expect(target.aliases).toEqual(["AT 2025agpz", "ATLAS25pny"]);
    expect(target.classifications).toContainEqual({
      ...{ name: "r0b_lvra", source: "Lasair", classifier: "r0b_lvra", version: "a1" },
      ...{ probability: 0.9162399982191197, date: "2026-02-26T04:05:59.000Z" },
    });
  });

  it("313761042336317573 holds bare NaN, and five forced fluxes below the reference with their ids", () => {
    const { alert, rows, generic } = believable(lsstObject("lsst_object_313761042336317573_part_with_NaN.json"));
    expect(alert).toMatchObject({ objectId: "313761042336317573", tns: null, detections: 259 });
    expect(rows.map(({ sourceId, fluxNjy, negative, mag }) => [sourceId, fluxNjy, negative, mag])[0]).toEqual([
      "170644275287031823",
      -6271.630859375,
      true,
      null,
    ]);
    expect(rows).toHaveLength(5);
    expect(generic.timestamp).toBe("2026-07-14T10:03:00.470Z");
  });

  it.each(named(/^lsst_(query|filter_stream)_/))("%s lists objects with their ids to the last digit", (name) => {
    const rows = z.array(z.record(z.string(), z.unknown())).parse(recording("lasair", name));
    const alerts = rows.map((row) => rowAlert("lsst", row));
    expect(alerts.map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
    expect(alerts.every(({ objectId }) => /^\d{18}$/.test(objectId))).toBe(true);
    if (name.includes("query_8"))
      expect(alerts[0]).toMatchObject({
        objectId: "170019696254910754",
        raDeg: 62.00489102706123,
        decDeg: -49.480107426965155,
      });
    if (name.includes("annotator"))
      expect(alerts[0]?.extras).toEqual({ real0rbogus: "0.9128373128269016", first22: "1" });
    if (name.includes("stream")) {
      expect(alerts[0]).toMatchObject({
        objectId: "169562328767397962",
        sherlock: { name: "ORPHAN" },
        score: 0.845683,
      });
      const curves = rows.flatMap((row) =>
        row.alert === null || typeof row.alert !== "object"
          ? []
          : [photometryOf(lsstOf({ diaObjectId: row.diaObjectId, ...row.alert }))],
      );
      expect(curves.map((curve) => curve.length)).toEqual([30, 29, 2, 2, 2, 2]);
      expect(curves.flat().flatMap((row) => photometryComplaints(row))).toEqual([]);
    }
  });

  describe("through the registry", () => {
    let bench: BrokerBench;
    beforeAll(async () => {
      const store = loadLasair(corpusBrokers);
      bench = await startBrokerBench(lasair, (url, request) => answerLasair(store, url, request), {
        baseUrls: (origin) => ({ ztf: `${origin}/lasair-ztf`, lsst: `${origin}/lasair-lsst` }),
        credentials: { ztf: "replay-ztf-token", lsst: "replay-lsst-token" },
      });
    });
    afterAll(() => bench.close());

    it("SN 2023bip is found around its place and becomes a target with its light curve", async () => {
      const { alerts, error } = await bench.run({ raDeg: 179.9776, decDeg: 26.0689, radiusArcsec: 10 });
      expect(error).toBeNull();
      expect(alerts.map(({ generic }) => [generic.id, generic.band])).toEqual([["ZTF23aabplmy", "g"]]);
      expect(
        await bench.photometry({ name: "SN 2023bip", aliases: ["ZTF23aabplmy"], raDeg: null, decDeg: null }),
      ).toHaveLength(2);
    });

    it("LSST objects are found by a filter, by id and with their NaN", async () => {
      const { alerts, error } = await bench.run({ survey: "lsst", conditions: "objects.nDiaSources > 500" });
      expect(error).toBeNull();
      expect(alerts.map(({ generic }) => generic.id)).toEqual(["313761043604045880"]);
      const found = await bench.run({ survey: "lsst", objectId: "313761042336317573" });
      expect(found.alerts[0]?.generic).toMatchObject({ id: "313761042336317573", mag: null });
    });

    it.each([
      ["error_401_no_token.json", 401, "Lasair refused the credentials (401)."],
      ["error_401_bad_token.json", 401, "Lasair refused the credentials (401)."],
      ["error_404_object.json", 404, "Lasair has no object ZTF99zzzzzzz in ZTF."],
    ])("%s is understood", async (name, status, sentence) => {
      const answer = { status, body: recordingText("lasair", name) };
      const { feedback } = await bench.playing(answer, () => bench.run({ objectId: "ZTF99zzzzzzz" }));
      expect(feedback).toEqual([sentence]);
    });

    const cone = { raDeg: 1, decDeg: 2, radiusArcsec: 3 };
    it.each([
      [
        "error_400_query.json",
        { survey: "lsst", conditions: "nosuchcolumn > 5" },
        "Lasair did not accept the query: it does not know the column nosuchcolumn.",
      ],
      ["error_400_field.json", cone, "Lasair did not accept ra (400)."],
      ["error_400_radius.json", cone, "Lasair did not accept the request (400)."],
    ])("%s is said in our words", async (name, parameters, sentence) => {
      const answer = { status: 400, body: recordingText("lasair", name) };
      expect((await bench.playing(answer, () => bench.run(parameters))).feedback).toEqual([sentence]);
    });

    it("error_429.json makes everybody wait as long as it asks", async () => {
      const headers = { "retry-after": "1800" };
      const answer = { status: 429, headers, body: recordingText("lasair", "error_429.json") };
      const { feedback } = await bench.playing(answer, () => bench.run({ objectId: "ZTF99zzzzzzy" }));
      expect(feedback).toEqual(["Lasair is busy and asks to wait 1800 s."]);
      expect(bench.broker.waitText()).toMatch(/Lasair asks to wait \d+ s/);
    });
  });

  leavesNothingUnread("lasair");
});
