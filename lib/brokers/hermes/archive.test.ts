import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerHermes, loadHermes } from "@/scripts/brokers-replay/hermes.mjs";
import { type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { targetComplaints } from "../contract-checks";
import { toldBy } from "./contents";
import { hermes } from "./index";
import { errorArcsecOf, gcnAngleOf, isoOf, parsecsOf, ratePerYearOf } from "./values";

const store = loadHermes(null);

describe("messages at Hermes", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(hermes, (url, request) => answerHermes(store, url, request), {
      baseUrls: (origin) => ({ api: `${origin}/hermes` }),
      credentials: { token: "replay-hermes-token" },
    });
  });
  afterEach(() => bench.close());

  const broker = () => bench.broker.connect();
  const search = (parameters: Record<string, unknown>, maxAlerts = 100) =>
    bench.run({ searchKind: "archive", ...parameters }, maxAlerts);

  it("of the archive come newest first, without those that were taken back", async () => {
    const { alerts } = await search({});
    expect(alerts.map(({ generic }) => [generic.name, generic.timestamp])).toEqual([
      ["ZTF19aarykkb fades", "2019-04-27T10:20:00.000Z"],
      ["GCN/LVC COUNTERPART NOTICE", "2019-04-26T23:13:39.000Z"],
      ["Two candidates for S190425z", "2019-04-26T10:20:00.000Z"],
      ["S190425z", "2019-04-25T08:18:48.000Z"],
    ]);
    expect(alerts[0]?.generic).toMatchObject({
      ...{ id: "00000390-0000-4000-8000-000000000390", ra: null, dec: null, score: null },
      url: "https://hermes.lco.global/message/00000390-0000-4000-8000-000000000390",
    });
  });

  it("are filtered by several topics, words and time, under the archive's own names", async () => {
    const { alerts } = await search({
      ...{ topic: "hermes.message, gcn.classic.text.LVC_COUNTERPART", searchQuery: "candidates" },
      ...{ createdAfter: "2019-04-26T00:00:00Z", createdBefore: "2019-04-27T00:00:00Z" },
    });
    expect(alerts).toHaveLength(1);
    expect(decodeURIComponent(bench.server.seen[0]?.url.search ?? "")).toBe(
      "?topic=hermes.message&topic=gcn.classic.text.LVC_COUNTERPART&start=2019-04-26T00:00:00.000Z&end=2019-04-27T00:00:00.000Z&search_query=candidates&include_retracted=false&limit=100",
    );
  });

  it("that were retracted are shown when asked for, and say so", async () => {
    const { alerts, feedback } = await search({ includeRetracted: true });
    expect(alerts).toHaveLength(5);
    expect(feedback).toEqual(["1 of these was retracted."]);
    const draft = await broker().toTarget(alerts[0]?.alert);
    expect(draft).toMatchObject({
      ...{ name: "2I/Borisov", type: "NON_SIDEREAL", raDeg: null, extras: { hermes_retracted: true } },
      elements: { scheme: "MPC_COMET", eccentricity: 3.3565, perihelionDistanceAu: 2.00652 },
    });
    expect(targetComplaints(draft)).toEqual([]);
  });

  it("are paged by the archive's bookmark to the end, or by number where it gives none", async () => {
    expect((await search({ maxAlerts: 3 }, 3)).alerts).toHaveLength(3);
    const messages = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        metadata: { topic: "t", timestamp: 1.5e12, headers: { _id: `id-${from + index}` } },
        annotations: { title: "x" },
      }));
    bench.change = ({ url }) => {
      const page = url.searchParams.get("page");
      if (url.searchParams.get("topic") === "marked") {
        const next = page === null ? "b:1" : page === "b:1" ? "b:2" : null;
        return { body: JSON.stringify({ messages: messages(page === null ? 0 : Number(page.slice(2)) * 5, 5), next }) };
      }
      const from = Number(page ?? 0) * 100;
      return { body: JSON.stringify({ messages: messages(from, from >= 200 ? 7 : 100) }) };
    };
    expect((await search({ topic: "marked" })).alerts).toHaveLength(15);
    expect((await search({ topic: "counted", maxAlerts: 900 }, 900)).alerts).toHaveLength(207);
  });

  it("with one target become it, with several or none say why not", async () => {
    const { alerts } = await search({});
    const drafts = await Promise.allSettled(alerts.map(({ alert }) => broker().toTarget(alert)));
    const results = drafts.map((one) => (one.status === "fulfilled" ? one.value.name : String(one.reason.message)));
    expect(results).toEqual([
      "ZTF19aarykkb",
      "S190426c_X2",
      "The message “Two candidates for S190425z” names 2 targets, search for them by name, so it cannot become a target.",
      "The message “S190425z” names no target, so it cannot become a target.",
    ]);
  });

  it("of the list name events and targets; with one target they have its place", async () => {
    const { alerts } = await bench.run({ searchKind: "messages", targetName: "rykkb" });
    expect(alerts.map(({ generic }) => [generic.ra, generic.name])).toEqual([
      [258.341458, "00000390-0000-4000-8000-000000000390"],
      [null, "S190425z"],
    ]);
    expect(await broker().toTarget(alerts[0]?.alert)).toMatchObject({
      ...{ name: "ZTF19aarykkb", redshift: { value: 0.024 }, extras: { hermes_title: "ZTF19aarykkb fades" } },
    });
  });

  it("of before March 2026 carry their content in the list", async () => {
    bench.change = () => ({
      body: JSON.stringify({
        next: null,
        results: [
          {
            ...{ uuid: "u-1", topic: "hermes.test", title: "Found", submitter: "S", published: "2025-01-02T03:04:05Z" },
            ...{ retracted: true, data: { event_id: "S250101a", targets: [{ name: "A", ra: "0.0", dec: 0 }] } },
          },
          { title: "without an id" },
        ],
      }),
    });
    const { alerts, feedback } = await bench.run({ searchKind: "messages", targetName: "A" });
    expect(alerts[0]?.generic).toMatchObject({
      id: "u-1",
      name: "Found",
      ra: 0,
      dec: 0,
      timestamp: "2025-01-02T03:04:05.000Z",
    });
    expect(feedback[0]).toBe("1 of Hermes' entries could not be read and was left out. 1 of these was retracted.");
  });
});

