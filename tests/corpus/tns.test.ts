import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Collected, collectAlerts } from "@/lib/brokers/collect";
import { alertComplaints, photometryComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { readableRows } from "@/lib/brokers/contract-remote";
import { createBrokerRegistry, type RegisteredBroker } from "@/lib/brokers/registry";
import { tns } from "@/lib/brokers/tns";
import { detailedAlert, namedAlert, objnameOf, toGenericAlert, toTarget } from "@/lib/brokers/tns/mapping";
import { photometryOf } from "@/lib/brokers/tns/photometry";
import * as remote from "@/lib/brokers/tns/remote";
import { receiptOf } from "@/lib/brokers/tns/report-answer";
import { atReportBody } from "@/lib/brokers/tns/report-body";
import { atReportSchema } from "@/lib/brokers/tns/report-parameters";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { type BrokerBench, startBrokerBench } from "../support/broker-bench";
import { bot } from "../support/tns";
import { hasCorpus, leavesNothingUnread, orWhyNot, recording, recordingsOf, recordingText } from "./corpus";

const site = "https://www.wis-tns.org";
const contentOf = (name: string): unknown => remote.contentOf(remote.envelope.parse(recording("tns", name)).data);
const objectIn = (name: string): remote.TnsObject => remote.object.parse(contentOf(name));

describe.runIf(hasCorpus)(`recorded replies of the TNS${orWhyNot}`, () => {
  it("1999gy, before TNS 2.0: one detection of SDSS in r, no type, no redshift, no alias", () => {
    const object = objectIn("legacy_get_object_1999gy_photometry.json");
    const rows = photometryOf(object);
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(rows).toEqual([
      expect.objectContaining({ mag: 17.88, magErr: null, band: "r", telescope: "Sloan", instrument: "SDSS-Spec" }),
    ]);
    expect(rows[0]?.observedAtMjd).toBeCloseTo(51258.477419, 5);
    const alert = detailedAlert(object);
    expect(toGenericAlert(alert, site)).toEqual({
      id: "1999gy",
      name: "AT1999gy",
      timestamp: "1999-03-21T11:27:29.000Z",
      ra: 244.991894009,
      dec: -1.174747776,
      mag: 17.88,
      band: "r",
      score: 0,
      url: `${site}/object/1999gy`,
    });
    const target = toTarget(alert);
    expect(targetComplaints(target)).toEqual([]);
    expect(target).toMatchObject({ aliases: [], classifications: [], redshift: null });
    expect(target.extras).toMatchObject({ discoverer: "Cornen" });
    expect(objectIn("legacy_get_object_1999gy_spectra.json").spectra).toEqual([]);
  });

  it("2025zt, TNS 2.0: a limit in orange a day before the detection in cyan", () => {
    const object = objectIn("tns2_get_object_2025zt.json");
    const rows = photometryOf(object);
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(rows.map(({ band, mag, magErr, limitMag, source }) => [band, mag, magErr, limitMag, source])).toEqual([
      ["orange-ATLAS", null, null, 19.36, "ATLAS"],
      ["cyan-ATLAS", 19.18, 0.189, null, "ATLAS"],
    ]);
    const alert = detailedAlert(object);
    expect(toGenericAlert(alert, site)).toMatchObject({
      id: "2025zt",
      name: "AT2025zt",
      timestamp: "2025-01-22T06:12:23.040Z",
      ra: 14.92635,
      dec: 26.6514325,
      mag: 19.18,
      band: "cyan-ATLAS",
      score: 0,
    });
    expect(alert.daysFromNondet).toBeCloseTo(0.9931, 3);
    expect(toTarget(alert)).toMatchObject({ aliases: ["ATLAS25asv"], redshift: null });
  });

  it("2020ubb as a client stored it, without coordinates: no target, but all that it says", () => {
    const alert = detailedAlert(remote.object.parse(recording("tns", "object_record_2020ubb.json")));
    expect(alert).toMatchObject({
      host: "WISEA J000204.63+002140.7",
      hostRedshift: 0.301422,
      internalNames: ["ZTF20acddzrd"],
      discoveredAt: "2020-09-23T08:28:24.004Z",
      discoveryMag: 19.1521,
      discoveryBand: "r",
      raDeg: null,
    });
    expect(() => toTarget(alert)).toThrow(/no position/);
  });

  it.each(recordingsOf("tns").filter((name) => /_get_search/.test(name)))("%s lists names", (name) => {
    const { rows, unreadable } = readableRows(remote.searchRow, z.array(z.unknown()).parse(contentOf(name)));
    expect(unreadable).toBe(0);
    const alerts = rows.map((row) => toGenericAlert(namedAlert(row), site));
    expect(alerts.flatMap(alertComplaints)).toEqual([]);
    if (name.startsWith("tns2_get_search.")) {
      expect(alerts.map(({ name: one, score }) => [one, score])).toEqual([
        ["AT2020ubb", 0],
        ["AT2026cqa", 0],
        ["SN2018lzf", 1],
      ]);
    }
  });

  it("an object that is not there is none", () => {
    expect(remote.object.safeParse(contentOf("tns2_get_object_no_results.json")).success).toBe(false);
  });

  it.each([
    ["bulk_report_reply_ATLAS26afg.json", "AT2026ob", "The TNS made the object AT2026ob."],
    ["bulk_report_reply_existing_object.json", "AT2026ob", "The TNS has the object already: AT2026ob."],
  ])("%s gives the name", (name, given, sentence) => {
    const { data } = remote.envelope.parse(recording("tns", name));
    expect(receiptOf(data, false, { reference: "1", site })).toMatchObject({
      state: "accepted",
      name: given,
      message: sentence,
      url: `${site}/object/2026ob`,
    });
  });

  it("a report of ours has no key that reports really sent do not have", () => {
    const keysOf = (value: unknown): string[] =>
      typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
        : [];
    const real = recordingsOf("tns").filter((name) => name.startsWith("bulk_report_submit"));
    const known = new Set(real.flatMap((name) => keysOf(recording("tns", name))));
    // Told by the manual; none of these reports had one.
    known.add("transient_redshift");
    const whole = {
      ...{ raDeg: 1, decDeg: 2, positionErrArcsec: 0.1, internalName: "x", atType: "1", reportingGroup: "1" },
      ...{
        discoverySource: "1",
        reporter: "x",
        discoveredAt: "2026-01-01T00:00:00Z",
        hostName: "x",
        hostRedshift: 0.1,
      },
      ...{
        redshift: 0.1,
        remarks: "x",
        detectedAt: "2026-01-01T00:00:00Z",
        mag: 18,
        magErr: 0.1,
        detectionLimitMag: 20,
      },
      ...{ filter: "1", instrument: "1", exposureS: 30, observer: "x", photometryRemarks: "x" },
    };
    const limit = {
      ...{ limitAt: "2025-12-31T00:00:00Z", limitMag: 20, limitFilter: "1", limitInstrument: "1" },
      ...{ limitExposureS: 30, limitObserver: "x", limitRemarks: "x" },
    };
    const bodies = [
      { ...whole, ...limit },
      { ...whole, archive: "0", archiveRemarks: "x" },
    ].map((report) => atReportBody(atReportSchema.parse(report)));
    expect(bodies.flatMap(keysOf).filter((key) => !known.has(key))).toEqual([]);
  });

  it("every name of the public list is an IAU name that this client keys as the list does", () => {
    const lines = recordingText("tns", "tns_public_objects_rows.csv").trim().split("\n").slice(1);
    const named = lines.map((line) => line.split('","').slice(1, 3));
    expect(named.map(([prefix, name]) => objnameOf(`${prefix} ${name}`))).toEqual(["2026cqa", "2022and", "2018lzf"]);
    expect(named.map(([, name]) => name)).toEqual(["2026cqa", "2022and", "2018lzf"]);
  });
});

describe.runIf(hasCorpus)(`the TNS's client, as the TNS answers it${orWhyNot}`, () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    const baseUrls = (origin: string) => ({ api: origin, reports: origin });
    bench = await startBrokerBench(tns, () => null, { baseUrls, credentials: bot });
  });
  afterEach(() => bench.close());

  const recorded = (name: string, status = 200) => ({ status, body: recordingText("tns", name) });

  // The status stands in the envelope, too: behind a proxy that answers 200 it is all there is.
  it.each([
    ["error_401_unauthorized.json", 401, "TNS refused the credentials (401)."],
    ["error_401_unauthorized.json", 200, "TNS refused the credentials (401)."],
    ["error_429_too_many_requests.json", 429, "TNS is busy; try again later."],
    ["error_429_too_many_requests.json", 200, "TNS is busy; try again later."],
    ["tns2_get_object_no_results.json", 200, "TNS has no object 2099zz."],
  ])("%s under %d is a sentence", async (name, status, sentence) => {
    const { alerts, feedback } = await bench.playing(recorded(name, status), () => bench.run({ objectId: "2099zz" }));
    expect([alerts, feedback]).toEqual([[], [sentence]]);
  });

  it("waits as long as the window of the headers lasts", async () => {
    const headers = { "x-rate-limit-limit": "10", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "37" };
    const answer = { ...recorded("error_429_too_many_requests.json", 429), headers };
    const { feedback } = await bench.playing(answer, () => bench.run({ objectId: "2099zz" }));
    expect(feedback).toEqual(["TNS is busy and asks to wait 37 s."]);
    expect(bench.broker.waitText()).toMatch(/TNS asks to wait \d+ s/);
  });

  it("the lists of values_subset.json are the choices of a report", async () => {
    const body = JSON.stringify({ id_code: 200, id_message: "OK", data: recording("tns", "values_subset.json") });
    const { upstream } = bench.broker.connect();
    const target = { name: "X1", aliases: [], raDeg: 1, decDeg: 2, redshift: null, classifications: [] };
    const subject = { target, observation: null, photometry: [], author: "ann" };
    const form = await bench.playing({ body }, async () => upstream?.openForm("at", subject));
    const fields = form?.groups.flatMap((group) => group.fields) ?? [];
    const chosenOf = (name: string) => fields.find((field) => field.name === name);
    expect(chosenOf("atType")).toMatchObject({
      choices: expect.arrayContaining([{ value: "1", label: "PSN - Possible SN" }]),
    });
    for (const name of ["reportingGroup", "filter", "instrument"])
      expect(chosenOf(name)).toMatchObject({
        choices: expect.arrayContaining([{ value: expect.any(String), label: expect.any(String) }]),
      });
  });

  it("a report is taken by bulk_report_accepted.json, pending while it is not ready, and gets its name", async () => {
    const { submitUpstreamAlert, upstream } = bench.broker.connect();
    const target = { name: "X1", aliases: [], raDeg: 1, decDeg: 2, redshift: null, classifications: [] };
    const report = { kind: "at", parameters: {}, body: { at_report: {} } };
    const taken = await bench.playing(recorded("bulk_report_accepted.json"), async () =>
      submitUpstreamAlert?.({ target, observation: null }, report),
    );
    expect(taken).toMatchObject({ state: "pending", reference: "123456" });
    for (const status of [404, 200]) {
      const notReady = recorded("bulk_report_reply_not_ready_404.json", status);
      const polled = await bench.playing(notReady, async () => upstream?.poll("123456"));
      expect(polled).toMatchObject({ state: "pending", reference: "123456" });
    }
    const ready = recorded("bulk_report_reply_ATLAS26afg.json");
    expect(await bench.playing(ready, async () => upstream?.poll("123456"))).toMatchObject({
      state: "accepted",
      name: "AT2026ob",
    });
  });
});

