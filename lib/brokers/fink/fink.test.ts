import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Seen } from "@/lib/http/testing/fault-server";
import { answerFink, loadFink } from "@/scripts/brokers-replay/fink.mjs";
import { answerOf, type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { brokerContractSuite } from "../contract-suite";
import { fink } from "./index";

const store = loadFink(null);
const standIn: Parameters<typeof answerOf>[0] = (url, request) => answerFink(store, url, request);
const baseUrls = (origin: string) => ({ ztf: `${origin}/fink-ztf`, lsst: `${origin}/fink-lsst` });
const sn2020oi = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };
const lsstId = "170098765432109873";

/** An object of the stand-in under another id, at which the LSST found an asteroid. */
const lsstAsteroid = "170098765432210220";
function script(seen: Seen): ReturnType<typeof answerOf> {
  if (!seen.url.search.includes(lsstAsteroid)) return answerOf(standIn, seen);
  const answer = answerOf(standIn, { ...seen, url: new URL(seen.url.href.replaceAll(lsstAsteroid, lsstId)) });
  const named = '"r:ssObjectId":21163611375875120';
  const body = String(answer.body).replaceAll(lsstId, lsstAsteroid).replaceAll('"r:ssObjectId":0', named);
  return { ...answer, body };
}

brokerContractSuite(fink, {
  script,
  baseUrls,
  search: { className: "Early SN Ia candidate" },
  emptySearch: { objectId: "ZTF99zzzzzzz" },
  wideIdSearch: { parameters: { survey: "lsst", objectId: lsstId }, id: lsstId },
  target: { ref: sn2020oi, rows: 10 },
  // Its answers are bare lists.
  noSuchFaults: ["a page without one of its keys", "a page with a key of another kind", "a page that leads to itself"],
  solarSystem: [
    {
      parameters: { objectId: "ZTF26aaaaaab" },
      id: "ZTF26aaaaaab",
      match: { name: "220", separationArcsec: 1 },
    },
    {
      parameters: { survey: "lsst", objectId: lsstAsteroid },
      id: lsstAsteroid,
      match: { name: "21163611375875120", separationArcsec: null },
    },
  ],
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
    [{ name: "SN 2020oi", nOrD: "220" }, "one kind of search"],
    [{ raDeg: 0, decDeg: 0, radiusArcsec: 1, trend: "rising" }, "together with a class"],
    [{ className: "SN candidate", trend: "low_state" }, "Low states"],
    [{ className: "SN candidate", firstAfter: "2021-01-02", firstBefore: "2021-01-01" }, "below the lower"],
  ])("refuses %j on the field", (parameters, sentence) => {
    expect(() => bench.broker.parseParameters(parameters)).toThrow(sentence);
  });

  it("takes zero for a value, and cuts the circle again", async () => {
    await bench.run({ raDeg: 0, decDeg: 0, radiusArcsec: 1 });
    expect(bench.server.seen[0]?.url.search).toContain("ra=0&dec=0&radius=1&n=10000&columns=");
    expect(await ids({ raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 5 })).toEqual(["ZTF20aaelulu"]);
    expect(await ids({ survey: "lsst", raDeg: 62.4576, decDeg: -48.4815, radiusArcsec: 5 })).toEqual([lsstId]);
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

  it("offers classes with their origin, and the tags of LSST that can be asked for", async () => {
    const { choices } = await bench.broker.loadChoices("className");
    expect(choices).toContainEqual({ value: "(TNS) SN Ia", label: "(TNS) SN Ia", onlyWith: { survey: "ztf" } });
    expect(choices).toContainEqual({
      value: "in_tns",
      label: "in_tns: Known to the TNS",
      onlyWith: { survey: "lsst" },
    });
    expect(choices.map(({ value }) => value)).not.toContain("hostless_candidate");
  });

  it("offers the classes of one survey when the other's host is away", async () => {
    bench.change = (seen, answer) =>
      seen.url.pathname.startsWith("/fink-lsst") ? { status: 500, body: "<html>" } : answer;
    const surveys = (await bench.broker.loadChoices("className")).choices.map(({ onlyWith }) => onlyWith?.survey);
    expect(new Set(surveys)).toEqual(new Set(["ztf"]));
  });

  it("says that a tag was refused", async () => {
    const { error } = await bench.run({ survey: "lsst", className: "hostless_candidate" });
    expect(error?.message).toBe("Fink did not accept the tag (400).");
  });

  it("asks tags for dates in TAI, and tells them in UTC", async () => {
    const { alerts } = await bench.run({
      survey: "lsst",
      className: "in_tns",
      newestAfter: "2026-06-09T00:00:00Z",
      newestBefore: "2026-06-09T06:00:00Z",
    });
    expect(JSON.parse(bench.server.seen[0]?.body ?? "")).toMatchObject({
      tag: "in_tns",
      startdate: "2026-06-09 00:00:37",
      stopdate: "2026-06-09 06:00:37",
    });
    expect(alerts.map(({ generic }) => generic.timestamp)).toEqual(["2026-06-09T05:59:23.000Z"]);
  });

  it("filters the first alert at the circle, where the later date counts only with an earlier one", async () => {
    const place = { raDeg: 30.06, decDeg: 16.799, radiusArcsec: 5 };
    expect(await ids({ ...place, firstBefore: "2018-09-10T00:00:00Z" })).toEqual(["ZTF18abvkwla"]);
    const { searchParams } = bench.server.seen[0]?.url ?? new URL("http://none");
    expect([searchParams.get("startdate"), searchParams.get("stopdate")]).toEqual([
      "2018-01-01 00:00:00",
      "2018-09-10 00:00:00",
    ]);
    expect(await ids({ ...place, firstAfter: "2018-09-10T00:00:00Z" })).toEqual([]);
  });

  it("asks the trend of Fink, and keeps both cuts", async () => {
    await bench.run({ className: "Early SN Ia candidate", trend: "rising" });
    expect(bench.server.seen[0]?.url.searchParams.get("trend")).toBe("rising");
  });

  it("tells of the run which survey, what the score is, and when the tables change", async () => {
    const context = await bench.broker.connect().getBrokerContextData?.(bench.broker.parseParameters({ nOrD: "220" }));
    expect(context?.facts.map(({ value }) => value)[0]).toBe("ZTF");
    expect(context?.notes.join(" ")).toMatch(/once a day.*no orbit/);
  });
});
