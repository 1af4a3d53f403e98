import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isSolarSystemObject } from "@/lib/astro/solar-system";
import { answerAntares, loadAntares } from "@/scripts/brokers-replay/antares.mjs";
import { answerOf, type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { brokerContractSuite } from "../contract-suite";
import { antares } from "./index";

const store = loadAntares(null);
const standIn = (url: URL) => answerAntares(store, url);
const baseUrls = (origin: string) => ({ api: `${origin}/antares/v1` });
const sn2020oi = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };

/** Two loci a page, so that a few make several pages. */
function shortPages(url: URL): URL {
  const short = new URL(url);
  if (short.searchParams.has("elasticsearch_query[locus_listing]")) short.searchParams.set("page[limit]", "2");
  return short;
}

brokerContractSuite(antares, {
  script: (seen) => answerOf(standIn, { ...seen, url: shortPages(seen.url) }),
  baseUrls,
  search: { raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 5 },
  emptySearch: { objectId: "ZTF99zzzzzzz" },
  chosenBy: /attributes\.(ra|dec)$/,
  pagedSearch: { parameters: { detectionsMin: 1, newestAfter: "2010-01-01T00:00:00Z" }, objects: 3 },
  wideIdSearch: { parameters: { objectId: "170098765432109873" }, id: "ANT2026lsstaa" },
  target: { ref: sn2020oi, rows: 10 },
  solarSystem: [
    {
      parameters: { objectId: "ZTF26aaaaaab" },
      id: "ANT2026asteroid",
      match: { name: "220", separationArcsec: 1 },
    },
  ],
});

