import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlerceBench, lsstId, sn2020oi, startAlerce } from "@/tests/support/alerce";
import type { TargetRef } from "../contract";
import { lsstAlert, mergeAlerts } from "./mapping";
import { lsstObject } from "./remote";

describe("ALeRCE", () => {
  let bench: AlerceBench;
  beforeEach(async () => {
    bench = await startAlerce();
  });
  afterEach(() => bench.close());

  describe("one object", () => {
    it("comes with every class, the newest magnitude and its band", async () => {
      const alert = await bench.broker.connect().fetchAlert("ZTF20aaelulu");
      expect(bench.broker.connect().toGenericAlert(alert)).toMatchObject({
        id: "ZTF20aaelulu",
        mag: 18.608,
        band: "g",
        score: 0.525456,
      });
      const target = await bench.broker.connect().toTarget(alert);
      expect(target.classifications).toHaveLength(5);
      expect(target.classifications).toContainEqual({
        name: "SLSN",
        source: "ALeRCE",
        classifier: "lc_classifier",
        version: "hierarchical_rf_1.1.0",
        probability: 0,
        date: null,
      });
      expect(target.extras).toMatchObject({ class: "SNIbc", classifier: "lc_classifier", probability: 0.525456 });
      expect(bench.server.seen).toHaveLength(3);
    });

    it("keeps the probability of its list, of whichever version of the classifier that is", async () => {
      const version = (name: string, probability: number, ranking: number) => ({
        ...{ classifier_name: "stamp_classifier", classifier_version: `stamp_classifier_${name}`, class_name: "SN" },
        ...{ probability, ranking },
      });
      const found = await bench.run({ objectId: "ZTF18abcfcoo", className: "SN", classifier: "stamp_classifier" });
      const [listed] = found.alerts;
      const score = listed?.generic.score ?? 0;
      bench.change = (seen, answer) =>
        seen.url.pathname.endsWith("/probabilities")
          ? { body: JSON.stringify([version("1.0.0", 0.31, 2), version("1.0.4", score, 1)]) }
          : answer;
      const target = await bench.broker.connect().toTarget(listed?.alert);
      expect(target.extras.probability).toBe(score);
      expect(target.classifications.map(({ version, probability }) => [version, probability])).toEqual([
        ["stamp_classifier_1.0.4", score],
        ["stamp_classifier_1.0.0", 0.31],
      ]);
    });

    it("is looked up by itself where the list leaves it out", async () => {
      bench.change = (seen, answer) =>
        seen.url.pathname.endsWith("/objects/") ? { body: '{"items": [], "has_next": false}' } : answer;
      const { alerts, feedback } = await bench.run({ objectId: "ZTF20aaelulu" });
      expect(alerts.map(({ generic }) => generic)).toMatchObject([{ id: "ZTF20aaelulu", score: null }]);
      expect(feedback).toEqual([]);
      expect((await bench.run({ objectId: "ZTF99zzzzzzz" })).feedback).toEqual([
        "ALeRCE has no object ZTF99zzzzzzz in ZTF.",
      ]);
    });

    it("is as it was seen last, when two rows of it differ", () => {
      const row = (lastmjd: number, n_det: number) =>
        lsstAlert(lsstObject.parse({ oid: lsstId, lastmjd, n_det, meanra: 10, meandec: n_det }));
      for (const [one, other] of [
        [row(61_105, 3), row(61_100, 2)],
        [row(61_100, 2), row(61_105, 3)],
      ] as const)
        expect(mergeAlerts(one, other)).toMatchObject({ detections: 3, decDeg: 3, lastMjd: row(61_105, 3).lastMjd });
    });

    it("is null when nobody knows it, in either survey, and for a name that is none of ALeRCE's", async () => {
      for (const id of ["ZTF99zzzzzzz", "999999999999999999", "SN 2020oi"]) {
        expect(await bench.broker.connect().fetchAlert(id)).toBeNull();
      }
    });

    it("keeps the class of the list when the others cannot be had", async () => {
      const found = await bench.run({ objectId: "ZTF18abcfcoo", className: "SN", classifier: "stamp_classifier" });
      bench.server.fault = { kind: "status", status: 500 };
      const target = await bench.broker.connect().toTarget(found.alerts[0]?.alert);
      expect(target).toMatchObject({ name: "ZTF18abcfcoo", raDeg: 244.000927, extras: { class: "SN" } });
    });
  });

  describe("light curves of ZTF", () => {
    it("are PSF difference magnitudes with their errors, limits without a magnitude, and forced rows", async () => {
      const rows = await bench.photometry(sn2020oi);
      expect(rows[0]).toMatchObject({
        observedAtMjd: 58855.5422917,
        band: "r",
        mag: 17.2799,
        magErr: 0.0562,
        limitMag: null,
        magSystem: "AB",
        brightness: "difference",
        forced: false,
        negative: false,
        timeReference: "start",
        source: "ZTF",
        sourceId: "1101542291015015004",
      });
      const limits = rows.filter(({ limitMag }) => limitMag !== null);
      expect(limits.map(({ limitMag, limitSigma, mag, sourceId }) => [limitMag, limitSigma, mag, sourceId])).toEqual([
        [19.2005, 5, null, null],
        [20.5516, 5, null, null],
        [20.5218, 5, null, null],
      ]);
      const forced = rows.filter((row) => row.forced);
      expect(forced.map(({ sourceId, forcedProducer, negative }) => [sourceId, forcedProducer, negative])).toEqual([
        ["1097523181015", "ZTF", true],
        ["1101542291015", "ZTF", false],
      ]);
    });

    it("mark a negative difference and keep it a detection, in every spelling of the sign", async () => {
      expect((await bench.photometry(sn2020oi)).filter((row) => row.negative && !row.forced)).toHaveLength(1);
      for (const spelling of ['"f"', "0", "false", '"0"', '"-1"']) {
        bench.change = (_seen, answer) => ({
          ...answer,
          body: String(answer.body).replaceAll('"isdiffpos":-1', `"isdiffpos":${spelling}`),
        });
        expect(
          (await bench.photometry(sn2020oi)).filter((row) => row.negative && row.mag !== null),
          spelling,
        ).toHaveLength(2);
      }
    });

    it("use a corrected magnitude only where its error is no sentinel and the row is not dubious", async () => {
      const totals = (await bench.photometry(sn2020oi)).map(({ raw }) => raw?.totalMag);
      expect(totals.filter((mag) => mag !== undefined)).toEqual([15.873, 15.982]);
    });

    it("keep two candids of one measurement as two rows", async () => {
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replace(
          '"detections":[',
          '"detections":[{"mjd":58855.5422917,"candid":"1101542291015025004","fid":2,"magpsf":17.2799,"sigmapsf":0.0562,"isdiffpos":1,"parent_candid":1121521071015015000},',
        ),
      });
      const same = (await bench.photometry(sn2020oi)).filter(
        ({ observedAtMjd, forced }) => observedAtMjd === 58855.5422917 && !forced,
      );
      expect(same.map(({ sourceId }) => sourceId)).toEqual(["1101542291015025004", "1101542291015015004"]);
    });

    it("are whole without the forced photometry when only that fails", async () => {
      bench.change = (seen, answer) =>
        seen.url.pathname.startsWith("/v2/") ? { status: 500, body: "<html>" } : answer;
      expect(await bench.photometry(sn2020oi)).toHaveLength(10);
    });

    it("are none for a target that ALeRCE does not know, without asking", async () => {
      expect(await bench.photometry({ name: "SN 1987A", aliases: [], raDeg: 83.87, decDeg: -69.27 })).toEqual([]);
      expect(bench.server.seen).toHaveLength(0);
    });
  });

  describe("light curves of LSST", () => {
    const target: TargetRef = { name: lsstId, aliases: [], raDeg: null, decDeg: null };

    it("are fluxes; a magnitude is added for a positive one only, and a negative one is no limit", async () => {
      const rows = await bench.photometry(target);
      expect(rows.every(({ limitMag, fluxNjy }) => limitMag === null && fluxNjy !== null)).toBe(true);
      expect(rows[0]?.mag).toBeCloseTo(22.5, 6);
      expect(rows[0]?.magErr).toBeCloseTo(0.010857, 5);
      expect(rows.map(({ fluxNjy, mag, negative, forced }) => [fluxNjy, mag !== null, negative, forced])).toEqual([
        [3630.780548, true, false, false],
        [-2615.273, false, true, false],
        [100, true, false, false],
        [3630.780548, true, false, true],
        [0, false, true, true],
        [-12.5, false, true, true],
      ]);
    });

    it("are in UTC at the middle of the exposure, in named bands, ids as text", async () => {
      const [first, second, third] = await bench.photometry(target);
      expect(first?.observedAtMjd).toBeCloseTo(61105.095334 - 37 / 86400, 9);
      expect([first?.band, second?.band, third?.band]).toEqual(["r", "u", "y"]);
      expect(first).toMatchObject({ sourceId: "170098765432109873", source: "LSST", timeReference: "middle" });
    });

    it("keep an id that a forced row shares with a detection on both rows", async () => {
      const shared = (await bench.photometry(target)).filter(({ sourceId }) => sourceId === "170098765432109873");
      expect(shared.map(({ forced }) => forced)).toEqual([false, true]);
    });
  });

  describe("class lists", () => {
    it("are loaded once, keep every class of every classifier, and survive the broker being away", async () => {
      const { choices: classes } = await bench.broker.loadChoices("className");
      expect(classes).toContainEqual({
        value: "SESN",
        label: "SESN",
        onlyWith: { survey: "ztf", classifier: "lc_classifier_BHRF_forced_phot" },
      });
      expect(classes).toContainEqual({
        value: "VS",
        label: "VS",
        onlyWith: { survey: "lsst", classifier: "stamp_classifier_rubin_beta_20260421" },
      });
      const { choices: classifiers } = await bench.broker.loadChoices("classifier");
      expect(classifiers.filter(({ value }) => value === "stamp_classifier")).toHaveLength(1);
      expect(bench.server.seen).toHaveLength(2);
      bench.server.fault = { kind: "status", status: 500 };
      expect(await bench.broker.loadChoices("className")).toEqual({ choices: classes, problem: null });
    });

    it("of one survey are there when the other's service is away", async () => {
      bench.change = (seen, answer) =>
        seen.url.pathname.startsWith("/classifier_api") ? { status: 500, body: "" } : answer;
      const half = await bench.broker.loadChoices("classifier");
      expect(half.choices.map(({ value }) => value)).toContain("lc_classifier");
      expect(half.problem).toBe("The list for the LSST is missing: ALeRCE answered with an error (500).");
      bench.change = null;
      // Not kept with its gap: the other survey's words are there as soon as its service is.
      const whole = await bench.broker.loadChoices("classifier");
      expect(whole.problem).toBeNull();
      expect(whole.choices.length).toBeGreaterThan(half.choices.length);
    });
  });
});
