import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerHermes, loadHermes } from "@/scripts/brokers-replay/hermes.mjs";
import { answerOf, type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { brokerContractSuite } from "../contract-suite";
import { hermes } from "./index";

const store = loadHermes(null);
type StandIn = Parameters<typeof answerOf>[0];
const standIn: StandIn = (url, request) => answerHermes(store, url, request);
const token = "replay-hermes-token";

const manyEvents = (url: URL): string => {
  const [limit, offset] = [Number(url.searchParams.get("limit")), Number(url.searchParams.get("offset"))];
  const ids = Array.from({ length: 250 }, (_, index) => `S26010${String(index).padStart(3, "0")}a`);
  const results = ids.slice(offset, offset + limit).map((id) => ({ event_id: id, sequences: [], references: [] }));
  return JSON.stringify({
    count: 250,
    next: offset + limit < 250 ? "http://elsewhere.example.org/?offset=1" : null,
    results,
  });
};

brokerContractSuite(hermes, {
  script: (seen) =>
    seen.url.searchParams.get("event_id") === "S26010"
      ? { body: manyEvents(seen.url) }
      : answerOf(standIn, { ...seen, headers: { ...seen.headers, authorization: `Token ${token}` } }),
  baseUrls: (origin) => ({ api: `${origin}/hermes/api/v0` }),
  search: { searchKind: "targets", targetName: "ZTF19aa" },
  emptySearch: { searchKind: "events", objectId: "S000000a" },
  pagedSearch: { parameters: { eventId: "S26010", maxAlerts: 5000 }, objects: 250 },
});

describe("Hermes", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(hermes, standIn, {
      baseUrls: (origin) => ({ api: `${origin}/hermes/` }),
      credentials: { token },
    });
  });
  afterEach(() => bench.close());

  const broker = () => bench.broker.connect();
  const askedOf = (index: number): string => {
    const { pathname, search } = bench.server.seen[index]?.url ?? new URL("http://none");
    return `${pathname.replace("/hermes/api/v0", "")}${decodeURIComponent(search)}`;
  };
  const namesOf = ({ alerts }: Awaited<ReturnType<BrokerBench["run"]>>) => alerts.map(({ generic }) => generic.name);

  describe("events", () => {
    it("have the newest notice's time and rate, and no position", async () => {
      const found = await bench.run({ objectId: "S190425z" });
      expect(found.alerts.map(({ generic }) => generic)).toEqual([
        {
          ...{ id: "S190425z", name: "S190425z", timestamp: "2019-04-26T14:58:09.000Z", ra: null, dec: null },
          ...{ mag: null, band: null, score: 4.538e-13 },
          url: "https://hermes.lco.global/nonlocalizedevent/S190425z",
        },
      ]);
      expect(askedOf(0)).toBe("/nonlocalizedevents/?event_id_exact=S190425z&limit=100&offset=0");
      expect(bench.server.seen[0]?.headers.authorization).toBe("Token replay-hermes-token");
    });

    it("cannot become targets, and say so before and after", async () => {
      const { alerts, feedback } = await bench.run({ objectId: "S190425z" });
      expect(feedback).toEqual([
        "Events have no position, so they cannot become targets; search for the targets named for an event.",
      ]);
      await expect(broker().toTarget(alerts[0]?.alert)).rejects.toThrow(
        "S190425z is an event without a position, so it cannot become a target; search for the targets named in messages about it.",
      );
    });

    it("are classified by the notice that stands", async () => {
      const { alerts } = await bench.run({ objectId: "S190425z" });
      expect(broker().toClassifications?.(alerts[0]?.alert)[0]).toEqual({
        ...{ name: "BNS", source: "Hermes", classifier: "gstlal", version: "UPDATE 3", probability: 0.9997 },
        date: "2019-04-26T14:58:09.000Z",
      });
    });

    it("that were retracted score 1, say so, and keep GraceDB's page of the notice before: in the shape of before March 2026", async () => {
      const { alerts, feedback } = await bench.run({ eventId: "S190518" });
      expect(alerts[0]?.generic).toMatchObject({ id: "S190518bb", score: 1, timestamp: "2019-05-18T20:18:56.000Z" });
      expect(feedback.join(" ")).toContain("1 of these was retracted.");
      expect(broker().toClassifications?.(alerts[0]?.alert)).toMatchObject([
        { name: "retracted", version: "RETRACTION 2", probability: null },
      ]);
      const context = await broker().getBrokerContextData?.({
        searchKind: "events",
        objectId: "S190518bb",
        maxAlerts: 5,
      });
      expect(context?.facts).toContainEqual({
        label: "GraceDB",
        value: "S190518bb",
        url: "https://gracedb.ligo.org/superevents/S190518bb/view/",
      });
      expect(context?.notes).toEqual([
        "S190518bb was retracted: it was no astronomical event. The facts are those of the notice before.",
      ]);
    });

    it("asked by their id are shown with facts, without asking again", async () => {
      const asked = { searchKind: "events", objectId: "S190425z", maxAlerts: 100 };
      await bench.run(asked);
      const context = await broker().getBrokerContextData?.(asked);
      expect(context?.facts).toEqual([
        { label: "Newest notice", value: "UPDATE 3, 2019-04-26 14:58 UTC" },
        { label: "False-alarm rate", value: "4.5e-13 Hz, once in 70,000 years" },
        { label: "Most probably", value: "BNS, probability 0.9997" },
        { label: "Seen by", value: "L1, V1" },
        { label: "Happened", value: "2019-04-25 08:18 UTC" },
        { label: "GraceDB", value: "S190425z", url: "https://gracedb.ligo.org/superevents/S190425z/view/" },
        { label: "Targets named for it", value: "ZTF19aarykkb, ZTF19aarzaod" },
      ]);
      expect(bench.server.seen).toHaveLength(1);
    });

    it("are found by when a notice came, also as a duration", async () => {
      const found = await bench.run({ createdAfter: "2019-05-01T00:00:00Z", createdBefore: "P1D" });
      expect(namesOf(found)).toEqual(["S190518bb"]);
      expect(askedOf(0)).toContain("created_after=2019-05-01T00:00:00.000Z&created_before=2026-06-30T00:00:00.000Z");
    });

    it("take a far of 0 for a rate, and none for none", async () => {
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replaceAll(/"far":[^,]+/g, '"far":0'),
      });
      expect((await bench.run({ objectId: "S190425z" })).alerts[0]?.generic.score).toBe(0);
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replaceAll(/"far":[^,]+/g, '"far":NaN'),
      });
      expect((await bench.run({ eventId: "S190425" })).alerts[0]?.generic.score).toBeNull();
    });
  });

  it("lists notices as the events that they are of, one entry each", async () => {
    const found = await bench.run({ searchKind: "sequences", excludeSequenceType: "PRELIMINARY" });
    expect(found.alerts.map(({ generic }) => [generic.id, generic.timestamp, generic.score])).toEqual([
      ["S190518bb", "2019-05-18T20:18:56.000Z", 1],
      ["S190425z", "2019-04-26T14:58:09.000Z", 4.538e-13],
    ]);
    expect(askedOf(0)).toBe("/nonlocalizedeventsequence/?exclude_sequence_type=PRELIMINARY&limit=100&offset=0");
  });

  describe("targets", () => {
    it("are found for an event, by name and around a place, and one without a place has none", async () => {
      expect(namesOf(await bench.run({ searchKind: "targets", objectId: "S190425z" }))).toEqual([
        "ZTF19aarzaod",
        "ZTF19aarykkb",
      ]);
      const cone = { searchKind: "targets", raDeg: 258.3415, decDeg: -9.9645, radiusArcsec: 10 };
      expect(namesOf(await bench.run(cone))).toEqual(["ZTF19aarykkb"]);
      expect(askedOf(1)).toContain("cone_search=258.3415,-9.9645,0.00277778");
      const [nowhere] = (await bench.run({ searchKind: "targets", targetNameExact: "Nowhere yet" })).alerts;
      expect(nowhere?.generic).toMatchObject({ id: "43", ra: null, dec: null });
      await expect(broker().toTarget(nowhere?.alert)).rejects.toThrow("Nowhere yet has no position");
    });

    it("become targets with what their newest message says of them", async () => {
      const [found] = (await bench.run({ searchKind: "targets", targetNameExact: "ZTF19aarykkb" })).alerts;
      expect(found?.generic).toMatchObject({ id: "41", ra: 258.341458, dec: -9.964472, score: null });
      expect(await broker().toTarget(found?.alert)).toMatchObject({
        ...{ name: "ZTF19aarykkb", type: "SIDEREAL", raDeg: 258.341458, decDeg: -9.964472, aliases: ["AT 2019eao"] },
        redshift: { value: 0.024, error: null, source: "Hermes" },
        extras: {
          ...{ hermes_target_id: "41", hermes_event: "S190425z", hermes_topic: "hermes.message" },
          ...{ discovery_reporting_group: "ZTF", host_name: "WISEXSC J171321.94-095748.0", new_discovery: true },
        },
      });
    });

    it("become targets without their message when that cannot be had", async () => {
      const [found] = (await bench.run({ searchKind: "targets", targetNameExact: "ZTF19aarykkb" })).alerts;
      bench.server.fault = { kind: "status", status: 500 };
      expect(await broker().toTarget(found?.alert)).toMatchObject({ name: "ZTF19aarykkb", aliases: [] });
    });

    it("are sent as a polygon with the only separator that the service reads", async () => {
      await bench.run({ searchKind: "targets", polygonSearch: "250 -12,270  -12 , 270 -5" });
      expect(bench.server.seen[0]?.url.searchParams.get("polygon_search")).toBe("250 -12, 270 -12, 270 -5");
    });
  });

  describe("one alert by its id", () => {
    it("is a message, a target or an event, by the form of the id", async () => {
      const ids = ["0000038f-0000-4000-8000-00000000038f", "41", "S190425z"];
      const kinds = [];
      for (const id of ids) kinds.push(broker().toGenericAlert(await broker().fetchAlert(id)).name);
      expect(kinds).toEqual(["Two candidates for S190425z", "ZTF19aarykkb", "S190425z"]);
    });

    it("is null when Hermes does not know it", async () => {
      for (const id of ["00000000-0000-4000-8000-000000000000", "999", "S999999z"]) {
        expect(await broker().fetchAlert(id)).toBeNull();
      }
    });
  });

  describe("the form", () => {
    const complaintOn = (parameters: Record<string, unknown>): unknown => {
      try {
        return bench.broker.parseParameters(parameters);
      } catch (error) {
        return (error as { fieldErrors?: unknown }).fieldErrors;
      }
    };
    it.each([
      [{ topic: "hermes.test" }, { topic: ["Hermes does not filter events by this."] }],
      [{ searchKind: "archive", objectId: "S1" }, { objectId: ["Hermes does not filter archive by this."] }],
      [{ searchKind: "targets", raDeg: 0, decDeg: 0 }, { radiusArcsec: ["A cone needs RA, Dec and radius together."] }],
      [
        { createdAfter: "2020-01-02", createdBefore: "2020-01-01" },
        { createdBefore: ["The upper bound lies below the lower one."] },
      ],
      [
        { searchKind: "targets", polygonSearch: "1 2, 3 4" },
        { polygonSearch: ["Write at least three corners in degrees, such as 10 -5, 12 -5, 12 -3."] },
      ],
      [{ publishedAfter: "2020-01-01" }, { publishedAfter: ["There is no field 'publishedAfter'."] }],
    ])("refuses %j on its field", (parameters, complaints) => {
      expect(complaintOn(parameters)).toEqual(complaints);
    });

    it("loads topics, in either shape", async () => {
      expect((await bench.broker.loadChoices("topic")).choices.map(({ value }) => value)).toEqual([
        "gcn.classic.text.LVC_COUNTERPART",
        "hermes.message",
        "igwn.gwalert",
      ]);
    });
  });

  it("without a token is listed, and says where to get one", async () => {
    await bench.close();
    bench = await startBrokerBench(hermes, standIn, { baseUrls: (origin) => ({ api: `${origin}/hermes` }) });
    expect(bench.broker.state).toBe("missing-credentials");
    expect(() => bench.broker.connect()).toThrow(
      "Hermes needs an API token (HERMES_TOKEN). Sign in at hermes.lco.global and open your profile: it shows the API token.",
    );
  });

  it("names the filter that was refused, and nothing that Hermes wrote", async () => {
    bench.change = () => ({ status: 400, body: '{"cone_search": ["<b>bad</b>"], "other": "x"}' });
    const { feedback } = await bench.run({ searchKind: "targets", raDeg: 1, decDeg: 1, radiusArcsec: 1 });
    expect(feedback).toEqual(["Hermes did not accept cone_search (400)."]);
  });
});
