import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as z from "zod";
import { alertComplaints, photometryComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { readableRows, remoteRows } from "@/lib/brokers/contract-remote";
import { fink } from "@/lib/brokers/fink";
import { objectOf } from "@/lib/brokers/fink/alert";
import { lsstAlert, lsstSummary, ztfAlert } from "@/lib/brokers/fink/mapping";
import { lsstDetection, lsstForcedDatum, ztfDatum } from "@/lib/brokers/fink/photometry";
import * as remote from "@/lib/brokers/fink/remote";
import { toGenericAlert, toTarget } from "@/lib/brokers/fink/target";
import { answerFink, loadFink } from "@/scripts/brokers-replay/fink.mjs";
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

function rowsOf<Row>(schema: z.ZodType<Row>, name: string): Row[] {
  const { rows, unreadable } = readableRows(schema, remoteRows.parse(recording("fink", name)));
  expect(unreadable, `${name}: every row is readable`).toBe(0);
  return rows;
}

const named = (pattern: RegExp) => recordingsOf("fink").filter((name) => pattern.test(name));

describe.runIf(hasCorpus)(`recorded replies of Fink${orWhyNot}`, () => {
  it.each(named(/^ztf_(objects|latests|conesearch|rows)_(?!withupperlim)/))("%s lists believable objects", (name) => {
    const alerts = rowsOf(remote.ztfRow, name).map(ztfAlert);
    expect(alerts.map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
    expect(alerts.map(toTarget).flatMap(targetComplaints)).toEqual([]);
    if (name.includes("latests"))
      expect([alerts.length, new Set(alerts.map(({ objectId }) => objectId)).size]).toEqual([10, 7]);
    if (name.includes("31alerts")) expect(alerts).toHaveLength(31);
  });

  it("ZTF26aawdxet: a cross-match that failed and a class that is unknown are nothing", () => {
    const [alert] = rowsOf(remote.ztfRow, "ztf_conesearch_ZTF26aawdxet.json").map(ztfAlert);
    expect(alert).toMatchObject({ simbad: null, classes: [], mag: 18.429005, detections: 35 });
  });

  it("ZTF21abfmbix with limits is five detections and two limits from text", () => {
    const rows = rowsOf(remote.ztfRow, "ztf_objects_withupperlim_ZTF21abfmbix_part.json").flatMap(ztfDatum);
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(rows.filter(({ mag }) => mag !== null)).toHaveLength(5);
    expect(
      rows.filter(({ mag }) => mag === null).map(({ limitMag, band, sourceId }) => [limitMag, band, sourceId]),
    ).toEqual([
      [20.2386, "g", null],
      [20.4839, "r", null],
    ]);
    expect(rows[0]).toMatchObject({ sourceId: "1642249732315015013", mag: 16.234324, magErr: 0.028584031, band: "g" });
  });

  it.each(named(/^lsst_(sources|conesearch)_/))("%s maps to alerts and fluxes", (name) => {
    const rows = rowsOf(remote.lsstRow, name);
    expect(rows.map(lsstAlert).map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
    const data = rows.flatMap(lsstDetection);
    expect(data.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(data).toHaveLength(rows.length);
    const object = objectOf(rows.map(lsstAlert));
    if (object) expect(targetComplaints(toTarget(object))).toEqual([]);
    if (name.includes("sources_170587117485817955")) {
      expect(object && toTarget(object)).toMatchObject({ name: "170587117485817955", aliases: ["AT 2026qhm"] });
      expect(data[0]).toMatchObject({ sourceId: "170666304474710039", fluxNjy: 2674.6938, band: "i" });
    }
    if (name.includes("314002971860926640")) expect(data).toHaveLength(392);
  });

  it("forced photometry of 314002971860926640 is 340 rows", () => {
    const rows = rowsOf(remote.lsstForcedRow, "lsst_fp_314002971860926640.json").flatMap(lsstForcedDatum);
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(rows).toHaveLength(340);
    expect(rows.every(({ forced, forcedProducer }) => forced && forcedProducer === "LSST")).toBe(true);
  });

  it("the summary of 170587117485817955 counts 16 detections since 61217.42 TAI", () => {
    const [alert] = rowsOf(remote.lsstObject, "lsst_objects_170587117485817955.json").map(lsstSummary);
    expect(alert).toMatchObject({
      objectId: "170587117485817955",
      detections: 16,
      classes: [{ name: "SN-like", classifier: "CATS" }],
      simbad: null,
    });
    expect(alert?.firstMjd).toBeCloseTo(61217.421180064 - 37 / 86_400, 9);
  });

  it("ZTF19aaosfcb keeps its Gaia counterpart and its scores of 0, which are no classes", () => {
    const object = objectOf(rowsOf(remote.ztfRow, "ztf_objects_ZTF19aaosfcb.json").map(ztfAlert));
    const target = object && toTarget(object);
    expect(target?.extras).toMatchObject({
      DR3Name: "Gaia DR3 2040407987312297984",
      Plx: 2.2351,
      rf_snia_vs_nonia: 0,
      constellation: "Lyra",
    });
    expect(target?.extras).not.toHaveProperty("vsx");
    expect(target?.classifications).toEqual([]);
  });

  it("the resolver's text values are read", () => {
    expect(rowsOf(remote.tnsName, "ztf_resolver_tns.json")[0]).toEqual({
      fullname: "SN 2023Q",
      internalname: "ZTF23aaaahln",
      ra: 29.270333,
      declination: -0.466911,
      type: "SN Ia",
      redshift: 0.022,
    });
  });

  describe("through the registry, against the stand-in", () => {
    let bench: BrokerBench;
    beforeAll(async () => {
      const store = loadFink(corpusBrokers);
      const baseUrls = (origin: string) => ({ ztf: `${origin}/fink-ztf`, lsst: `${origin}/fink-lsst` });
      bench = await startBrokerBench(fink, (url, request) => answerFink(store, url, request), { baseUrls });
    });
    afterAll(() => bench.close());

    it("finds early supernova candidates of November 2021", async () => {
      const found = await bench.run({
        className: "Early SN Ia candidate",
        newestAfter: "2021-11-01T00:00:00Z",
        newestBefore: "2021-12-01T00:00:00Z",
      });
      expect(found.error).toBeNull();
      expect(found.alerts).toHaveLength(7);
    });

    it("knows SN 2023Q by the TNS, although no alert of it is recorded", async () => {
      const { alerts, feedback } = await bench.run({ name: "SN 2023Q" });
      expect(alerts.map(({ generic }) => [generic.id, generic.ra, generic.timestamp])).toEqual([
        ["ZTF23aaaahln", 29.270333, null],
      ]);
      expect(feedback.join()).toContain("no alert of ZTF23aaaahln");
      expect(await bench.broker.connect().toTarget(alerts[0]?.alert)).toMatchObject({
        name: "ZTF23aaaahln",
        aliases: ["SN 2023Q"],
        redshift: { value: 0.022 },
        classifications: [{ name: "SN Ia", classifier: "TNS", version: null, probability: null }],
      });
    });

    it("makes an LSST object a target with its name in the TNS and its counts", async () => {
      const broker = bench.broker.connect();
      const alert = await broker.fetchAlert("170587117485817955");
      expect(broker.toGenericAlert(alert)).toMatchObject({ detections: 16, band: "i", score: 0.9874463 });
      expect(await broker.toTarget(alert)).toMatchObject({ aliases: ["AT 2026qhm"], extras: { is_sso: false } });
    });

    it("has the whole light curve of an LSST object", async () => {
      const rows = await bench.photometry({ name: "314002971860926640", aliases: [], raDeg: null, decDeg: null });
      expect(rows).toHaveLength(392 + 340);
    });

    it("ztf_error_400_missing_objectid.txt, a printed Python dict, is a refusal that names the parameter", async () => {
      const headers = { "content-type": "text/html; charset=utf-8" };
      const answer = { status: 400, headers, body: recordingText("fink", "ztf_error_400_missing_objectid.txt") };
      const { feedback } = await bench.playing(answer, () => bench.run({ objectId: "ZTF99zzzzzzz" }));
      expect(feedback).toEqual(["Fink did not accept objectId (400)."]);
    });

    it.each([
      [{ objectId: "ZTF99zzzzzzy" }, ["Fink has no object ZTF99zzzzzzy in ZTF."]],
      [{ survey: "lsst", objectId: "170587117485817999" }, ["Fink has no object 170587117485817999 in LSST."]],
      [{ name: "SN 2099zz" }, ["Fink knows nothing called SN 2099zz in the TNS."]],
      [{ raDeg: 1, decDeg: 2, radiusArcsec: 3 }, []],
    ])("empty_list.json is no match for %j", async (parameters, feedback) => {
      const answer = { body: recordingText("fink", "empty_list.json") };
      const found = await bench.playing(answer, () => bench.run(parameters));
      expect(found).toEqual({ alerts: [], feedback, error: null });
    });
  });

  leavesNothingUnread("fink", {
    "ztf_alert_packets_6.json": "packets of the livestream, to which no client of ours listens",
  });
});
