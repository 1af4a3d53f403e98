import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerFink, loadFink } from "@/scripts/brokers-replay/fink.mjs";
import { type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { fink } from "./index";

const exposures = 24;
const anExposure = 30;

const letters = (index: number): string =>
  [2, 1, 0].map((place) => String.fromCharCode(97 + (Math.floor(index / 26 ** place) % 26))).join("");

/** Alerts of one class, many of them of one exposure and so of one time. */
const manyZtf = (perExposure: number): Map<string, unknown[]> =>
  new Map(
    Array.from({ length: exposures * anExposure }, (_, index) => {
      const id = `ZTF26zzzz${letters(index)}`;
      const row = {
        "i:objectId": id,
        "i:candid": 3_470_490_460_915_000 + index,
        // Exposures begin within a second, not on it.
        "i:jd": 2_461_200.5 + 0.700_004 + Math.floor(index / perExposure) * 0.000_5,
        "i:ra": (index * 137.5) % 360,
        "i:dec": 10,
        "i:fid": 1,
        "i:magpsf": 19,
        "d:mag_rate": index % 2 === 0 ? -0.1 : 0.1,
        "v:classification": "SN candidate",
      };
      return [id, [row]];
    }),
  );

describe("a list by class at Fink", () => {
  let bench: BrokerBench;
  const store = { ...loadFink(null), ztf: manyZtf(anExposure) };

  beforeEach(async () => {
    const baseUrls = (origin: string) => ({ ztf: `${origin}/fink-ztf`, lsst: `${origin}/fink-lsst` });
    bench = await startBrokerBench(fink, (url, request) => answerFink(store, url, request), { baseUrls });
  });
  afterEach(() => bench.close());

  it("loses no alert of an exposure that two pages share", async () => {
    store.ztf = manyZtf(anExposure);
    const { alerts, error } = await bench.run({ className: "SN candidate" }, 5000);
    expect([alerts.length, error]).toEqual([exposures * anExposure, null]);
    expect(bench.server.seen.length).toBeGreaterThan(1);
    expect(bench.server.seen.length).toBeLessThan(6);
  });

  it("goes on behind one exposure that fills a page, and says that some of it is missing", async () => {
    store.ztf = manyZtf(600);
    const { alerts, feedback } = await bench.run({ className: "SN candidate" }, 5000);
    // The newer exposure has 120 of the 720, the older one 600.
    expect(alerts.length).toBe(120 + 500);
    expect(feedback.join(" ")).toContain("One exposure has more than 500 alerts");
    expect(bench.server.seen.length).toBeLessThan(8);
  });

  it("goes on behind a page that a trend has made short", async () => {
    store.ztf = manyZtf(anExposure);
    const { alerts } = await bench.run({ className: "SN candidate", trend: "rising" }, 5000);
    expect(alerts).toHaveLength((exposures * anExposure) / 2);
  });

  it("stops at the number of objects wanted", async () => {
    store.ztf = manyZtf(anExposure);
    expect((await bench.run({ className: "SN candidate" }, 7)).alerts).toHaveLength(7);
    expect(bench.server.seen).toHaveLength(1);
  });
});