describe("what messages hold", () => {
  it("is a rate in years, an error in arcsec, a time of the GCN, a distance in its unit", () => {
    expect(ratePerYearOf("0.3110 [yr^-1]")).toBeCloseTo(9.855e-9, 12);
    expect(["13.28 [deg radius]", "30.80 [arcmin radius]", "5.0 [arcsec, radius]", "5"].map(errorArcsecOf)).toEqual([
      47_808,
      1_848,
      5,
      null,
    ]);
    expect(isoOf("Thu 11 Sep 25 05:47:53 UT")).toBe("2025-09-11T05:47:53.000Z");
    expect(isoOf("2023-04-09")).toBe("2023-04-09T00:00:00.000Z");
    expect(isoOf("no time")).toBeNull();
    expect([parsecsOf(14.3, "Mpc"), parsecsOf(1, "furlong"), parsecsOf(0, "pc")]).toEqual([14_300_000, null, null]);
  });

  it("is a place only where both forms of it agree", () => {
    expect(gcnAngleOf("121.8573d {+08h 07m 25.7s} (J2000),\n122.1038d {+08h 08m 24.9s} (current)")).toBe(121.8573);
    expect(gcnAngleOf(`-1.7676d {-01d 46' 02"} (J2000)`)).toBe(-1.7676);
    // A sign that was lost in one form would be another place.
    expect(gcnAngleOf(`11.4977d {-11d 29' 51"} (J2000)`)).toBeNull();
  });

  it("is no place when a declination is written in hours or degrees nobody knows", () => {
    const { targets } = toldBy({ data: { targets: [{ name: "A", ra: "10:00:00", dec: "-05:12:00" }] } });
    expect(targets).toMatchObject([{ name: "A", raDeg: null, decDeg: null }]);
  });

  it("are orbits only when they are whole", () => {
    const elements = {
      ...{ epoch_of_elements: 60_000, orbital_inclination: 1, longitude_of_the_ascending_node: 2 },
      ...{ argument_of_the_perihelion: 3, eccentricity: 0, semimajor_axis: 2.5, mean_anomaly: 0 },
    };
    const told = (orbit: object) => toldBy({ data: { targets: [{ name: "A", orbital_elements: orbit }] } }).targets[0];
    expect(told(elements)?.elements).toMatchObject({ scheme: "MPC_MINOR_PLANET", eccentricity: 0, meanAnomalyDeg: 0 });
    expect(told({ ...elements, semimajor_axis: null })?.elements).toBeNull();
  });
});
