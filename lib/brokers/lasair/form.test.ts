import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerLasair, loadLasair } from "@/scripts/brokers-replay/lasair.mjs";
import { type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { lasair } from "./index";

const store = loadLasair(null);
const lsstId = "170098765432109873";
const tokens = { ztf: "replay-ztf-token", lsst: "replay-lsst-token" };

const start = (credentials: Record<string, string>): Promise<BrokerBench> =>
  startBrokerBench(lasair, (url, request) => answerLasair(store, url, request), {
    baseUrls: (origin) => ({ ztf: `${origin}/lasair-ztf`, lsst: `${origin}/lasair-lsst` }),
    credentials,
  });

describe("Lasair", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await start(tokens);
  });
  afterEach(() => bench.close());

  describe("the form", () => {
    const complaintOn = (parameters: Record<string, unknown>): unknown => {
      try {
        return bench.broker.parseParameters(parameters);
      } catch (error) {
        return (error as { fieldErrors?: unknown }).fieldErrors;
      }
    };
    const oneKind = "Lasair answers one kind of search at a time: an object, a cone, or a filter.";
    it.each([
      [{}, { objectId: ["Say what to look for: an object, a cone, or a filter."] }],
      [{ raDeg: 0, decDeg: 0 }, { radiusArcsec: ["A cone needs RA, Dec and radius together."] }],
      [
        { raDeg: 0, decDeg: 0, radiusArcsec: 1001 },
        { radiusArcsec: ["Lasair searches at most 1000 arcsec around a position."] },
      ],
      [{ raDeg: 0, decDeg: 0, radiusArcsec: 1, detectionsMin: 0 }, { detectionsMin: [oneKind] }],
      [{ raDeg: 0, decDeg: 0, radiusArcsec: 1, objectId: "ZTF20aaelulu" }, { objectId: [oneKind] }],
      [{ survey: "lsst", objectId: "ZTF20aaelulu" }, { objectId: ["An LSST object id is a number."] }],
      [{ magMin: 20, magMax: 19 }, { magMax: ["The upper bound lies below the lower one."] }],
      [{ conditions: "objects.ncand > 1; drop" }, { conditions: ["Lasair does not allow ; here."] }],
      [{ conditions: "ncand IN (select 1)" }, { conditions: ["Lasair does not allow the word SELECT here."] }],
      [
        { conditions: "objects.ncand > 1 limit 5" },
        { conditions: ["Say how many in “Stop after”: Lasair does not allow LIMIT and OFFSET here."] },
      ],
      [
        { tables: "objects where" },
        { tables: ["Write names of tables separated by commas, such as crossmatch_tns, watchlist:42."] },
      ],
    ])("refuses %j on its field", (parameters, complaints) => {
      expect(complaintOn(parameters)).toEqual(complaints);
    });
  });

  describe("a missing token", () => {
    const withTokens = async (credentials: Record<string, string>) => {
      await bench.close();
      bench = await start(credentials);
      return bench.broker;
    };

    it("of one survey leaves the other ready, and says where to get it without asking", async () => {
      const broker = await withTokens({ lsst: tokens.lsst });
      expect(broker.state).toBe("ready");
      expect((await bench.run({ survey: "lsst", detectionsMin: 1 })).alerts).toHaveLength(3);
      const { feedback, error } = await bench.run({ survey: "ztf", detectionsMin: 1 });
      expect(feedback).toEqual([
        "Lasair needs an API token for ZTF (LASAIR_ZTF_TOKEN). Sign in at lasair-ztf.lsst.ac.uk, click on your name, then My Profile: it shows the token.",
      ]);
      expect(error?.code).toBe("MISCONFIGURED");
      await expect(broker.connect().fetchAlert("ZTF20aaelulu")).rejects.toThrow("LASAIR_ZTF_TOKEN");
      const both = { name: lsstId, aliases: ["ZTF20aaelulu"], raDeg: null, decDeg: null };
      expect(await broker.connect().processReducedData?.(both, null)).toHaveLength(6);
      expect(bench.server.seen.filter(({ url }) => url.pathname.includes("ztf"))).toEqual([]);
    });

    it("of both makes it unusable, and says either would do", async () => {
      const broker = await withTokens({});
      expect(broker.state).toBe("missing-credentials");
      expect(() => broker.connect()).toThrow(/\(LASAIR_ZTF_TOKEN\) or an API token for the LSST \(LASAIR_LSST_TOKEN\)/);
    });

    it("that is wrong is refused in a sentence", async () => {
      await withTokens({ ztf: "wrong" });
      expect((await bench.run({ detectionsMin: 1 })).feedback).toEqual(["Lasair refused the credentials (401)."]);
    });
  });
});
