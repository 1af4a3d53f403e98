import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerLasair, loadLasair } from "@/scripts/brokers-replay/lasair.mjs";
import { type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import type { TargetDraft, TargetRef } from "../contract";
import { lasair } from "./index";

const store = loadLasair(null);
const lsstId = "170098765432109873";
const ztfRef: TargetRef = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };
const lsstRef: TargetRef = { name: lsstId, aliases: [], raDeg: null, decDeg: null };

/** Forced fluxes, constructed to be easy to check: 3630.780548 data numbers at zero point 26.2 are AB 17.3. */
const fitted = [
  { jd: 2458850, fid: 1, forcediffimflux: -21, forcediffimfluxunc: 14.5 },
  { jd: 2458856.0422917, fid: 2, forcediffimflux: 3630.780548, forcediffimfluxunc: 36.307805 },
  { jd: 2458859.98125, fid: 2, forcediffimflux: -99_999, forcediffimfluxunc: -99_999 },
].map((row) => ({
  ...{ objectid: "ZTF20aaelulu", ranr: 185.72886, decnr: 15.8236, magzpsci: 26.2, mjd: row.jd - 2_400_000.5 },
  ...row,
}));

describe("one object of Lasair", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(lasair, (url, request) => answerLasair(store, url, request), {
      baseUrls: (origin) => ({ ztf: `${origin}/lasair-ztf`, lsst: `${origin}/lasair-lsst` }),
      credentials: { ztf: "replay-ztf-token", lsst: "replay-lsst-token" },
    });
  });
  afterEach(() => bench.close());

  const broker = () => bench.broker.connect();
  const targetOf = async (id: string): Promise<TargetDraft> => broker().toTarget(await broker().fetchAlert(id));
  const changeBody = (change: (body: string) => string): void => {
    bench.change = (_seen, answer) => ({ ...answer, body: change(String(answer.body)) });
  };

  it("of ZTF becomes a target with the TNS's name, type and redshift, and Sherlock's context", async () => {
    expect(await targetOf("ZTF20aaelulu")).toMatchObject({
      ...{ name: "ZTF20aaelulu", type: "SIDEREAL", raDeg: 185.72886, decDeg: 15.8236, aliases: ["SN 2020oi"] },
      redshift: { value: 0.00524, error: null, source: "TNS" },
      classifications: [
        { name: "SN Ic", source: "Lasair", classifier: "TNS", version: null, probability: null, date: null },
        { name: "NT", source: "Lasair", classifier: "Sherlock", version: "v2.2.0", probability: null, date: null },
      ],
      extras: {
        ...{ ndet: 7, galactic_l_deg: 271.14, galactic_b_deg: 76.9, tns_name: "SN 2020oi", tns_type: "SN Ic" },
        ...{ tns_redshift: 0.00524, tns_discovered_at: "2020-01-07T13:00:54.003Z", host_distance_mpc: 14.32 },
        ...{ sherlock_classification: "NT", sherlock_source: "NED_D/SDSS NGC4321", host_redshift: 0.005 },
        sherlock_description:
          "The transient is synonymous with NGC4321; a B=10.05 mag galaxy found in the NED_D/SDSS catalogues. It's located 6.67\" from the galaxy core.",
      },
    });
  });

  it("of the LSST has its annotations as classes, each with classifier, version, date and probability", async () => {
    const target = await targetOf(lsstId);
    expect(target).toMatchObject({ name: lsstId, raDeg: 53.122751, decDeg: -27.805089 });
    expect(target.aliases).toEqual(["AT 2026zzzz", "LSST26aaaa"]);
    expect(target.classifications).toEqual([
      {
        ...{ name: "kilonova", source: "Lasair", classifier: "fastfinder", version: "0.2", probability: 0.62 },
        date: "2026-05-29T02:00:00.000Z",
      },
      // A bare number scores what the topic is about.
      {
        ...{ name: "realbogus", source: "Lasair", classifier: "realbogus", version: "a1", probability: 0.9162 },
        date: "2026-05-29T02:10:00.000Z",
      },
      { name: "SN", source: "Lasair", classifier: "Sherlock", version: "v3.1.0", probability: null, date: null },
    ]);
    expect(target.extras).toMatchObject({
      annotation_fastfinder: "kilonova; fades by more than a magnitude a day; https://example.org/fastfinder",
      ebv: 0.0079,
    });
  });

  it("is where its other figures say, as bright as those, when a block of it is missing", async () => {
    // The place of SN 2020oi as the IAU writes it; the figures of the LSST are constructed.
    const sexagesimal = { rasex: "12:22:54.93", decsex: "15:49:25.0" };
    const told = { ...sexagesimal, lastDiaSourceMjdTai: 61_200.5, latest_psfFlux: 3630.780548, latestR: 0.7 };
    const lasairData = { ...told, r_psfFlux: 12, i_psfFlux: 3630.780548, i_latestMJD: 61_200.5 };
    changeBody(() => JSON.stringify({ diaObjectId: lsstId, lasairData, diaSourcesList: [], diaForcedSourcesList: [] }));
    const alert = broker().toGenericAlert(await broker().fetchAlert(lsstId));
    expect(alert).toMatchObject({ band: "i", score: 0.7, timestamp: "2026-06-09T11:59:23.000Z" });
    expect([alert.ra?.toFixed(4), alert.dec?.toFixed(4), alert.mag?.toFixed(4)]).toEqual([
      "185.7289",
      "15.8236",
      "22.5000",
    ]);

    const candidates = [
      { candid: "1105481241015015001", mjd: 58_859.48125, fid: 2, magpsf: 14.7687, ra: 185.7288, dec: 15.8236 },
      { mjd: 58_849.5, fid: 1, diffmaglim: 20.5, magpsf: 20.5 },
    ];
    changeBody(() => JSON.stringify({ objectId: "ZTF20aaelulu", candidates }));
    expect(await targetOf("ZTF20aaelulu")).toMatchObject({ raDeg: 185.7288, decDeg: 15.8236 });
  });

  it("keeps an annotation without a dictionary", async () => {
    changeBody((body) => body.replace(/"classdict":"\{\}",?/, ""));
    expect((await targetOf(lsstId)).classifications.map(({ name }) => name)).toEqual(["kilonova", "realbogus", "SN"]);
  });

  it("is described by its newest detection, never by a limit that is newer", async () => {
    changeBody((body) =>
      body.replace('"candidates":[', '"candidates":[{"jd":2459000.5,"fid":2,"diffmaglim":20.1,"magpsf":20.1},'),
    );
    const generic = broker().toGenericAlert(await broker().fetchAlert("ztf20AAELULU"));
    expect(generic).toMatchObject({ mag: 18.4565, band: "g", score: 1, timestamp: "2020-04-26T05:34:30.003Z" });
  });

  it("does not take the text of a flux for a magnitude, and tells times in UTC", async () => {
    const generic = broker().toGenericAlert(await broker().fetchAlert(lsstId));
    expect(generic).toMatchObject({ id: lsstId, score: 0.3, detections: 3, band: "y" });
    expect(generic.mag).toBeCloseTo(26.4, 9);
    // 61189.036344 TAI is 37 s earlier in UTC.
    expect(generic.timestamp).toBe("2026-05-29T00:51:43.122Z");
    expect(generic.url).toBe(`https://lasair.lsst.ac.uk/objects/${lsstId}/`);
  });

  it("that is below its reference has no magnitude", async () => {
    changeBody((body) => body.replace('"psfFlux":100', '"psfFlux":-100'));
    const generic = broker().toGenericAlert(await broker().fetchAlert(lsstId));
    expect(generic).toMatchObject({ mag: null, band: "y", score: 0.3 });
  });

  it("beside a known asteroid is flagged, and never called by the asteroid's name", async () => {
    changeBody((body) => body.replace('"ssdistnr":-999,"ssnamenr":"null"', '"ssdistnr":0,"ssnamenr":"220"'));
    const target = await targetOf("ZTF20aaelulu");
    expect(target.extras).toMatchObject({ solar_system_match: "220", solar_system_match_arcsec: 0 });
    const generic = broker().toGenericAlert(await broker().fetchAlert("ZTF20aaelulu"));
    expect(generic.solarSystem).toEqual({ name: "220", separationArcsec: 0 });
    expect(target.aliases).toEqual(["SN 2020oi"]);
  });

  it("is null when nobody knows it: by 404, by an empty answer, and by the error that ZTF makes of it", async () => {
    expect(await broker().fetchAlert("ZTF99zzzzzzz")).toBeNull();
    expect(await broker().fetchAlert("999999999999999999")).toBeNull();
    expect(await broker().fetchAlert("SN 2020oi")).toBeNull();
    bench.change = () => ({ body: "null" });
    expect(await broker().fetchAlert("ZTF99zzzzzzy")).toBeNull();
    bench.change = (seen, answer) =>
      seen.url.pathname.endsWith("/object/") ? { status: 500, body: "<h1>Server Error</h1>" } : answer;
    expect(await broker().fetchAlert("ZTF99zzzzzzx")).toBeNull();
    await expect(broker().fetchAlert("ZTF20aaelulu")).rejects.toThrow("Lasair answered with an error (500).");
  });

  it("whose cutouts have expired is had without Lasair's own additions", async () => {
    bench.change = (seen, answer) =>
      seen.body.includes("lasair_added=true") ? { status: 400, body: `{"error": "'image_urls'"}` } : answer;
    const target = await targetOf(lsstId);
    expect(target).toMatchObject({ name: lsstId, raDeg: 53.122751, aliases: [], classifications: [] });
    expect(await bench.photometry(lsstRef)).toHaveLength(6);
  });

  it("from a list is completed when it becomes a target, and made of the list when that fails", async () => {
    const [listed] = (await bench.run({ tables: "crossmatch_tns" })).alerts;
    expect(listed?.alert).toMatchObject({ objectId: "ZTF20aaelulu", isComplete: false });
    expect((await broker().toTarget(listed?.alert)).extras).toMatchObject({ sherlock_classification: "NT" });
    const [, other] = (await bench.run({ survey: "lsst", detectionsMin: 4 })).alerts;
    bench.server.fault = { kind: "status", status: 503 };
    expect(await broker().toTarget(other?.alert)).toMatchObject({ name: "170098765432219944", raDeg: 53.1232 });
  });

  it("without a position becomes no target, and why is said", async () => {
    bench.change = (seen, answer) =>
      seen.url.pathname.endsWith("/query/") ? { body: '[{"objectId": "ZTF99zzzzzzz"}]' } : answer;
    const [listed] = (await bench.run({ detectionsMin: 1 })).alerts;
    expect(listed?.generic).toMatchObject({ ra: null, dec: null });
    await expect(broker().toTarget(listed?.alert)).rejects.toThrow("ZTF99zzzzzzz has no position");
  });

  describe("its light curve at ZTF", () => {
    it("tells detections and limits apart by their candid: a limit carries its value twice", async () => {
      const rows = (await bench.photometry(ztfRef)).filter(({ forced }) => !forced);
      expect(rows.filter(({ mag }) => mag !== null)).toHaveLength(7);
      const limits = rows.filter(({ limitMag }) => limitMag !== null);
      expect(limits.map(({ mag, limitMag, limitSigma, sourceId }) => [mag, limitMag, limitSigma, sourceId])).toEqual([
        [null, 20.5218, 5, null],
        [null, 20.5516, 5, null],
        [null, 19.2005, 5, null],
      ]);
    });

    it("has UTC from the Julian date, the bare candid, and the sign in every spelling", async () => {
      changeBody((body) => body.replace('"isdiffpos":"t"', '"isdiffpos":"f"'));
      const rows = await bench.photometry(ztfRef);
      expect(rows[0]).toMatchObject({
        ...{ observedAtMjd: 58965.2322917, band: "g", mag: 18.4565, magErr: 0.1008, negative: true, magSystem: "AB" },
        ...{ sourceId: "1211232291015015002", source: "ZTF", timeReference: "start", brightness: "difference" },
      });
      expect(rows.filter(({ negative, forced }) => negative && !forced)).toHaveLength(1);
    });

    it("has forced photometry as flux, with a magnitude where it is positive and none for what was not fitted", async () => {
      changeBody((body) => body.replace('"forcedphot":[]', `"forcedphot":${JSON.stringify(fitted)}`));
      const forced = (await bench.photometry(ztfRef)).filter((row) => row.forced);
      expect(forced.map(({ fluxNjy, mag }) => [fluxNjy?.toFixed(0), mag?.toFixed(3) ?? null])).toEqual([
        ["-2525", null],
        ["436516", "17.300"],
      ]);
      expect(forced[1]).toMatchObject({ forcedProducer: "ZTF", sourceId: null, negative: false, limitMag: null });
      expect(forced[1]?.magErr).toBeCloseTo(0.010857, 5);
    });
  });

  describe("its light curve at the LSST", () => {
    it("is fluxes in nJy at UTC, a magnitude only where they are positive, never a limit", async () => {
      const rows = await bench.photometry(lsstRef);
      expect(
        rows.map(({ fluxNjy, mag, negative, forced }) => [fluxNjy, mag?.toFixed(2) ?? null, negative, forced]),
      ).toEqual([
        [100, "26.40", false, false],
        [-2615.273, null, true, false],
        [3630.780548, "22.50", false, false],
        [3630.780548, "22.50", false, true],
        [0, null, true, true],
        [-12.5, null, true, true],
      ]);
      expect(rows[2]?.observedAtMjd).toBeCloseTo(61105.095334 - 37 / 86400, 9);
      expect(rows.every(({ limitMag, timeReference }) => limitMag === null && timeReference === "middle")).toBe(true);
    });

    it("keeps an id that a forced row shares with a detection on both, and names the producer", async () => {
      const shared = (await bench.photometry(lsstRef)).filter(({ sourceId }) => sourceId === lsstId);
      expect(shared.map(({ forced, forcedProducer }) => [forced, forcedProducer])).toEqual([
        [false, null],
        [true, "LSST"],
      ]);
    });

    it("leaves out what the survey has withdrawn, and rows that cannot be read, and keeps the others", async () => {
      changeBody((body) =>
        body
          .replace('"timeWithdrawnMjdTai":NaN', '"timeWithdrawnMjdTai":61200.5')
          .replace('"diaForcedSourcesList":[', '"diaForcedSourcesList":["odd",{"band":"r"},'),
      );
      expect(await bench.photometry(lsstRef)).toHaveLength(5);
    });
  });

  it("is asked once for alert, target and light curve together", async () => {
    const alert = await broker().fetchAlert(lsstId);
    await broker().toTarget(alert);
    expect(await bench.photometry(lsstRef, alert)).toHaveLength(6);
    expect(bench.server.seen).toHaveLength(1);
  });

  it("that Lasair does not know has no light curve, without asking", async () => {
    expect(await bench.photometry({ name: "SN 1987A", aliases: [], raDeg: 83.9, decDeg: -69.3 })).toEqual([]);
    expect(bench.server.seen).toHaveLength(0);
  });

  it("is found by its names: the survey's own, and the TNS's with or without prefix", async () => {
    const searches = (name: string) => bench.broker.queryForm.searchesByName?.(name) ?? [];
    expect(searches(lsstId)).toEqual([{ survey: "lsst", objectId: lsstId }]);
    expect(searches("M31")).toEqual([]);
    const found = await Promise.all(searches("SN 2020oi").map((parameters) => bench.run({ ...parameters })));
    expect(found.map(({ alerts }) => alerts.map(({ generic }) => generic.id))).toEqual([["ZTF20aaelulu"], []]);
    expect(found.map(({ error }) => error)).toEqual([null, null]);
  });
});
