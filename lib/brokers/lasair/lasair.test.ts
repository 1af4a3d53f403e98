import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Seen } from "@/lib/http/testing/fault-server";
import { answerLasair, loadLasair } from "@/scripts/brokers-replay/lasair.mjs";
import { answerOf, type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { brokerContractSuite } from "../contract-suite";
import { lasair } from "./index";

const store = loadLasair(null);
const lsstId = "170098765432109873";
const sn2020oi = { name: "SN 2020oi", aliases: ["ZTF20aaelulu"], raDeg: 185.7289, decDeg: 15.8236 };

type StandIn = Parameters<typeof answerOf>[0];
const standIn: StandIn = (url, request) => answerLasair(store, url, request);
const baseUrls = (origin: string) => ({ ztf: `${origin}/lasair-ztf`, lsst: `${origin}/lasair-lsst/api` });
const tokens = { ztf: "replay-ztf-token", lsst: "replay-lsst-token" };

/** Objects of the stand-in under other ids, at which the surveys found an asteroid. */
const asteroids = [
  {
    ...{ id: "ZTF26aaaaaab", like: "ZTF20aaelulu" },
    ...{ none: /"ssdistnr":-999,"ssnamenr":"null"/g, named: '"ssdistnr":2.5,"ssnamenr":"220"' },
  },
  {
    ...{ id: "170098765432210220", like: lsstId },
    ...{ none: /"ssObjectId":null/g, named: '"ssObjectId":21163611375875120' },
  },
];

/** Whatever the suite's credential is, the stand-in knows its own only. */
function script(seen: Seen): ReturnType<typeof answerOf> {
  const token = seen.url.pathname.startsWith("/lasair-ztf") ? tokens.ztf : tokens.lsst;
  const headers = { ...seen.headers, authorization: `Token ${token}` };
  const asteroid = asteroids.find(({ id }) => seen.body.includes(id));
  if (!asteroid) return answerOf(standIn, { ...seen, headers });
  const answer = answerOf(standIn, { ...seen, headers, body: seen.body.replaceAll(asteroid.id, asteroid.like) });
  const body = String(answer.body).replaceAll(asteroid.like, asteroid.id).replace(asteroid.none, asteroid.named);
  return { ...answer, body };
}

brokerContractSuite(lasair, {
  script,
  baseUrls,
  search: { survey: "ztf", conditions: "objects.ncand > 5" },
  emptySearch: { survey: "ztf", raDeg: 10, decDeg: -80, radiusArcsec: 5 },
  wideIdSearch: { parameters: { survey: "lsst", raDeg: 53.122751, decDeg: -27.805089, radiusArcsec: 2 }, id: lsstId },
  target: { ref: sn2020oi, rows: 10 },
  noSuchFaults: ["a page that leads to itself"],
  solarSystem: [
    {
      parameters: { survey: "ztf", objectId: "ZTF26aaaaaab" },
      id: "ZTF26aaaaaab",
      match: { name: "220", separationArcsec: 2.5 },
    },
    {
      parameters: { survey: "lsst", objectId: "170098765432210220" },
      id: "170098765432210220",
      // The LSST says which, and not how far.
      match: { name: "21163611375875120", separationArcsec: null },
    },
  ],
});

describe("Lasair", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(lasair, standIn, { baseUrls, credentials: tokens });
  });
  afterEach(() => bench.close());

  const isFirst = ({ body }: Seen): boolean => new URLSearchParams(body).get("offset") === "0";
  const asked = (): string[] => bench.server.seen.map(({ method, url }) => `${method} ${url.pathname}`);
  const bodyOf = (index: number) => Object.fromEntries(new URLSearchParams(bench.server.seen[index]?.body));
  const idsOf = ({ alerts }: Awaited<ReturnType<BrokerBench["run"]>>) => alerts.map(({ generic }) => generic.id);

  describe("cones", () => {
    it("find ids nearest first, and tell all of a few objects", async () => {
      const found = await bench.run({ raDeg: 185.7289, decDeg: 15.8236, radiusArcsec: 10 });
      expect(found.error).toBeNull();
      expect(found.alerts.map(({ generic }) => generic)).toMatchObject([
        { id: "ZTF20aaelulu", ra: 185.72886, dec: 15.8236, mag: 18.4565, band: "g", score: 1, detections: 7 },
      ]);
      expect(asked()).toEqual(["POST /lasair-ztf/api/cone/", "POST /lasair-ztf/api/object/"]);
      expect(bodyOf(0)).toEqual({ ra: "185.7289", dec: "15.8236", radius: "10", requestType: "all" });
      expect(bench.server.seen[0]?.headers.authorization).toBe("Token replay-ztf-token");
      expect(bench.server.seen[0]?.url.search).toBe("");
    });

    it("of the LSST are an object around a list of 64-bit numbers", async () => {
      const found = await bench.run({ survey: "lsst", raDeg: 53.1229, decDeg: -27.805, radiusArcsec: 30 });
      expect(idsOf(found)).toEqual(["170098765432109873", "170098765432219944"]);
      expect(found.alerts.map(({ generic }) => [generic.mag?.toFixed(2), generic.band])).toEqual([
        ["26.40", "y"],
        ["21.50", "g"],
      ]);
      expect(asked()[0]).toBe("POST /lasair-lsst/api/cone/");
    });

    it("take zero for a coordinate", async () => {
      expect((await bench.run({ raDeg: 0, decDeg: 0, radiusArcsec: 1 })).error).toBeNull();
      expect(bodyOf(0)).toMatchObject({ ra: "0", dec: "0" });
    });

    it.each([
      ["one hit for the nearest, as ZTF writes it", '{"object": "ZTF20aaelulu", "separation": 0.3}'],
      ["one hit for the nearest, as the LSST writes it", '{"nearest": {"object": "ZTF20aaelulu", "separation": 0.3}}'],
      ["a list", '[{"object": "ZTF20aaelulu", "separation": 0.3}]'],
    ])("are read as %s", async (_form, body) => {
      bench.change = (seen, answer) => (seen.url.pathname.endsWith("/cone/") ? { body } : answer);
      expect(idsOf(await bench.run({ raDeg: 185.7, decDeg: 15.8, radiusArcsec: 900 }))).toEqual(["ZTF20aaelulu"]);
    });

    it.each(["{}", "[]", '{"objects": [], "count": 0, "nearest": {}}'])("find nothing in %s", async (body) => {
      bench.change = () => ({ body });
      expect(await bench.run({ raDeg: 1, decDeg: 1, radiusArcsec: 900 })).toEqual({
        alerts: [],
        feedback: [],
        error: null,
      });
    });

    const many = (count: number) =>
      JSON.stringify(
        Array.from({ length: count }, (_, index) => ({
          object: `ZTF26a${String(index).padStart(6, "0")}`,
          separation: index,
        })),
      );
    const rowsFor = (body: string, position: object): string => {
      const ids = [...(new URLSearchParams(body).get("conditions") ?? "").matchAll(/"(\w+)"/g)].map(([, id]) => id);
      return JSON.stringify(ids.map((objectId, index) => ({ objectId, ncand: index, ...position })));
    };

    it("ask for the positions of many objects in lists, and stop at the number wanted", async () => {
      bench.change = (seen, answer) => {
        if (seen.url.pathname.endsWith("/cone/")) return { body: many(734) };
        return seen.url.pathname.endsWith("/query/")
          ? { body: rowsFor(seen.body, { ramean: 280, decmean: -5 }) }
          : answer;
      };
      const found = await bench.run({ raDeg: 280, decDeg: -5, radiusArcsec: 600, maxAlerts: 400 }, 400);
      expect(found.alerts).toHaveLength(400);
      expect(found.alerts.every(({ generic }) => generic.ra === 280)).toBe(true);
      // The cone is asked once, although its 400 objects come in three pages.
      expect(asked().map((line) => line.split("/")[3])).toEqual(["cone", "query", "query", "query"]);
      expect(Math.max(...bench.server.seen.map(({ body }) => body.length))).toBeLessThan(4_096);
    });

    it("fetch objects in chunks where lists are refused, and keep what has no position", async () => {
      bench.change = (seen, answer) => {
        if (seen.url.pathname.endsWith("/cone/")) return { body: many(60) };
        if (seen.url.pathname.endsWith("/query/")) return { status: 400, body: '{"error": "Unknown table"}' };
        const ids = new URLSearchParams(seen.body).get("objectIds")?.split(",") ?? [];
        const object = (objectId: string) => ({ objectId, objectData: { ramean: 0, decmean: 0 }, candidates: [] });
        return ids.length > 0 ? { body: JSON.stringify([...ids.map(object), null]) } : answer;
      };
      const found = await bench.run({ raDeg: 280, decDeg: -5, radiusArcsec: 600 });
      expect(found.alerts).toHaveLength(60);
      expect(found.alerts.filter(({ generic }) => generic.ra === 0 && generic.dec === 0)).toHaveLength(50);
      expect(found.feedback).toEqual([
        "The positions of 10 objects could not be had from Lasair. Lasair did not accept the request (400).",
      ]);
      expect(asked().filter((line) => line.endsWith("/objects/"))).toHaveLength(5);
    });

    it("keep what was found when the details fail, without asking in other ways", async () => {
      bench.change = (seen) =>
        seen.url.pathname.endsWith("/cone/") ? { body: many(60) } : { status: 500, body: "<html>" };
      const found = await bench.run({ raDeg: 280, decDeg: -5, radiusArcsec: 600 });
      expect(found.alerts).toHaveLength(60);
      expect(found.feedback[0]).toMatch(
        /60 objects could not be had from Lasair\. Lasair answered with an error \(500\)\./,
      );
      expect(asked()).toHaveLength(2);
    });
  });

  describe("filters", () => {
    it("become SQL in each survey's own names, times in its own scale, newest first", async () => {
      const both = {
        ...{ className: "SN", detectionsMin: 0, firstAfter: "2026-01-01T00:00:00Z", magMin: 16, magMax: 22.5 },
        tables: "crossmatch_tns",
      };
      await bench.run({ survey: "ztf", ...both });
      expect(bodyOf(0)).toMatchObject({
        tables: "objects,sherlock_classifications,crossmatch_tns",
        limit: "100",
        offset: "0",
      });
      expect(bodyOf(0).conditions).toBe(
        'sherlock_classifications.classification = "SN" AND objects.ncand >= 0 AND objects.jdmin >= 2461041.5000000' +
          " AND ((objects.jdgmax = objects.jdmax AND objects.gmag >= 16 AND objects.gmag <= 22.5)" +
          " OR (objects.jdrmax = objects.jdmax AND objects.rmag >= 16 AND objects.rmag <= 22.5))" +
          " ORDER BY objects.jdmax DESC",
      );
      await bench.run({ survey: "lsst", ...both });
      const lsst = bodyOf(1).conditions ?? "";
      // 37 s later in TAI.
      expect(lsst).toContain("objects.firstDiaSourceMjdTai >= 61041.00042824");
      expect(lsst).toMatch(/objects\.latest_psfFlux >= 3630\.78/);
      expect(lsst).toMatch(/ORDER BY objects\.lastDiaSourceMjdTai DESC$/);
    });

    it("keep a person's own conditions whole, and her own order", async () => {
      await bench.run({
        conditions: "objects.ncand > 5 OR objects.gmag < 17 ORDER BY objects.ncand DESC",
        detectionsMax: 50,
      });
      expect(bodyOf(0).conditions).toBe(
        "objects.ncand <= 50 AND (objects.ncand > 5 OR objects.gmag < 17) ORDER BY objects.ncand DESC",
      );
    });

    it("list position, newest magnitude and its band, detections; further columns become facts of the target", async () => {
      const found = await bench.run({ conditions: "objects.ncand > 30", selected: "objects.ncandgp AS good" });
      expect(idsOf(found)).toEqual(["ZTF18abukavn", "ZTF18abcfcoo"]);
      expect(found.alerts[0]?.generic).toMatchObject({
        ...{ ra: 250.950917, dec: 41.045417, mag: 20.1, band: "g", detections: 35, score: null },
        url: "https://lasair-ztf.lsst.ac.uk/objects/ZTF18abukavn/",
      });
      expect(bodyOf(0).selected).toMatch(/^objects\.objectId, objects\.ramean.*, objects\.ncandgp AS good$/);
    });

    it("of joined tables tell class and name, and several rows of one object are one entry", async () => {
      const rows = `[{"objectId":"ZTF20aaelulu","ramean":1,"decmean":2,"sherlock_class":"NT","tns_name":"2020oi","tns_prefix":"SN","tns_type":"SN Ic","hit":"a"},
                {"objectId":"ZTF20aaelulu","ramean":1,"decmean":2,"hit":"b"},{"hit":"of nobody"}]`;
      bench.change = (seen) => ({ body: isFirst(seen) ? rows : "[]" });
      const found = await bench.run({ tables: "watchlist:42, crossmatch_tns" });
      expect(found.alerts).toHaveLength(1);
      expect(found.alerts[0]?.alert).toMatchObject({ extras: { hit: "a; b" } });
      const classes = bench.broker.connect().toClassifications?.(found.alerts[0]?.alert) ?? [];
      expect(classes.map(({ classifier, name }) => [classifier, name])).toEqual([
        ["TNS", "SN Ic"],
        ["Sherlock", "NT"],
      ]);
      expect(found.feedback).toEqual(["1 of Lasair's rows could not be read and was left out."]);
    });

    it("look positions up for rows that have none", async () => {
      bench.change = (seen, answer) =>
        seen.url.pathname.endsWith("/query/") && !seen.body.includes("+IN+")
          ? { body: isFirst(seen) ? '[{"diaObjectId": 170098765432219944, "real0rbogus": "0.91"}]' : "[]" }
          : answer;
      const found = await bench.run({ survey: "lsst", tables: "annotator:fastfinder" });
      expect(found.alerts[0]?.generic).toMatchObject({ id: "170098765432219944", ra: 53.1232, dec: -27.8049 });
      expect(found.alerts[0]?.alert).toMatchObject({ extras: { real0rbogus: "0.91" } });
    });

    it.each([
      ["1000 rows a page, as many as were asked for", 1_000, ["0", "1000", "2000", "2001"]],
      ["600 rows a page, fewer than were asked for", 600, ["0", "600", "1200", "1800", "2001"]],
    ])("go on until a page is empty: %s", async (_, most, offsets) => {
      const rows = Array.from({ length: 2_001 }, (_, index) => ({ objectId: `ZTF26x${index}`, ramean: 1, decmean: 2 }));
      bench.change = (seen) => {
        const offset = Number(new URLSearchParams(seen.body).get("offset"));
        return { body: JSON.stringify(rows.slice(offset, offset + most)) };
      };
      const found = await bench.run({ conditions: "objects.ncand > 1", maxAlerts: 5000 }, 5000);
      expect([found.alerts.length, found.feedback]).toEqual([2_001, []]);
      expect(bench.server.seen.map((_, index) => bodyOf(index).offset)).toEqual(offsets);
    });

    it.each([
      [
        `Your query:<br/><b>x</b><br/><i>(1054, "Unknown column 'nosuch' in 'SELECT'")</i>`,
        "it does not know the column nosuch",
      ],
      ['(1064, "You have an error in your SQL syntax; near <b>")', "it found a mistake in the SQL"],
      ["Cannot use the word UNION in the WHERE clause", "it does not allow UNION"],
      ["Error: you do not have permission to access watchlist 7", "it does not let this account use watchlist 7"],
    ])("say in plain words what is wrong: %s", async (error, reason) => {
      for (const status of [400, 200]) {
        bench.change = () => ({ status, body: JSON.stringify({ error }) });
        const { feedback } = await bench.run({ conditions: `objects.ncand > ${status}` });
        expect(feedback).toEqual([`Lasair did not accept the query: ${reason}.`]);
      }
    });

    it("name the field that was refused, and nothing that Lasair wrote", async () => {
      bench.change = () => ({ status: 400, body: '{"conditions": ["<script>"], "other": ["x"]}' });
      expect((await bench.run({ conditions: "objects.ncand > 1" })).feedback).toEqual([
        "Lasair did not accept conditions (400).",
      ]);
    });
  });
});
