import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseLosslessJson } from "@/lib/http/lossless-json";
import { answerFink, loadFink } from "@/scripts/brokers-replay/fink.mjs";
import { stringifyWide } from "@/scripts/brokers-replay/wide-json.mjs";
import { type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { fink } from "./index";

const store = loadFink(null);
const sn2020oi = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };
const lsstId = "170098765432109873";

describe("Fink", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    const baseUrls = (origin: string) => ({ ztf: `${origin}/fink-ztf`, lsst: `${origin}/fink-lsst` });
    bench = await startBrokerBench(fink, (url, request) => answerFink(store, url, request), { baseUrls });
  });
  afterEach(() => bench.close());

  const ids = async (parameters: Record<string, unknown>) =>
    (await bench.run(parameters)).alerts.map(({ generic }) => generic.id);
  const targetOf = async (id: string) => {
    const broker = bench.broker.connect();
    return broker.toTarget(await broker.fetchAlert(id));
  };
  /** Every answer of a path with one text in the place of another. */
  const rewrite = (path: string, from: string | RegExp, to: string): void => {
    bench.change = (seen, answer) =>
      seen.url.pathname.endsWith(path) ? { ...answer, body: String(answer.body).replaceAll(from, to) } : answer;
  };

  describe("names", () => {
    it.each(["SN 2020oi", "sn2020oi", "AT 2020oi", "2020oi", "ztf20AAELULU"])("%s is ZTF20aaelulu", async (name) => {
      expect(await ids({ name })).toEqual(["ZTF20aaelulu"]);
    });

    it("are written as the TNS does, with one blank", async () => {
      await bench.run({ name: "sn2020oi" });
      expect(bench.server.seen[0]?.url.searchParams.get("name")).toBe("SN 2020oi");
    });

    it("that only begin the same are of other objects", async () => {
      // Another survey named SN 2020oi, and ZTF named SN 2020oib.
      rewrite("/resolver", '"ZTF20aaelulu"', '"ATLAS20abc"');
      const found = await bench.run({ name: "SN 2020oi" });
      expect(found.alerts.map(({ generic }) => generic.id)).toEqual(["ZTF20aaelulu"]);
      expect(bench.server.seen.at(-1)?.url.pathname).toContain("conesearch");
    });

    it("bring what the TNS knows beside them", async () => {
      const { alerts } = await bench.run({ name: "SN 2020oi" });
      const target = await bench.broker.connect().toTarget(alerts[0]?.alert);
      expect(target).toMatchObject({ aliases: ["SN 2020oi"], redshift: { value: 0.00524 }, extras: { tns: "SN Ic" } });
      expect(target.classifications).toContainEqual(
        expect.objectContaining({ name: "SN Ic", classifier: "TNS", version: null, probability: null }),
      );
    });

    it("are found in LSST by the place that the TNS tells", async () => {
      expect(await ids({ survey: "lsst", name: "AT 2026abc" })).toEqual([lsstId]);
      expect(bench.server.seen[0]?.url.searchParams.get("name_or_id")).toBe("AT 2026abc");
    });

    it("of SIMBAD become a place", async () => {
      expect(await ids({ simbadName: "SN 2020oi" })).toEqual(["ZTF20aaelulu"]);
      expect((await bench.run({ simbadName: "Nothing 1" })).feedback).toEqual([
        "SIMBAD knows nothing called Nothing 1.",
      ]);
    });

    it("that nobody knows are told of", async () => {
      expect((await bench.run({ name: "SN 1987A" })).feedback).toEqual([
        "Fink knows nothing called SN 1987A in the TNS.",
      ]);
      expect((await bench.run({ objectId: "ZTF99zzzzzzz" })).feedback).toEqual([
        "Fink has no object ZTF99zzzzzzz in ZTF.",
      ]);
    });
  });

  describe("rows", () => {
    const withoutId = (row: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !/:(objectId|diaObjectId)$/.test(column)));
    /** The rows of one route, changed. */
    const change = (path: string, map: (rows: Record<string, unknown>[]) => unknown[]): void => {
      bench.change = (seen, answer) =>
        seen.url.pathname.endsWith(path)
          ? { ...answer, body: stringifyWide(map(parseLosslessJson(String(answer.body)) as Record<string, unknown>[])) }
          : answer;
    };

    it.each([
      ["/objects", { objectId: "ZTF20aaelulu" }],
      ["/sources", { survey: "lsst", objectId: lsstId }],
    ])("of %s without the id that was asked for are of that object", async (path, parameters) => {
      change(path, (rows) =>
        rows.map((row, index) => (index === 0 ? { ...withoutId(row), "i:objectId": null } : withoutId(row))),
      );
      const { alerts, feedback } = await bench.run(parameters);
      expect([alerts.map(({ generic }) => generic.id), feedback]).toEqual([[parameters.objectId], []]);
      expect(await bench.photometry({ ...sn2020oi, aliases: [parameters.objectId] })).not.toEqual([]);
    });

    it("that cannot be read are told of, also where one object was asked for", async () => {
      change("/objects", ([first, ...rows]) => [{ ...first, "i:jd": "never" }, ...rows]);
      const { alerts, feedback } = await bench.run({ objectId: "ZTF20aaelulu" });
      expect(alerts).toHaveLength(1);
      expect(feedback).toEqual(["1 of Fink's rows could not be read and was left out."]);
    });

    it("below the reference have a band and no magnitude", async () => {
      change("/sources", (rows) => rows.map((row) => ({ ...row, "r:psfFlux": -250.5, "r:band": "z" })));
      const { alerts } = await bench.run({ survey: "lsst", objectId: lsstId });
      expect(alerts.map(({ generic }) => [generic.mag, generic.band])).toEqual([[null, "z"]]);
    });
  });

  describe("asteroids", () => {
    it("are one entry where they were last seen, and no target without an orbit", async () => {
      const { alerts } = await bench.run({ nOrD: "220" });
      expect(alerts.map(({ generic }) => generic)).toEqual([
        expect.objectContaining({ id: "220", name: "Stephania", moves: true, detections: 2, ra: 59.7257, mag: 15.4 }),
      ]);
      const broker = bench.broker.connect();
      expect(() => broker.toTarget(alerts[0]?.alert)).toThrow("Stephania moves");
    });

    it("that the resolver does not know are none, not an error", async () => {
      const { alerts, error, feedback } = await bench.run({ nOrD: "99999999" });
      expect([alerts, error]).toEqual([[], null]);
      expect(feedback).toEqual(["Fink has no ZTF alert of a solar-system object called 99999999."]);
    });

    it("beside an alert are a flag with a separation, never a name of it", async () => {
      const target = await targetOf("ZTF26aaaaaab");
      expect(target.aliases).toEqual([]);
      expect(target.extras).toMatchObject({ solar_system_match: "220", solar_system_match_arcsec: 1, roid: 3 });
    });
  });

  describe("targets", () => {
    it("have every class with classifier, version, date and probability, and none of classifiers that did not run", async () => {
      const target = await targetOf("ZTF20aaelulu");
      const date = "2020-04-26T05:34:30.003Z";
      const fromFink = { source: "Fink", version: "4.0", date };
      expect(target.classifications).toEqual([
        { ...fromFink, name: "SN candidate", classifier: "Fink", probability: null },
        { ...fromFink, name: "SN Ia", classifier: "rf_snia_vs_nonia", probability: 0.12 },
        { ...fromFink, name: "SN", classifier: "snn_sn_vs_all", probability: 0.86 },
        { ...fromFink, name: "SN Ic", classifier: "TNS", version: null, probability: null },
      ]);
      expect(target).toMatchObject({ raDeg: 185.72886, aliases: ["SN 2020oi"] });
      expect(target.extras).toMatchObject({ cdsxmatch: "Galaxy", snn_snia_vs_nonia: 0, drb: 1 });
    });

    it("of LSST have the names of the TNS and the count of the summary", async () => {
      const broker = bench.broker.connect();
      const alert = await broker.fetchAlert(lsstId);
      expect(broker.toGenericAlert(alert).detections).toBe(5);
      const target = await broker.toTarget(alert);
      expect(target).toMatchObject({ name: lsstId, aliases: ["AT 2026abc"], redshift: { value: 0.05 } });
      expect(target.classifications.map(({ name, classifier }) => [name, classifier])).toEqual([
        ["SN-like", "CATS"],
        ["SN", "snnSnVsOthers"],
      ]);
    });

    it("keep a cross-match that the newest alert lacks", async () => {
      bench.change = (seen, answer) => {
        if (!seen.url.pathname.endsWith("/sources")) return answer;
        // Of the three alerts, newest first, the oldest alone knows the type.
        const rows = String(answer.body).split('"f:xm_tns_type":null');
        return {
          ...answer,
          body: `${rows.slice(0, -1).join('"f:xm_tns_type":"nan"')}"f:xm_tns_type":"SN Ia"${rows.at(-1)}`,
        };
      };
      const target = await targetOf(lsstId);
      expect(target.extras.tns).toBe("SN Ia");
      expect(target.classifications.map(({ classifier }) => classifier)).toEqual(["CATS", "snnSnVsOthers", "TNS"]);
    });

    it("are there although what stands beside them cannot be had", async () => {
      bench.change = (seen, answer) =>
        /resolver|fink-lsst.*objects/.test(seen.url.pathname) ? { status: 500, body: "<html>" } : answer;
      expect(await targetOf("ZTF20aaelulu")).toMatchObject({ name: "ZTF20aaelulu", aliases: [] });
      expect(await targetOf(lsstId)).toMatchObject({ name: lsstId, aliases: ["AT 2026abc"] });
    });

    it("of a list ask for the name in the TNS only where the TNS has a class", async () => {
      const broker = bench.broker.connect();
      const plain = await bench.run({ className: "Early SN Ia candidate" });
      const asked = bench.server.seen.length;
      await broker.toTarget(plain.alerts[0]?.alert);
      expect(bench.server.seen).toHaveLength(asked);
      rewrite("/conesearch", '"d:tns":""', '"d:tns":"SN Ic"');
      const known = await bench.run({ raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 5 });
      expect(await broker.toTarget(known.alerts[0]?.alert)).toMatchObject({ aliases: ["SN 2020oi"] });
      expect(JSON.parse(bench.server.seen.at(-1)?.body ?? "")).toMatchObject({ reverse: true, name: "ZTF20aaelulu" });
    });
  });

  describe("light curves", () => {
    it("of ZTF have errors, signs and limits, and leave bad quality out", async () => {
      rewrite("/objects", /"i:isdiffpos":"t"(?=[^}]*"valid")/g, '"i:isdiffpos":"f"');
      const rows = await bench.photometry(sn2020oi);
      expect(bench.server.seen[0]?.url.searchParams.get("withupperlim")).toBe("True");
      expect(rows.filter(({ mag }) => mag !== null)).toHaveLength(7);
      expect(rows.find(({ sourceId }) => sourceId === "1101542291015015004")).toMatchObject({
        band: "r",
        mag: 17.2799,
        magErr: 0.0562,
        raw: { drb: 1 },
      });
      expect(rows.some(({ negative }) => negative)).toBe(true);
      expect(
        rows
          .filter(({ limitMag }) => limitMag !== null)
          .map(({ mag, limitSigma, sourceId }) => [mag, limitSigma, sourceId]),
      ).toEqual([
        [null, 5, null],
        [null, 5, null],
        [null, 5, null],
      ]);
    });

    it("have no error where 100 or a negative number stands for one", async () => {
      for (const sentinel of ["100.0", "-999.0", "null", '"nan"']) {
        rewrite("/objects", '"i:sigmapsf":0.0562', `"i:sigmapsf":${sentinel}`);
        const rows = await bench.photometry({ ...sn2020oi, alertIds: [sentinel] });
        expect(rows.find(({ sourceId }) => sourceId === "1101542291015015004")?.magErr, sentinel).toBeNull();
        await bench.close();
        const baseUrls = (origin: string) => ({ ztf: `${origin}/fink-ztf`, lsst: `${origin}/fink-lsst` });
        bench = await startBrokerBench(fink, (url, request) => answerFink(store, url, request), { baseUrls });
      }
    });

    it("of LSST are fluxes with their sign in UTC, and a forced source stays apart from the detection of its id", async () => {
      const rows = await bench.photometry({ name: `LSST ${lsstId}`, aliases: [], raDeg: null, decDeg: null });
      expect(rows).toHaveLength(4);
      const same = rows.filter(({ sourceId }) => sourceId === "170098765432109900");
      expect(same.map(({ forced, forcedProducer, fluxNjy }) => [forced, forcedProducer, fluxNjy])).toEqual([
        [false, null, 3630.780548],
        [true, "LSST", -20.5],
      ]);
      expect(same[0]?.observedAtMjd).toBeCloseTo(61200.25 - 37 / 86400, 9);
      expect(same[0]?.raw).toMatchObject({ reliability: 0.91, visit: "2026060100000" });
    });

    it("of LSST are worth having without forced photometry", async () => {
      bench.change = (seen, answer) => (seen.url.pathname.endsWith("/fp") ? { status: 500, body: "<html>" } : answer);
      expect(await bench.photometry({ name: lsstId, aliases: [], raDeg: null, decDeg: null })).toHaveLength(3);
    });
  });
});
