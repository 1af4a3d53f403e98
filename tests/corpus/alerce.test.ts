import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { alerce } from "@/lib/brokers/alerce";
import { lsstAlert, mergePage, toGenericAlert, ztfAlert } from "@/lib/brokers/alerce/mapping";
import { lsstRows, ztfDetectionRows, ztfForcedRows, ztfLimitRows } from "@/lib/brokers/alerce/photometry";
import * as remote from "@/lib/brokers/alerce/remote";
import { type Collected, collectAlerts } from "@/lib/brokers/collect";
import type { ReducedDatumDraft } from "@/lib/brokers/contract";
import { alertComplaints, photometryComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { readableRows } from "@/lib/brokers/contract-remote";
import { createBrokerRegistry, type RegisteredBroker } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { type BrokerBench, startBrokerBench } from "../support/broker-bench";
import { hasCorpus, leavesNothingUnread, orWhyNot, recording, recordingsOf, recordingText } from "./corpus";

function rowsOf<Row>(schema: z.ZodType<Row>, name: string): Row[] {
  const list = z.array(z.unknown()).parse(recording("alerce", name));
  const { rows, unreadable } = readableRows(schema, list);
  expect(unreadable, `${name}: every row is readable`).toBe(0);
  return rows;
}

function itemsOf<Row>(schema: z.ZodType<Row>, name: string): Row[] {
  const { items } = z.object({ items: z.array(z.unknown()) }).parse(recording("alerce", name));
  const { rows, unreadable } = readableRows(schema, items);
  expect(unreadable, `${name}: every row is readable`).toBe(0);
  return rows;
}

const believable = (rows: readonly ReducedDatumDraft[]): void => {
  expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
};

describe.runIf(hasCorpus)(`recorded replies of ALeRCE${orWhyNot}`, () => {
  it.each(recordingsOf("alerce").filter((name) => /detections_|forced_photometry_/.test(name)))(
    "%s maps row by row",
    (name) => {
      const isForced = name.includes("forced");
      const rows = name.startsWith("lsst")
        ? rowsOf(remote.lsstSource, name).flatMap((row) => lsstRows(row, isForced, false))
        : isForced
          ? rowsOf(remote.ztfForcedRow, name).flatMap((row) => ztfForcedRows(row, false))
          : rowsOf(remote.ztfDetection, name).flatMap((row) => ztfDetectionRows(row, false));
      believable(rows);
      expect(rows).toHaveLength(z.array(z.unknown()).parse(recording("alerce", name)).length);
    },
  );

  it("ZTF20aaelulu has 58 detections and 17 limits, first seen in r at 17.28", () => {
    const curve = remote.ztfLightCurve.parse(recording("alerce", "ztf_v1_lightcurve_ZTF20aaelulu.json"));
    const detections = readableRows(remote.ztfDetection, curve.detections ?? []).rows.flatMap((row) =>
      ztfDetectionRows(row, false),
    );
    const limits = readableRows(remote.ztfNonDetection, curve.non_detections ?? []).rows.flatMap(ztfLimitRows);
    believable([...detections, ...limits]);
    expect([detections.length, limits.length]).toEqual([58, 17]);
    expect(detections[0]).toMatchObject({
      band: "r",
      mag: 17.279879,
      magErr: 0.056197107,
      sourceId: "1101542291015015004",
    });
    expect(detections[0]?.observedAtMjd).toBeCloseTo(58855.5422917, 7);
    expect(limits.at(-1)).toMatchObject({ limitMag: 20.6648, band: "r", mag: null });
  });

  it("ZTF18abcgqmz is negative twice, and its corrected errors of 100 are no errors", () => {
    const rows = rowsOf(remote.ztfDetection, "ztf_v1_detections_ZTF18abcgqmz.json").flatMap((row) =>
      ztfDetectionRows(row, true),
    );
    expect(rows.map(({ mag, negative, brightness }) => [mag, negative, brightness])).toEqual([
      [18.770634, true, "difference"],
      [18.30812, true, "difference"],
    ]);
  });

  it("ZTF25abansec keeps one measurement under two candids as two rows", () => {
    const rows = rowsOf(remote.ztfDetection, "ztf_v1_detections_ZTF25abansec_part.json").flatMap((row) =>
      ztfDetectionRows(row, false),
    );
    const twins = rows.filter(({ observedAtMjd }) => observedAtMjd === 60867.276863);
    expect(twins.map(({ sourceId }) => sourceId)).toEqual(["3113276860715015009", "3113276860715025009"]);
  });

  it("forced photometry of ZTF26aacextk carries the exposure's own id", () => {
    const rows = rowsOf(remote.ztfForcedRow, "ztf_v2_forced_photometry_ZTF26aacextk.json").flatMap((row) =>
      ztfForcedRows(row, false),
    );
    expect(rows).toHaveLength(20);
    expect(rows[0]).toMatchObject({
      sourceId: "3305451055515",
      mag: 20.056513,
      band: "r",
      forced: true,
      forcedProducer: "ZTF",
    });
    expect(rows.filter(({ negative }) => negative)).toHaveLength(1);
  });

  it("LSST detections of 170587116732416143 are three negative fluxes, none of them a magnitude", () => {
    const rows = rowsOf(remote.lsstSource, "lsst_detections_170587116732416143.json").flatMap((row) =>
      lsstRows(row, false, false),
    );
    expect(rows.map(({ sourceId, band, fluxNjy, mag, negative }) => [sourceId, band, fluxNjy, mag, negative])).toEqual([
      ["170587116732416143", "i", -2615.273, null, true],
      ["170587117134545027", "g", -2803.7178, null, true],
      ["170587117274005632", "g", -3019.9097, null, true],
    ]);
    expect(rows[0]?.observedAtMjd).toBeCloseTo(61217.41670499195 - 37 / 86400, 9);
  });

  it("LSST positive fluxes are AB magnitudes", () => {
    const rows = rowsOf(remote.lsstSource, "lsst_detections_313853496686280764_part.json").flatMap((row) =>
      lsstRows(row, false, false),
    );
    const bright = rows.find(({ sourceId }) => sourceId === "313853496686280764");
    expect(bright?.mag).toBeCloseTo(31.4 - 2.5 * Math.log10(69393.81), 9);
    expect(bright?.magErr).toBeCloseTo((1.0857362 * 434.88135) / 69393.81, 6);
  });

  it.each(recordingsOf("alerce").filter((name) => name.startsWith("ztf_v1_objects_")))(
    "%s lists believable objects",
    (name) => {
      const alerts = mergePage(itemsOf(remote.ztfObject, name).map(ztfAlert)).map(toGenericAlert);
      expect(alerts.flatMap(alertComplaints)).toEqual([]);
      if (name.includes("unclassified")) expect(alerts.map(({ score }) => score)).toEqual([null]);
      if (name.includes("page_SNIa"))
        expect(alerts[0]).toMatchObject({ id: "ZTF20acobvxk", score: 0.722, timestamp: "2020-12-21T04:46:18.998Z" });
    },
  );

  it.each(recordingsOf("alerce").filter((name) => name.startsWith("lsst_list_objects_")))(
    "%s lists each object once",
    (name) => {
      const alerts = mergePage(itemsOf(remote.lsstObject, name).map(lsstAlert));
      expect(alerts.map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
      expect(new Set(alerts.map(({ oid }) => oid)).size).toBe(alerts.length);
      if (name.includes("duplicate")) {
        expect(alerts.map(({ oid, classifications }) => [oid, classifications.length])).toEqual([
          ["313629129709715483", 2],
        ]);
      }
    },
  );

  it("single objects, class lists, probabilities and statistics are readable", () => {
    expect(ztfAlert(remote.ztfObject.parse(recording("alerce", "ztf_v1_object_ZTF18abcgqmz.json")))).toMatchObject({
      oid: "ZTF18abcgqmz",
      detections: 2,
    });
    expect(lsstAlert(remote.lsstObject.parse(recording("alerce", "lsst_object_170587116732416143.json"))).oid).toBe(
      "170587116732416143",
    );
    expect(rowsOf(remote.classifierRow, "ztf_v1_classifiers.json")).toHaveLength(15);
    expect(rowsOf(remote.ztfProbability, "ztf_v1_probabilities_ZTF20aaelulu.json")).toHaveLength(38);
    expect(rowsOf(remote.ztfMagstats, "ztf_v1_magstats_ZTF20aaelulu.json")).toHaveLength(2);
  });
});

describe.runIf(hasCorpus)(`refusals of ALeRCE, as its client says them${orWhyNot}`, () => {
  let bench: BrokerBench;
  beforeAll(async () => {
    const script = () => ({ body: [] });
    bench = await startBrokerBench(alerce, script, { baseUrls: (origin) => ({ ztf: origin, lsst: origin }) });
  });
  afterAll(() => bench.close());

  it.each([
    ["ztf_v1_error_400_bad_param.json", 400, { detectionsMin: 5 }, "ALeRCE did not accept ndet (400)."],
    [
      "lsst_error_422_order_mode.json",
      422,
      { survey: "lsst", detectionsMin: 5 },
      "ALeRCE did not accept the request (422).",
    ],
  ])("%s", async (name, status, parameters, sentence) => {
    const answer = { status, body: recordingText("alerce", name) };
    const { alerts, feedback } = await bench.playing(answer, () => bench.run(parameters));
    expect([alerts, feedback]).toEqual([[], [sentence]]);
  });

  it("lsst_error_422_missing_param.json", async () => {
    const answer = { status: 422, body: recordingText("alerce", "lsst_error_422_missing_param.json") };
    const found = bench.playing(answer, () => bench.broker.connect().fetchAlert("170587116732416143"));
    await expect(found).rejects.toThrow("ALeRCE did not accept survey_id (422).");
  });

  it("ztf_v1_error_404_object.json is no object, without photometry", async () => {
    const answer = { status: 404, body: recordingText("alerce", "ztf_v1_error_404_object.json") };
    expect(await bench.playing(answer, () => bench.broker.connect().fetchAlert("ZTF99zzzzzzz"))).toBeNull();
    const target = { name: "ZTF99zzzzzzz", aliases: [], raDeg: null, decDeg: null };
    expect(await bench.playing(answer, () => bench.photometry(target))).toEqual([]);
  });

  it("lsst_lightcurve_unknown_oid.json, by the routes of its parts, is no photometry", async () => {
    const whole = z.record(z.string(), z.unknown()).parse(recording("alerce", "lsst_lightcurve_unknown_oid.json"));
    bench.change = ({ url }) => {
      const part = url.pathname.endsWith("/forced-photometry") ? whole.forced_photometry : whole.detections;
      return { body: JSON.stringify(part) };
    };
    const target = { name: "170587116732416999", aliases: [], raDeg: null, decDeg: null };
    expect(await bench.photometry(target)).toEqual([]);
    bench.change = null;
  });
});

describe.runIf(hasCorpus)(`ALeRCE's client against its recordings${orWhyNot}`, () => {
  let replay: Awaited<ReturnType<typeof startReplay>>;
  let http: Http;
  let broker: RegisteredBroker;

  beforeAll(async () => {
    replay = await startReplay();
    http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host] });
    const entry = alerce({ baseUrls: { ztf: replay.origin, lsst: replay.origin } });
    broker = createBrokerRegistry([entry], { http, logger: silentLogger }).get("alerce");
  });
  afterAll(async () => {
    await http.close();
    await replay.close();
  });

  const run = (parameters: Record<string, unknown>): Promise<Collected> =>
    collectAlerts(broker.connect(), broker.parseParameters(parameters), { maxAlerts: 5000 });

  it("finds ten supernovae of class SNIa, most probable first", async () => {
    const { alerts, error } = await run({
      classifier: "lc_classifier",
      className: "SNIa",
      orderBy: "probability",
      orderMode: "DESC",
    });
    expect(error).toBeNull();
    expect(alerts).toHaveLength(10);
    const scores = alerts.map(({ generic }) => generic.score ?? 0);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  });

  it("finds one object in a cone around ZTF26aacextk", async () => {
    const { alerts } = await run({ raDeg: 187.02024, decDeg: 6.96784, radiusArcsec: 3 });
    expect(alerts.map(({ generic }) => generic.id)).toEqual(["ZTF26aacextk"]);
  });

  it("finds LSST supernovae by class, and both classifiers of the one in the cone", async () => {
    const found = await run({
      survey: "lsst",
      classifier: "stamp_classifier_rubin_beta_20260421",
      className: "SN",
      detectionsMin: 30,
    });
    expect(found.alerts).toHaveLength(15);
    const cone = await run({ survey: "lsst", raDeg: 11.033293, decDeg: -43.468727, radiusArcsec: 2 });
    const target = await broker.connect().toTarget(cone.alerts[0]?.alert);
    expect(targetComplaints(target)).toEqual([]);
    expect(target.classifications).toHaveLength(2);
  });

  it("makes SN 2020oi a target with all of its classes and its light curve", async () => {
    const alert = await broker.connect().fetchAlert("ZTF20aaelulu");
    const target = await broker.connect().toTarget(alert);
    expect(target.classifications).toHaveLength(38);
    const ref = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };
    const rows = (await broker.connect().processReducedData?.(ref, alert)) ?? [];
    believable(rows);
    expect(rows.filter(({ forced }) => !forced)).toHaveLength(75);
  });

  leavesNothingUnread("alerce", {
    "ztf_v1_features_ZTF20aaelulu.json": "figures of a light curve, for which no form and no page of ours asks",
  });
});
