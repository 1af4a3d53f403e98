import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alerce } from "@/lib/brokers/alerce";
import { hermes } from "@/lib/brokers/hermes";
import { lasair } from "@/lib/brokers/lasair";
import { mybroker } from "@/lib/brokers/mybroker";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { lookUp } from "./look-up";

type Replay = Awaited<ReturnType<typeof startReplay>>;
let replay: Replay;
let http: Http;
let brokers: BrokerRegistry;

beforeEach(async () => {
  replay = await startReplay({ corpusDir: null });
  http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host], limits: { timeoutMs: 400, retries: 0 } });
  const entries = [
    alerce({ baseUrls: { ztf: replay.origin, lsst: replay.origin } }),
    hermes({ baseUrls: { api: `${replay.origin}/hermes` }, credentials: { token: "replay-hermes-token" } }),
    lasair({
      baseUrls: { ztf: `${replay.origin}/lasair-ztf`, lsst: `${replay.origin}/lasair-lsst` },
      credentials: { lsst: "replay-lsst-token" },
    }),
    mybroker({ baseUrls: { list: `${replay.origin}/mybroker/alerts.json` } }),
  ];
  brokers = createBrokerRegistry(entries, { http, logger: silentLogger });
});
afterEach(async () => {
  await http.close();
  await replay.close();
});

const sn2020oi = { raDeg: 185.7288755, decDeg: 15.8236308 };
const nobody = { names: [], alertIds: [], position: null, radiusArcsec: 2 };
const tell = (fault: unknown) =>
  fetch(`${replay.origin}/__replay/fault`, { method: "POST", body: JSON.stringify(fault) });

describe("looking an object up at one broker", () => {
  it("finds it by its place in each survey, with separation, classes and detections", async () => {
    const answer = await lookUp(brokers.get("alerce"), { ...nobody, position: sn2020oi });
    expect(answer).toMatchObject({ status: "found", message: null });
    const [first] = answer.sightings;
    expect(first).toMatchObject({ alertId: "ZTF20aaelulu", foundBy: "position" });
    expect(first?.separationArcsec).toBeLessThan(1);
    expect(first?.detections).toBe(7);
    expect(first?.classifications[0]).toMatchObject({ source: "ALeRCE" });
  });

  it("takes a name for surer than a place, and tells of each object once", async () => {
    const subject = { ...nobody, names: ["SN 2020oi", "ZTF20aaelulu"], position: sn2020oi };
    const { sightings } = await lookUp(brokers.get("alerce"), subject);
    expect(sightings.filter(({ alertId }) => alertId === "ZTF20aaelulu")).toMatchObject([{ foundBy: "name" }]);
  });

  it("never looks for what moves at a fixed place: without a name it is not asked at all", async () => {
    const answer = await lookUp(brokers.get("alerce"), { ...nobody, names: ["1P/Halley"] });
    expect(answer).toMatchObject({ status: "unavailable", sightings: [] });
    const requests = await (await fetch(`${replay.origin}/__replay/requests`)).json();
    expect(requests).toEqual([]);
  });

  it("says that there is nothing, where there is nothing", async () => {
    const answer = await lookUp(brokers.get("alerce"), { ...nobody, position: { raDeg: 12.5, decDeg: -60 } });
    expect(answer).toEqual({ status: "nothing", message: null, sightings: [] });
  });

  it.each([
    [{ kind: "hang" }, /ALeRCE did not answer within/],
    [{ kind: "status", status: 500 }, /ALeRCE answered with an error \(500\)/],
    [{ kind: "html" }, /ALeRCE answered/],
  ])("tells in a sentence that it failed: %j", async (fault, sentence) => {
    await tell(fault);
    const answer = await lookUp(brokers.get("alerce"), { ...nobody, position: sn2020oi });
    expect(answer).toMatchObject({ status: "failed", sightings: [] });
    expect(answer.message).toMatch(sentence);
  });

  it("asks a broker without positions by name only", async () => {
    const answer = await lookUp(brokers.get("mybroker"), { ...nobody, position: sn2020oi });
    expect(answer.status).toBe("unavailable");
    expect((await lookUp(brokers.get("mybroker"), { ...nobody, names: ["No such name"] })).status).toBe("nothing");
  });

  it("leaves out a survey whose token is missing: nothing in the other is an answer, not a failure", async () => {
    const lsst = { raDeg: 53.1232, decDeg: -27.8049 };
    const found = await lookUp(brokers.get("lasair"), { ...nobody, position: lsst, radiusArcsec: 1 });
    expect(found).toMatchObject({ status: "found", message: null, sightings: [{ alertId: "170098765432219944" }] });
    const none = await lookUp(brokers.get("lasair"), { ...nobody, position: sn2020oi });
    expect(none).toEqual({ status: "nothing", message: null, sightings: [] });
  });

  it("uses the kind of search that has a cone", async () => {
    const position = { raDeg: 258.3415, decDeg: -9.9645 };
    const found = await lookUp(brokers.get("hermes"), { ...nobody, position });
    expect(found).toMatchObject({ status: "found", sightings: [{ name: "ZTF19aarykkb", foundBy: "position" }] });
  });
});
