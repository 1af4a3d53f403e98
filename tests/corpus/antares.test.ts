import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { antares } from "@/lib/brokers/antares";
import { locusAlert, toGenericAlert, toTarget } from "@/lib/brokers/antares/mapping";
import { alertToDatum, curveRowToDatum } from "@/lib/brokers/antares/photometry";
import * as remote from "@/lib/brokers/antares/remote";
import { alertComplaints, photometryComplaints, targetComplaints } from "@/lib/brokers/contract-checks";
import { readableRows } from "@/lib/brokers/contract-remote";
import { answerAntares, loadAntares } from "@/scripts/brokers-replay/antares.mjs";
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

const rowsOf = (name: string) => {
  const { data } = remote.locusPage.parse(recording("antares", name));
  const { rows, unreadable } = readableRows(remote.locus, data);
  expect(unreadable).toBe(0);
  return rows.map(locusAlert);
};

describe.runIf(hasCorpus)(`recorded replies of ANTARES${orWhyNot}`, () => {
  it.each(recordingsOf("antares").filter((name) => name.startsWith("loci_search_")))(
    "%s lists believable loci",
    (name) => {
      const alerts = rowsOf(name);
      expect(alerts.map(toGenericAlert).flatMap(alertComplaints)).toEqual([]);
      expect(alerts.map(toTarget).flatMap(targetComplaints)).toEqual([]);
      if (name.includes("empty")) expect(alerts).toEqual([]);
    },
  );

  it("an asteroid's alert is flagged and named after the survey", () => {
    const [alert] = rowsOf("loci_search_ZTF26abeuijw.json");
    expect(alert).toMatchObject({ ztfIds: ["ZTF26abeuijw"], solarSystemNames: ["220"], detections: 1 });
    expect(alert && toTarget(alert)).toMatchObject({ name: "ZTF26abeuijw", extras: { solar_system_match: "220" } });
  });

  it("a Rubin locus goes by its 64-bit id, with its newest time in UTC", () => {
    const [alert] = rowsOf("loci_search_lsst_ANT2026rq61krn5dipt.json");
    expect(alert?.lsstIds).toEqual(["170587117485817955"]);
    expect(alert?.newestMjd).toBeCloseTo(61235.41918367943 - 37 / 86400, 9);
    expect(alert && toTarget(alert).aliases).toEqual(["ANT2026rq61krn5dipt"]);
  });

  it("the light curve of ANT2020nb5h6 is detections and limits, r called r", () => {
    const document = remote.locusDocument.parse(recording("antares", "locus_ANT2020nb5h6.json"));
    const records = remote.curveRecords(document.data.attributes.lightcurve ?? "");
    const { rows, unreadable } = readableRows(remote.curveRow, records);
    expect([rows.length, unreadable]).toEqual([28, 0]);
    const data = rows.flatMap(curveRowToDatum);
    expect(data.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(new Set(data.map(({ band }) => band))).toEqual(new Set(["g", "r"]));
    expect(data.find(({ mag }) => mag !== null)).toMatchObject({
      sourceId: "1113163781415010010",
      band: "g",
      mag: 17.15279769897461,
    });
    expect(remote.curveRecords(recordingText("antares", "locus_ANT2020nb5h6_lightcurve_part.csv"))).toHaveLength(28);
  });

  it("the alerts of ANT2026b78o35eau2gs are two limits and a positive detection", () => {
    const { data } = remote.alertPage.parse(recording("antares", "locus_alerts_ANT2026b78o35eau2gs.json"));
    const rows = readableRows(remote.alert, data).rows.flatMap(alertToDatum);
    expect(rows.flatMap((row) => photometryComplaints(row))).toEqual([]);
    expect(
      rows.map(({ mag, limitMag, sourceId, negative }) => [mag, limitMag?.toFixed(2) ?? null, sourceId, negative]),
    ).toEqual([
      [null, "18.74", null, false],
      [null, "18.53", null, false],
      [15.428149223327637, null, "3470490460915015042", false],
    ]);
  });

  it("LSST alerts as a client returned them are fluxes in nJy", () => {
    const { alerts } = recording("antares", "client_lsst_locus_ANT2019b5sdo.json") as { alerts: object[] };
    const rows = alerts.flatMap((properties, index) =>
      alertToDatum(remote.alert.parse({ id: `lsst:${index + 1}`, attributes: { properties } })),
    );
    expect(rows.map(({ fluxNjy, band }) => [fluxNjy, band])).toEqual([
      [76925.4375, "i"],
      [78216.8515625, "i"],
      [76826.640625, "i"],
    ]);
  });

  describe("through the registry, against the stand-in", () => {
    let bench: BrokerBench;
    beforeAll(async () => {
      const store = loadAntares(corpusBrokers);
      const baseUrls = (origin: string) => ({ api: `${origin}/antares/v1` });
      bench = await startBrokerBench(antares, (url) => answerAntares(store, url), { baseUrls });
    });
    afterAll(() => bench.close());

    it("ZTF20aafqubg is found, becomes a target and has its light curve", async () => {
      const { alerts, error } = await bench.run({ objectId: "ZTF20aafqubg" });
      expect(error).toBeNull();
      expect(alerts.map(({ generic }) => [generic.id, generic.mag])).toEqual([["ANT2020nb5h6", 17.874767303466797]]);
      const rows = await bench.photometry({ name: "ZTF20aafqubg", aliases: [], raDeg: null, decDeg: null });
      expect(rows).toHaveLength(28);
      expect(rows[0]).toMatchObject({
        limitMag: 15.484100341796877,
        raw: { totalBrightest: 13.992947126690993, totalFaintest: 14.759701677380878 },
      });
    });

    it.each([
      ["error_404_locus.json", 404, "ANT2099zzzzz"],
      ["loci_search_empty.json", 200, "ZTF99zzzzzzz"],
    ])("%s: there is no such locus", async (name, status, id) => {
      const answer = { status, body: recordingText("antares", name) };
      const found = await bench.playing(answer, () => bench.run({ objectId: id }));
      expect(found).toEqual({ alerts: [], feedback: [`ANTARES has no locus of ${id}.`], error: null });
      expect(await bench.playing(answer, () => bench.broker.connect().fetchAlert(id))).toBeNull();
      const target = { name: id, aliases: [], raDeg: null, decDeg: null };
      expect(await bench.playing(answer, () => bench.photometry(target))).toEqual([]);
    });
  });

  leavesNothingUnread("antares");
});