describe("ANTARES", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(antares, standIn, { baseUrls });
  });
  afterEach(() => bench.close());

  const bodyOf = (index: number) =>
    JSON.parse(bench.server.seen[index]?.url.searchParams.get("elasticsearch_query[locus_listing]") ?? "{}");
  const ids = async (parameters: Record<string, unknown>) =>
    (await bench.run(parameters)).alerts.map(({ generic }) => generic.id);

  describe("searches", () => {
    it("reach the southern sky, and draw a circle instead of a box", async () => {
      expect(await ids({ raDeg: 62.4576, decDeg: -48.4815, radiusArcsec: 2 })).toEqual(["ANT2026lsstaa"]);
      expect(bodyOf(0).query.bool.filter).toEqual([
        { sky_distance: { distance: `${2 / 3600} degree`, htm16: { center: "62.4576 -48.4815" } } },
      ]);
      // In the box's corner, outside the circle.
      expect(await ids({ raDeg: 62.4576 + 1.9 / 3600 / 0.66, decDeg: -48.4815 + 1.9 / 3600, radiusArcsec: 2 })).toEqual(
        [],
      );
    });

    it("find a locus of which only the place is told, and an object in any case of its letters", async () => {
      expect(await ids({ objectId: "ztf20AAELULU" })).toEqual(["ANT2020aelulu"]);
      const bare = { type: "locus_listing", id: "ANT2026southern", attributes: { ra: 0, dec: -30 } };
      bench.change = (_seen, answer) => ({ ...answer, body: JSON.stringify({ data: [bare] }) });
      const { alerts, feedback } = await bench.run({ raDeg: 0, decDeg: -30, radiusArcsec: 1 });
      expect(feedback).toEqual([]);
      expect(alerts.map(({ generic }) => generic)).toMatchObject([
        { id: "ANT2026southern", name: "ANT2026southern", ra: 0, dec: -30, timestamp: null, mag: null, score: null },
      ]);
    });

    it("may be a date range alone, a cone alone, a tag alone", async () => {
      expect(await ids({ newestAfter: "2026-06-08T00:00:00Z", newestBefore: "2026-06-13T00:00:00Z" })).toEqual([
        "ANT2026lsstaa",
      ]);
      expect(await ids({ tags: "nuclear_transient" })).toEqual(["ANT2020aelulu"]);
      expect((await ids({ tags: "nuclear_transient, young_rubin_transients" })).toSorted()).toEqual([
        "ANT2020aelulu",
        "ANT2026lsstaa",
      ]);
    });

    it("say what a cone found without a position", async () => {
      bench.change = (_seen, answer) => ({ ...answer, body: String(answer.body).replace(/"ra":[\d.]+/g, '"ra":null') });
      const { alerts, feedback } = await bench.run({ raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 5 });
      expect([alerts, feedback]).toEqual([
        [],
        ["1 of ANTARES' loci came without a position, so that nobody can say whether it lies in the cone."],
      ]);
    });

    it("take zero for a value", async () => {
      await bench.run({ raDeg: 0, decDeg: 0, radiusArcsec: 1, detectionsMin: 0 });
      expect(JSON.stringify(bodyOf(0))).toContain('"gte":0');
      expect(JSON.stringify(bodyOf(0))).toContain('"center":"0 0"');
    });

    it("find an object under each of its ids, a locus by its own route and at the other conditions", async () => {
      expect(await ids({ objectId: "ZTF20aaelulu" })).toEqual(["ANT2020aelulu"]);
      expect(await ids({ objectId: "170098765432109873" })).toEqual(["ANT2026lsstaa"]);
      expect(await ids({ objectId: "ANT2020aelulu", tags: "nuclear_transient" })).toEqual(["ANT2020aelulu"]);
      expect(bench.server.seen.at(-1)?.url.pathname).toBe("/antares/v1/loci/ANT2020aelulu");
      expect(await ids({ objectId: "ANT2020aelulu", magMin: 19 })).toEqual([]);
      expect(await ids({ objectId: "ANT2020nothing" })).toEqual([]);
    });

    it("end at a UTC time, though the index counts LSST in TAI", async () => {
      const newest = (await bench.run({ objectId: "ANT2026lsstaa" })).alerts[0]?.generic.timestamp ?? "";
      const [at, before] = [newest, new Date(Date.parse(newest) - 1_000).toISOString()];
      expect(await ids({ newestAfter: at, newestBefore: at })).toEqual(["ANT2026lsstaa"]);
      expect(await ids({ newestAfter: "2026-06-01T00:00:00Z", newestBefore: before })).toEqual([]);
    });

    it("follow the service's own links, on the configured host only", async () => {
      const pages = await bench.broker.connect().fetchAlerts({ detectionsMin: 0 }, { cursor: null, wanted: 2 });
      expect(pages.alerts).toHaveLength(2);
      const rest = await bench.broker
        .connect()
        .fetchAlerts({ detectionsMin: 0 }, pages.next ?? { cursor: null, wanted: 0 });
      expect(rest.alerts).toHaveLength(1);
      expect(rest.next).toBeNull();
    });

    it.each([
      [{}, "at least one condition"],
      [{ elasticsearchQuery: "{oops" }, "JSON object"],
      [{ elasticsearchQuery: '{"query":{},"size":5000}' }, '"query" alone'],
      [{ elasticsearchQuery: '{"query":{}}', tags: "x" }, "stands alone"],
      [{ magMin: 20, magMax: 18 }, "upper bound lies below"],
      [{ raDeg: 10, decDeg: 10 }, "together"],
    ])("refuse %j on the field", (parameters, sentence) => {
      expect(() => bench.broker.parseParameters(parameters)).toThrow(sentence);
    });

    it("offer the tags that ANTARES counts, in order", async () => {
      const tags = (await bench.broker.loadChoices("tags")).choices.map(({ value }) => value);
      expect(tags).toContain("nuclear_transient");
      expect(tags).toEqual(tags.toSorted());
      expect(bench.server.seen.map(({ url }) => url.pathname)).toEqual(["/antares/v1/loci/statistics"]);
    });
  });

  it("names a target after its survey, with the locus and every id as aliases", async () => {
    const broker = bench.broker.connect();
    const locus = await broker.fetchAlert("ANT2020aelulu");
    expect(await broker.toTarget(locus)).toMatchObject({
      name: "ZTF20aaelulu",
      type: "SIDEREAL",
      aliases: ["ANT2020aelulu"],
    });
    expect(broker.toGenericAlert(locus)).toMatchObject({ id: "ANT2020aelulu", score: 1, detections: 7 });
    expect(await broker.toTarget(await broker.fetchAlert("170098765432109873"))).toMatchObject({
      name: "170098765432109873",
      aliases: ["ANT2026lsstaa"],
    });
  });

  it("takes a match with an asteroid for a flag with its separation, never for a name", async () => {
    const broker = bench.broker.connect();
    const target = await broker.toTarget(await broker.fetchAlert("ZTF26aaaaaab"));
    expect(target.aliases).toEqual(["ANT2026asteroid"]);
    expect(target.extras).toMatchObject({ solar_system_match: "220", solar_system_match_arcsec: 1 });
    expect(broker.toGenericAlert(await broker.fetchAlert("ZTF26aaaaaab")).solarSystem).toEqual({
      name: "220",
      separationArcsec: 1,
    });
  });

  it.each([
    [
      "25 arcsec away: a flag, and not the asteroid itself",
      { ztf_ssdistnr: 25 },
      { name: "220", separationArcsec: 25 },
      false,
    ],
    [
      "at no distance that is told: a flag, and perhaps itself",
      { ztf_ssdistnr: -999 },
      { name: "220", separationArcsec: null },
      true,
    ],
    ["beside an earlier detection only: no flag", { ztf_ssnamenr: "null", ztf_ssdistnr: -999 }, null, false],
  ])("tells in a list of an asteroid %s", async (_, said, flag, isItself) => {
    bench.change = (seen, answer) => {
      if (!seen.url.pathname.endsWith("/alerts")) return answer;
      const body = JSON.parse(String(answer.body));
      for (const alert of body.data) Object.assign(alert.attributes.properties, said);
      return { ...answer, body: JSON.stringify(body) };
    };
    const { alerts } = await bench.run({ objectId: "ZTF26aaaaaab" });
    expect(alerts.map(({ generic }) => generic.solarSystem)).toEqual([flag]);
    expect(isSolarSystemObject(alerts[0]?.generic.solarSystem)).toBe(isItself);
    const { extras } = await bench.broker.connect().toTarget(alerts[0]?.alert);
    expect([extras.solar_system_match, extras.solar_system_earlier]).toEqual(
      flag === null ? [undefined, "220"] : ["220", undefined],
    );
  });

  it("flags an asteroid also where its alerts cannot be had", async () => {
    bench.change = (seen, answer) => (seen.url.pathname.endsWith("/alerts") ? { status: 500, body: "" } : answer);
    const { alerts, error } = await bench.run({ objectId: "ZTF26aaaaaab" });
    expect([alerts[0]?.generic.solarSystem, error]).toEqual([{ name: "220", separationArcsec: null }, null]);
  });

  it("answers null for what it does not know, and does not ask about other names", async () => {
    const broker = bench.broker.connect();
    expect(await broker.fetchAlert("ANT2019nothing")).toBeNull();
    expect(await broker.fetchAlert("SN 2020oi")).toBeNull();
    expect(bench.server.seen).toHaveLength(1);
  });

  describe("light curves", () => {
    it("have the survey's ids, the sign of a difference, and limits without a magnitude", async () => {
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replaceAll(/"ztf_isdiffpos":"t"(?=[^}]*1211232291015015002)/g, '"ztf_isdiffpos":"f"'),
      });
      const rows = await bench.photometry(sn2020oi);
      const [first] = rows.filter(({ mag }) => mag !== null);
      expect(first).toMatchObject({
        sourceId: "1101542291015015004",
        band: "r",
        mag: 17.2799,
        magErr: 0.0562,
        source: "ZTF",
      });
      expect(rows.filter(({ limitMag }) => limitMag !== null)).toHaveLength(3);
      expect(rows.filter(({ limitMag, mag }) => limitMag !== null && mag !== null)).toEqual([]);
      expect(rows.some(({ negative }) => negative)).toBe(true);
    });

    it("know the total brightness beside the difference, and as rows of their own where that is wanted", async () => {
      const byId = (rows: Awaited<ReturnType<typeof bench.photometry>>) =>
        rows.filter(({ sourceId }) => sourceId === "1105481241015015001");
      const rows = await bench.photometry(sn2020oi);
      expect(byId(rows)).toMatchObject([
        { mag: 14.7687, brightness: "difference", raw: { totalMag: 14.7, totalMagErr: 0.03 } },
      ]);
      expect(rows.find(({ limitMag }) => limitMag === 20.5218)?.raw).toEqual({
        totalBrightest: 17.8,
        totalFaintest: 17.95,
      });
      const total = await startBrokerBench(antares, standIn, { baseUrls, options: { totalBrightness: true } });
      expect(byId(await total.photometry(sn2020oi))).toMatchObject([
        { mag: 14.7687, brightness: "difference" },
        { mag: 14.7, magErr: 0.03, brightness: "total", negative: false },
      ]);
      await total.close();
    });

    it("trust no total of a locus that was not corrected", async () => {
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replace('"is_corrected":"true"', '"is_corrected":"false"'),
      });
      expect((await bench.photometry(sn2020oi)).filter(({ raw }) => raw !== undefined)).toEqual([]);
    });

    it("leave out what a third survey measured, instead of calling it ZTF", async () => {
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replaceAll('"ant_survey":1', '"ant_survey":3'),
      });
      const rows = await bench.photometry(sn2020oi);
      expect(rows.every(({ mag }) => mag === null)).toBe(true);
    });

    it("of LSST carry the flux, UTC times, and no limits made of magnitudes", async () => {
      const rows = await bench.photometry({ name: "170098765432109873", aliases: [], raDeg: null, decDeg: null });
      expect(rows.map(({ fluxNjy, mag, negative }) => [fluxNjy, mag && Number(mag.toFixed(4)), negative])).toEqual([
        [3630.780548, 22.5, false],
        [9120.108394, 21.5, false],
        [-500, null, true],
      ]);
      expect(rows[0]?.observedAtMjd).toBeCloseTo(61200.25 - 37 / 86400, 9);
      expect(rows.filter(({ limitMag }) => limitMag !== null)).toEqual([]);
    });

    it("come from the CSV where the alerts cannot be had", async () => {
      bench.change = (seen, answer) => (seen.url.pathname.endsWith("/alerts") ? { status: 404, body: "{}" } : answer);
      const rows = await bench.photometry(sn2020oi);
      expect(rows).toHaveLength(10);
      const lsst = await bench.photometry({ name: "170098765432109873", aliases: [], raDeg: null, decDeg: null });
      expect(lsst).toMatchObject([{ limitMag: null }, { limitMag: null }]);
    });
  });
});
