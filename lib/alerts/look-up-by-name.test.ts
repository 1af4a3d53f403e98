import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { antares } from "@/lib/brokers/antares";
import { mybroker } from "@/lib/brokers/mybroker";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { scout } from "@/lib/brokers/scout";
import { tns } from "@/lib/brokers/tns";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { lookUpByName } from "./queries/look-up-by-name";

let database: TestDatabase;
let replay: Awaited<ReturnType<typeof startReplay>>;
let http: Http;
let brokers: BrokerRegistry;
let ann: Context;
let ben: Context;

beforeEach(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  const { origin } = replay;
  http = createHttp({ allowPrivateHosts: [new URL(origin).host], limits: { timeoutMs: 1_000, retries: 0 } });
  const entries = [
    alerce({ baseUrls: { ztf: origin, lsst: origin } }),
    antares({ baseUrls: { api: `${origin}/antares/v1` } }),
    mybroker({ baseUrls: { list: `${origin}/mybroker/alerts.json` } }),
    scout({ baseUrls: { api: `${origin}/scout.api` } }),
    tns({
      baseUrls: { api: `${origin}/api`, reports: `${origin}/api` },
      credentials: { apiKey: "replay-key", botId: "4242", botName: "replay_bot" },
    }),
  ];
  brokers = createBrokerRegistry(entries, { http, logger: silentLogger });
  [ann, ben] = [await addUser(database, "ann"), await addUser(database, "ben")];
});
afterEach(async () => {
  await http.close();
  await replay.close();
  await database.destroy();
});

const look = (ctx: Context, brokerId: string, name: string) =>
  lookUpByName({ ctx, brokers, broker: brokers.get(brokerId), input: { name, radiusArcsec: 5 } });
const asked = async (): Promise<string[]> => (await fetch(`${replay.origin}/__replay/requests`)).json();
const tell = (fault: unknown) =>
  fetch(`${replay.origin}/__replay/fault`, { method: "POST", body: JSON.stringify(fault) });

describe("a name, looked for at every broker", () => {
  it("is asked by place where a broker does not know such names: another one tells it", async () => {
    const found = await look(ann, "alerce", "sn2020oi");
    expect(found).toMatchObject({
      status: "found",
      place: { from: "broker", id: "tns", source: "TNS", name: "SN 2020oi" },
      sightings: [{ alertId: "ZTF20aaelulu", foundBy: "position" }],
    });
    expect(found.sightings[0]?.separationArcsec).toBeLessThan(1);
    expect(await look(ann, "tns", "sn2020oi")).toMatchObject({
      status: "found",
      place: null,
      sightings: [{ foundBy: "name", separationArcsec: 0 }],
    });
  });

  it("is written as its survey writes it before a broker is asked", async () => {
    expect(await look(ann, "alerce", "ztf20aaelulu")).toMatchObject({
      status: "found",
      place: null,
      sightings: [{ alertId: "ZTF20aaelulu", foundBy: "name" }],
    });
  });

  it("has the place of the reader's own target first, whose other names are asked for too", async () => {
    const place = { raDeg: 185.72888, decDeg: 15.82363 };
    const input = { name: "AT 2020oi", type: "SIDEREAL" as const, visibility: "private" as const, ...place };
    const { id } = await createTarget({ ctx: ann, input: { ...input, aliases: ["ZTF20aaelulu"] } });
    const own = await look(ann, "alerce", "SN 2020oi");
    expect(own).toMatchObject({
      place: { from: "target", id, name: "AT 2020oi", ...place },
      sightings: [{ foundBy: "name" }],
    });
    expect(await asked()).not.toContainEqual(expect.stringContaining("/api/get"));
    // Nothing of it is told to those who do not see it.
    expect((await look(ben, "alerce", "SN 2020oi")).place).toMatchObject({ from: "broker", id: "tns" });
  });

  it("that nobody has a place for leaves those that know places only unasked, and they say why", async () => {
    expect(await look(ann, "antares", "SN 1999zz")).toEqual({
      status: "unavailable",
      message: "ANTARES needs a position: no broker or target told one for this name.",
      sightings: [],
      place: null,
    });
    expect(await look(ann, "tns", "SN 1999zz")).toMatchObject({ status: "nothing", place: null });
    expect(await asked()).not.toContainEqual(expect.stringContaining("/antares"));
  });

  it("is found by the others where the one that knows it is dead", async () => {
    await tell({ kind: "status", status: 500, path: "/api/get" });
    expect(await look(ann, "alerce", "ZTF20aaelulu")).toMatchObject({ status: "found" });
    expect(await look(ann, "tns", "ZTF20aaelulu")).toMatchObject({ status: "failed" });
  });

  it("of what moves is never looked for at a fixed place", async () => {
    const { name } = await firstOfScout();
    expect(await look(ann, "scout", name)).toMatchObject({ status: "found", place: null });
    for (const moving of [name, "1P/Halley"])
      expect(await look(ann, "alerce", moving)).toEqual({
        status: "unavailable",
        message: "ALeRCE needs a position: it moves, and is looked for by name only.",
        sightings: [],
        place: null,
      });
    const elements = {
      scheme: "MPC_COMET" as const,
      epochOfElementsMjd: 60_000,
      eccentricity: 0.5,
      perihelionDistanceAu: 1,
      epochOfPerihelionMjd: 60_000,
      longAscNodeDeg: 1,
      argOfPerihelionDeg: 1,
      inclinationDeg: 1,
    };
    await createTarget({ ctx: ann, input: { name: "SN 2020oi", type: "NON_SIDEREAL", ...elements } });
    expect(await look(ann, "alerce", "SN 2020oi")).toMatchObject({ status: "unavailable", place: null });
  });
});

async function firstOfScout(): Promise<{ name: string }> {
  const list = await (await fetch(`${replay.origin}/scout.api`)).json();
  const known = (list.data as { objectName: string }[]).find(({ objectName }) => /^[A-Za-z]\w{4,7}$/.test(objectName));
  return { name: known?.objectName ?? "" };
}
