import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerScout, loadScout } from "@/scripts/brokers-replay/scout.mjs";
import { answerOf, type BrokerBench, startBrokerBench } from "@/tests/support/broker-bench";
import { brokerContractSuite } from "../contract-suite";
import { scout } from "./index";

const store = loadScout(null);
const standIn = (url: URL) => answerScout(store, url);
const baseUrls = (origin: string) => ({ api: `${origin}/scout.api` });

brokerContractSuite(scout, {
  script: (seen) => answerOf(standIn, seen),
  baseUrls,
  search: { neoScoreMin: 50 },
  emptySearch: { neoScoreMin: 100, phaScoreMin: 100 },
  chosenBy: /neoScore$/,
  noSuchFaults: ["a page that leads to itself"],
});

describe("JPL Scout", () => {
  let bench: BrokerBench;
  beforeEach(async () => {
    bench = await startBrokerBench(scout, standIn, { baseUrls });
  });
  afterEach(() => bench.close());
  const names = async (parameters: Record<string, unknown>) =>
    (await bench.run(parameters)).alerts.map(({ generic }) => generic.name);

  it("keeps what comes closer, and lets nothing without a value meet a condition on it", async () => {
    expect(await names({})).toEqual(["Sar2667", "C4ABCD1"]);
    expect(await names({ closestApproachMaxLd: 1 })).toEqual(["Sar2667"]);
    expect(await names({ phaScoreMin: 0 })).toEqual(["Sar2667"]);
    expect(await names({ geocentricScoreMax: 5 })).toEqual(["Sar2667"]);
    expect(await names({ uncertaintyMinArcmin: 100 })).toEqual(["C4ABCD1"]);
    expect(await names({ impactRatingMin: 0 })).toEqual(["Sar2667"]);
  });

  it("reads hours and degrees, V and the last run", async () => {
    const { alerts } = await bench.run({});
    expect(
      alerts.map(({ generic }) => [
        generic.ra,
        generic.dec,
        generic.mag,
        generic.band,
        generic.timestamp,
        generic.score,
      ]),
    ).toEqual([
      [138, 22, 18.6, "V", "2023-02-12T22:48:00.000Z", 100],
      [0, -5, 21.2, "V", "2023-02-12T20:02:00.000Z", 62],
    ]);
  });

  it("makes moving targets with elements of every eccentricity, and no place", async () => {
    const broker = bench.broker.connect();
    const target = await broker.toTarget(await broker.fetchAlert("Sar2667"));
    expect(target).toMatchObject({
      type: "NON_SIDEREAL",
      raDeg: null,
      elements: {
        scheme: "MPC_COMET",
        epochOfElementsMjd: 59988,
        eccentricity: 0.4294,
        perihelionDistanceAu: 0.9273,
        absMag: 32.6,
      },
    });
    expect(target.elements?.semimajorAxisAu).toBeCloseTo(0.9273 / (1 - 0.4294), 9);
    const hyperbolic = await broker.toTarget(await broker.fetchAlert("C4ABCD1"));
    expect(hyperbolic.elements).toMatchObject({ eccentricity: 1.02, absMag: 24.1 });
    expect(hyperbolic.elements).not.toHaveProperty("semimajorAxisAu");
  });

  it("says that an object is gone, as feedback and as the reason why it is no target", async () => {
    expect(await bench.run({ objectId: "P21zzzz" })).toMatchObject({
      alerts: [],
      error: null,
      feedback: ["Scout lists no object P21zzzz: it may have been designated or lost."],
    });
    const broker = bench.broker.connect();
    expect(await broker.fetchAlert("P21zzzz")).toBeNull();
    const alert = await broker.fetchAlert("Sar2667");
    await expect(broker.toTarget({ ...(alert as object), name: "P21zzzz", elements: null })).rejects.toThrow(
      /no orbit of P21zzzz/,
    );
  });

  it("keeps what Scout says of an object, with its units in the names", async () => {
    const broker = bench.broker.connect();
    expect((await broker.toTarget(await broker.fetchAlert("Sar2667"))).extras).toMatchObject({
      neoScore: 100,
      ieoScore: 0,
      impactRating: 4,
      closestApproachLd: 0,
      uncertaintyTomorrowArcmin: 35,
      arcHours: 0.85,
      vMag: 18.6,
      absMagMedian: 32.6,
      positionRaDeg: 138,
      positionAt: "2023-02-12T23:15:00.000Z",
    });
  });

  it("takes the next sampled orbit where the first is not whole", async () => {
    bench.change = (_seen, answer) => ({
      ...answer,
      body: String(answer.body).replace('"data":[[0,"2459988.5"', '"data":[[0,null],[1,"2459988.5"'),
    });
    expect(await bench.broker.connect().fetchAlert("Sar2667")).toMatchObject({
      elements: { epochOfElementsMjd: 59988, epochOfPerihelionMjd: 60034.12 },
    });
  });

  it("takes no other object for the one that was asked for, not even with other capitals", async () => {
    bench.change = (_seen, answer) => ({ ...answer, body: String(answer.body).replaceAll("Sar2667", "SAR2667") });
    expect(await bench.broker.connect().fetchAlert("Sar2667")).toBeNull();
  });

  it("makes a target of an orbit that was kept with its object, after Scout has let it go", async () => {
    const broker = bench.broker.connect();
    const kept = (await bench.run({ objectId: "Sar2667" })).alerts[0]?.alert;
    // Another name, so that no answer of before is given again.
    const frozen = { ...(kept as object), name: "Sar2667x" };
    expect((await broker.toTarget(frozen)).elements).toMatchObject({ eccentricity: 0.4294 });
    bench.change = () => ({ status: 503, body: "busy" });
    expect((await broker.toTarget({ ...frozen, name: "Sar2667y" })).elements).toMatchObject({ eccentricity: 0.4294 });
    await expect(broker.toTarget({ ...frozen, name: "Sar2667z", elements: null })).rejects.toThrow(/503/);
  });

  it("asks for one object at the conditions that were given with it", async () => {
    expect(await names({ objectId: "Sar2667", neoScoreMin: 100 })).toEqual(["Sar2667"]);
    expect(await names({ objectId: "C4ABCD1", neoScoreMin: 100 })).toEqual([]);
  });

  it("says that there are more, when fewer were asked for", async () => {
    const { alerts, feedback } = await bench.run({}, 1);
    expect(alerts).toHaveLength(1);
    expect(feedback).toEqual(["There may be more: the 1 alert that was asked for at most has come."]);
  });

  it("says beside the results how rough the positions are, and how many objects there are", async () => {
    const context = await bench.broker.connect().getBrokerContextData?.({ maxAlerts: 100 });
    expect(context?.facts).toEqual([{ label: "Objects that Scout lists now", value: "2" }]);
    expect(context?.notes.join(" ")).toMatch(/degree of declination/);
  });

  it("does not read another version as if it were the known one", async () => {
    bench.change = (_seen, answer) => ({
      ...answer,
      body: String(answer.body).replace('"version":"1.3"', '"version":"2.0"'),
    });
    expect((await bench.run({})).error?.message).toMatch(/version 2.0/);
  });

  it("takes no reports and has no photometry", () => {
    expect(bench.broker.capabilities).toEqual(["getBrokerContextData"]);
  });
});
