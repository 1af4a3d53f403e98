import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerFink, loadFink } from "@/scripts/brokers-replay/fink.mjs";
import { answerOf, type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { brokerContractSuite } from "../contract-suite";
import { fink } from "./index";

const store = loadFink(null);
const standIn: Parameters<typeof answerOf>[0] = (url, request) => answerFink(store, url, request);
const baseUrls = (origin: string) => ({ ztf: `${origin}/fink-ztf`, lsst: `${origin}/fink-lsst` });
const sn2020oi = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };
const lsstId = "170098765432109873";

brokerContractSuite(fink, {
  script: (seen) => answerOf(standIn, seen),
  baseUrls,
  search: { className: "Early SN Ia candidate" },
  emptySearch: { objectId: "ZTF99zzzzzzz" },
  wideIdSearch: { parameters: { survey: "lsst", objectId: lsstId }, id: lsstId },
  target: { ref: sn2020oi, rows: 10 },
});

describe("Fink", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(fink, standIn, { baseUrls });
  });
  afterEach(() => bench.close());

  const ids = async (parameters: Record<string, unknown>) =>
    (await bench.run(parameters)).alerts.map(({ generic }) => generic.id);

  it("takes rows for alerts and shows each object once, its newest alert", async () => {
    const { alerts } = await bench.run({ className: "Early SN Ia candidate" });
    expect(alerts.map(({ generic }) => [generic.id, generic.mag])).toEqual([
      ["ZTF18abvkwla", 19.3],
      ["ZTF18abukavn", 19.1],
    ]);
  });

  it("sends dates as Fink reads them, and judges the newest alert itself", async () => {
    expect(await ids({ className: "Early SN Ia candidate", newestBefore: "2018-09-10T00:00:00Z" })).toEqual([
      "ZTF18abukavn",
    ]);
    expect(bench.server.seen[0]?.url.searchParams.get("stopdate")).toBe("2018-09-10 00:00:00");
  });

  it.each([
    [{}, "Ask one thing"],
    [{ objectId: "ZTF20aaelulu", className: "SN candidate" }, "one kind of search"],
    [{ survey: "lsst", objectId: "ZTF20aaelulu" }, "is a number"],
    [{ raDeg: 0, decDeg: 0, radiusArcsec: 18_001 }, "18000"],
    [{ raDeg: 0 }, "together"],
  ])("refuses %j on the field", (parameters, sentence) => {
    expect(() => bench.broker.parseParameters(parameters)).toThrow(sentence);
  });

  it("takes zero for a value, and cuts the circle again", async () => {
    await bench.run({ raDeg: 0, decDeg: 0, radiusArcsec: 1 });
    expect(bench.server.seen[0]?.url.search).toContain("ra=0&dec=0&radius=1");
    expect(await ids({ raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 5 })).toEqual(["ZTF20aaelulu"]);
    expect(await ids({ survey: "lsst", raDeg: 62.4576, decDeg: -48.4815, radiusArcsec: 5 })).toEqual([lsstId]);
  });

  it("finds an object by its name in the TNS", async () => {
    expect(await ids({ name: "sn2020oi" })).toEqual(["ZTF20aaelulu"]);
    const { feedback } = await bench.run({ name: "SN 1987A" });
    expect(feedback).toEqual(["Fink knows no ZTF object called SN 1987A."]);
  });

  it("names the parameter of a refusal, and nothing else of it", async () => {
    bench.change = () => ({
      status: 400,
      headers: { "content-type": "text/html" },
      body: "{'text': 'A value for `class` is required <script>'}",
    });
    const { error } = await bench.run({ className: "SN candidate" });
    expect(error?.message).toBe("Fink did not accept class (400).");
  });

  it("offers classes with their origin, and tags for LSST, also when one of the two is away", async () => {
    const choices = await bench.broker.loadChoices("className");
    expect(choices).toContainEqual({ value: "(TNS) SN Ia", label: "(TNS) SN Ia", onlyWith: { survey: "ztf" } });
    expect(choices.some(({ onlyWith }) => onlyWith?.survey === "lsst")).toBe(true);
  });

  it("makes targets with every class, its classifier and version, and no scores of classifiers that did not run", async () => {
    const broker = bench.broker.connect();
    const target = await broker.toTarget(await broker.fetchAlert("ZTF20aaelulu"));
    expect(target.classifications).toEqual([
      expect.objectContaining({ name: "SN candidate", classifier: "Fink", version: "4.0", probability: null }),
      expect.objectContaining({ name: "SN Ia", classifier: "rf_snia_vs_nonia", probability: 0.12 }),
      expect.objectContaining({ name: "SN", classifier: "snn_sn_vs_all", probability: 0.86 }),
    ]);
    expect(target).toMatchObject({ raDeg: 185.72886, extras: { cdsxmatch: "Galaxy" } });
    const lsst = await broker.toTarget(await broker.fetchAlert(lsstId));
    expect(lsst).toMatchObject({ name: lsstId, aliases: ["AT 2026abc"], redshift: { value: 0.05 } });
    expect(lsst.classifications.map(({ name, classifier }) => [name, classifier])).toEqual([
      ["SN-like", "CATS"],
      ["SN", "snnSnVsOthers"],
    ]);
  });

  it("takes a solar-system match for a flag with its separation", async () => {
    const broker = bench.broker.connect();
    const target = await broker.toTarget(await broker.fetchAlert("ZTF26aaaaaab"));
    expect(target.aliases).toEqual([]);
    expect(target.extras).toMatchObject({ solar_system_match: "220", solar_system_match_arcsec: 1 });
  });

  it("has errors, signs and limits of ZTF, and leaves bad quality out", async () => {
    const rows = await bench.photometry(sn2020oi);
    expect(bench.server.seen[0]?.url.searchParams.get("withupperlim")).toBe("True");
    expect(rows.filter(({ mag }) => mag !== null)).toHaveLength(7);
    expect(rows.find(({ sourceId }) => sourceId === "1101542291015015004")).toMatchObject({
      band: "r",
      mag: 17.28,
      magErr: 0.056,
    });
    expect(rows.some(({ negative }) => negative)).toBe(true);
    expect(rows.filter(({ limitMag }) => limitMag !== null).map(({ mag, limitSigma }) => [mag, limitSigma])).toEqual([
      [null, 5],
      [null, 5],
      [null, 5],
    ]);
  });

  it("keeps LSST fluxes with their sign in UTC, and a forced source apart from the detection of the same id", async () => {
    const rows = await bench.photometry({ name: lsstId, aliases: [], raDeg: null, decDeg: null });
    expect(rows).toHaveLength(4);
    const same = rows.filter(({ sourceId }) => sourceId === "170098765432109900");
    expect(same.map(({ forced, forcedProducer, fluxNjy }) => [forced, forcedProducer, fluxNjy])).toEqual([
      [false, null, 3630.780548],
      [true, "LSST", -20.5],
    ]);
    expect(same[0]?.observedAtMjd).toBeCloseTo(61200.25 - 37 / 86400, 9);
  });
});
