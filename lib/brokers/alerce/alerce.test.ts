import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manyZtf } from "@/scripts/brokers-replay/alerce-ztf-store.mjs";
import { type AlerceBench, generics, lsstId, script, sn2020oi, startAlerce, ztf } from "@/tests/support/alerce";
import { brokerContractSuite } from "../contract-suite";
import { alerce } from "./index";

const many = manyZtf(ztf, 450);

brokerContractSuite(alerce, {
  // A paged search is told by its class: the generated objects are all SNIa.
  script: (seen) => script(seen, seen.url.searchParams.get("class") === "SNIa" ? many : ztf),
  baseUrls: (origin) => ({ ztf: origin, lsst: origin }),
  search: { survey: "ztf", className: "SN", classifier: "stamp_classifier" },
  emptySearch: { survey: "ztf", objectId: "ZTF99zzzzzzz" },
  pagedSearch: { parameters: { survey: "ztf", className: "SNIa", maxAlerts: 5000 }, objects: 450 },
  wideIdSearch: { parameters: { survey: "lsst" }, id: lsstId },
  target: { ref: sn2020oi, rows: 12 },
});

describe("ALeRCE", () => {
  let bench: AlerceBench;
  beforeEach(async () => {
    bench = await startAlerce();
  });
  afterEach(() => bench.close());

  const queryOf = (index: number): string => bench.server.seen[index]?.url.search ?? "";

  describe("searches", () => {
    it("send an upper bound with a lower one of 0, because ranges are positional", async () => {
      await bench.run({ detectionsMax: 12, firstBefore: "2018-06-20T00:00:00Z", newestBefore: "P0D" });
      const { searchParams } = bench.server.seen[0]?.url ?? new URL("http://none");
      expect(searchParams.getAll("ndet")).toEqual(["0", "12"]);
      expect(searchParams.getAll("firstmjd")).toEqual(["0", "58289"]);
      expect(searchParams.getAll("lastmjd")).toEqual(["0", "61222"]);
    });

    it("take zero for a value and never send a text for what was not asked", async () => {
      await bench.run({ detectionsMin: 0, scoreMin: 0, raDeg: 0, decDeg: 0, radiusArcsec: 5 });
      expect(queryOf(0)).toBe(
        "?probability=0&ndet=0&ra=0.000001&dec=0.000001&radius=5&page=1&page_size=100&count=false",
      );
    });

    it("keep to the cone although the service forgets one with a zero in it", async () => {
      bench.change = (seen, answer) => {
        for (const name of ["ra", "dec", "radius"]) seen.url.searchParams.delete(name);
        return seen.url.pathname.endsWith("/objects/") ? script(seen) : answer;
      };
      const found = await bench.run({ raDeg: 0, decDeg: 16.79925, radiusArcsec: 200_000 / 10 });
      expect(generics(found)).toEqual([]);
      expect(generics(await bench.run({ raDeg: 30.063, decDeg: 16.799, radiusArcsec: 5 })).map(({ id }) => id)).toEqual(
        ["ZTF18abvkwla"],
      );
    });

    it("send class and probability with every classifier, under the names of the service", async () => {
      await bench.run({ classifier: "lc_classifier_BHRF_forced_phot", className: "SESN", scoreMin: 0.5, ranking: 1 });
      expect(queryOf(0)).toContain("classifier=lc_classifier_BHRF_forced_phot&class=SESN&ranking=1&probability=0.5");
    });

    it("sort by the column the service has: deltamjd is deltajd at ZTF, ndet is n_det at LSST", async () => {
      expect((await bench.run({ orderBy: "deltamjd", orderMode: "DESC" })).error).toBeNull();
      expect(queryOf(0)).toContain("order_by=deltajd&order_mode=DESC");
      await bench.run({ survey: "lsst", orderBy: "ndet" });
      expect(queryOf(1)).toContain("order_by=n_det");
      expect(() => bench.broker.parseParameters({ orderBy: "name; drop table" })).toThrow(
        "ALeRCE does not sort by that.",
      );
      expect(() => bench.broker.parseParameters({ survey: "lsst", orderBy: "g_r_max" })).toThrow(
        "does not sort by that",
      );
    });

    it("keep objects without a class, with a score of null", async () => {
      const [found] = generics(await bench.run({ objectId: "ZTF20acigmel" }));
      expect(found).toMatchObject({
        id: "ZTF20acigmel",
        score: null,
        mag: null,
        url: "https://alerce.online/object/ZTF20acigmel",
      });
      expect(found?.timestamp).toBe("2020-10-28T04:48:00.000Z");
    });

    it("say that an object is unknown, and which parameter was refused", async () => {
      expect((await bench.run({ objectId: "ZTF99zzzzzzz" })).feedback).toEqual([
        "ALeRCE has no object ZTF99zzzzzzz in ZTF.",
      ]);
      bench.change = () => ({ status: 400, body: '{"errors": {"ndet": "<b>bad</b>", "evil": "x"}, "message": "no"}' });
      expect((await bench.run({ detectionsMin: 3 })).feedback).toEqual(["ALeRCE did not accept ndet (400)."]);
    });

    it("leave out rows that cannot be read and say how many", async () => {
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replace('"oid":"ZTF18abukavn"', '"oid":null'),
      });
      const found = await bench.run({ className: "SN", classifier: "stamp_classifier" });
      expect(found.alerts).toHaveLength(3);
      expect(found.feedback).toEqual(["Left out, because they could not be read: 1 of ALeRCE's objects."]);
    });

    it("are cut at the number of alerts wanted, also when 50,000 rows arrive at once", async () => {
      const huge = JSON.stringify({ items: [...manyZtf(ztf, 50_000).objects.values()], has_next: false });
      bench.change = () => ({ body: huge });
      const found = await bench.run({}, 100);
      expect(found.alerts).toHaveLength(100);
      expect(bench.server.seen).toHaveLength(1);
    });

    it("end although a service hands out the same page for ever", async () => {
      const page = JSON.stringify({ items: [...manyZtf(ztf, 100).objects.values()], has_next: true });
      bench.change = () => ({ body: page });
      expect((await bench.run({}, 5000)).alerts).toHaveLength(100);
      expect(bench.server.seen.length).toBeLessThan(5);
    });

    it("give what arrived when a later page fails", async () => {
      const page = JSON.stringify({ items: [...manyZtf(ztf, 200).objects.values()], has_next: true });
      bench.change = (seen) =>
        seen.url.searchParams.get("page") === "1" ? { body: page } : { status: 500, body: "<html>" };
      const found = await bench.run({}, 400);
      expect(found.alerts).toHaveLength(200);
      expect(found.error?.message).toBe("ALeRCE answered with an error (500).");
    });
  });

  describe("the LSST list", () => {
    it("is one entry for each object, with all of its classifiers and ids to the last digit", async () => {
      const found = await bench.run({ survey: "lsst", detectionsMin: 1 });
      expect(generics(found).map(({ id, score }) => [id, score])).toEqual([
        [lsstId, 0.97],
        ["313853498765432111", 0.55],
      ]);
      const target = await bench.broker.connect().toTarget(found.alerts[0]?.alert);
      expect(target.classifications.map(({ classifier, version, name }) => [classifier, version, name])).toEqual([
        ["stamp_classifier_rubin_beta_20260421", "2.0.2", "SN"],
        ["stamp_classifier_rubin_beta", "2.0.1", "SN"],
      ]);
      expect(target.extras).toEqual({
        class: "SN",
        classifier: "stamp_classifier_rubin_beta_20260421",
        probability: 0.97,
        ndet: 3,
      });
      expect(generics(found)[0]?.url).toBe(`https://lsst.alerce.online/object/${lsstId}?survey=lsst`);
    });

    it("merges an object whose classifiers stand on different pages", async () => {
      const rows = script({ url: new URL("http://x/object_api/list_objects") });
      const text = String(rows.body);
      bench.change = (seen) => {
        const [page, hasNext] = seen.url.searchParams.get("page") === "1" ? [0, true] : [1, false];
        const items = [...text.matchAll(/\{"oid".*?\}/g)].map(([row]) => row);
        return { body: `{"items": [${items[page]}], "has_next": ${hasNext}}` };
      };
      const found = await bench.run({ survey: "lsst" });
      expect(found.alerts).toHaveLength(1);
      expect(found.alerts[0]?.alert).toMatchObject({ classifications: [{ version: "2.0.2" }, { version: "2.0.1" }] });
    });

    it("gives times in UTC, and asks in TAI", async () => {
      const [first] = generics(await bench.run({ survey: "lsst", objectId: lsstId }));
      // MJD 61189.036344 TAI is 37 s later than UTC.
      expect(first?.timestamp).toBe("2026-05-29T00:51:43.122Z");
      await bench.run({ survey: "lsst", newestAfter: "2026-05-29T00:51:43Z" });
      expect(Number(bench.server.seen.at(-1)?.url.searchParams.get("lastmjd"))).toBeCloseTo(61189.0363426, 6);
    });

    it("takes a position of exactly 0, 0 as a position", async () => {
      const found = generics(await bench.run({ survey: "lsst", raDeg: 0, decDeg: 0, radiusArcsec: 1 }));
      expect(found.map(({ ra, dec }) => [ra, dec])).toEqual([[0, 0]]);
    });

    it("reads the version under the key misspelt until spring 2026", async () => {
      bench.change = (_seen, answer) => ({
        ...answer,
        body: String(answer.body).replaceAll("classifier_version", "classfier_version"),
      });
      const found = await bench.run({ survey: "lsst", objectId: lsstId });
      expect(found.alerts[0]?.alert).toMatchObject({ classifications: [{ version: "2.0.2" }, { version: "2.0.1" }] });
    });

    it("refuses what the service would answer with an error of its own", () => {
      expect(() => bench.broker.parseParameters({ survey: "lsst", className: "SN" })).toThrow(
        "For LSST a class needs its classifier.",
      );
      expect(() => bench.broker.parseParameters({ survey: "lsst", objectId: "ZTF20aaelulu" })).toThrow(
        "An LSST object id is a number.",
      );
    });
  });
});