describe.runIf(hasCorpus)(`the TNS through its stand-in${orWhyNot}`, () => {
  let replay: Awaited<ReturnType<typeof startReplay>>;
  let http: Http;
  let broker: RegisteredBroker;

  beforeAll(async () => {
    replay = await startReplay();
    http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host] });
    const entry = tns({ baseUrls: { api: replay.origin, reports: replay.origin }, credentials: bot });
    broker = createBrokerRegistry([entry], { http, logger: silentLogger }).get("tns");
  });
  afterAll(async () => {
    await http.close();
    await replay.close();
  });

  const run = (parameters: Record<string, unknown>): Promise<Collected> =>
    collectAlerts(broker.connect(), broker.parseParameters(parameters), { maxAlerts: 100 });

  it("finds ATLAS25asv, and its light curve by its alias", async () => {
    const { alerts, error } = await run({ internalName: "ATLAS25asv" });
    expect(error).toBeNull();
    expect(alerts.map(({ generic }) => generic.name)).toEqual(["AT2025zt"]);
    const target = { name: "My name for it", aliases: ["ATLAS25asv"], raDeg: null, decDeg: null };
    const rows = await broker.connect().processReducedData?.(target, null);
    expect(rows).toHaveLength(2);
  });

  it("finds 1999gy in a cone, in the older shape", async () => {
    const { alerts } = await run({ raDeg: 244.9919, decDeg: -1.1747, radiusArcsec: 5 });
    expect(alerts.map(({ generic }) => generic.id)).toEqual(["1999gy"]);
  });

  leavesNothingUnread("tns");
});
