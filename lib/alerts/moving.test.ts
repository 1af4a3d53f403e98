import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { defineBroker } from "@/lib/brokers/contract";
import { fink } from "@/lib/brokers/fink";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { scout } from "@/lib/brokers/scout";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { createTarget } from "@/lib/targets/commands/create-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { addGroup, addUser } from "@/lib/targets/testing";
import { startReplay } from "../../scripts/brokers-replay.mjs";
import { askBroker } from "./commands/ask-broker";
import { createTargetsFromAlerts } from "./commands/create-targets";
import { draftsOf } from "./commands/drafts-of";
import { linkSightings } from "./commands/link-sightings";
import { runQuery } from "./commands/run-query";
import { createQuery } from "./commands/save-query";
import { listAlertLinks } from "./queries/list-links";
import { listRunAlerts } from "./queries/list-run-alerts";
import { withSolarSystem } from "./queries/solar-system-flags";
import { tryRule } from "./queries/try-rule";

/** Objects that move are known by name and orbit alone: a place that holds for a moment is compared with nothing. */

let database: TestDatabase;
let brokers: BrokerRegistry;
let http: Http;
let replay: Awaited<ReturnType<typeof startReplay>>;
let ann: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  http = createHttp({
    allowPrivateHosts: [new URL(replay.origin).host],
    limits: { timeoutMs: 2_000, retries: 0 },
  });
  const entries = [
    scout({ baseUrls: { api: `${replay.origin}/scout.api` } }),
    alerce({ baseUrls: { ztf: replay.origin, lsst: replay.origin } }),
    fink({ baseUrls: { ztf: `${replay.origin}/fink-ztf`, lsst: `${replay.origin}/fink-lsst` } }),
  ];
  brokers = createBrokerRegistry(entries, { http, logger: silentLogger });
  ann = await addUser(database, "ann");
});
afterAll(async () => {
  await http.close();
  await replay.close();
  await database.destroy();
});

async function run(ctx: Context, brokerId: string, parameters: Record<string, unknown>): Promise<string> {
  const { id } = await createQuery({ ctx, brokers, input: { name: "q", brokerId, parameters, groupId: null } });
  const { runId, finished } = await runQuery({ ctx, brokers, input: { id } });
  await finished;
  return runId;
}

const alertsOf = async (ctx: Context, runId: string) =>
  (await listRunAlerts(database.read, ctx.scope, { runId, limit: 50 })).items;

const make = (ctx: Context, runId: string, alertIds: string[]) =>
  createTargetsFromAlerts({ ctx, brokers, input: { runId, alertIds } });

/** As JPL Scout, but its orbits never come. */
const lateScout = defineBroker({
  ...scout.definition,
  connect: (connection) => ({ ...scout.definition.connect(connection), toTarget: () => new Promise(() => undefined) }),
});

const frozen = (name: string) => ({
  ...{ name, raDeg: 138, decDeg: 22, positionAt: null, lastRun: null, vMag: 18.6, absMag: null },
  ...{ facts: {}, elements: null },
});

const orbit = {
  scheme: "MPC_COMET" as const,
  epochOfElementsMjd: 60_000,
  argOfPerihelionDeg: 1,
  longAscNodeDeg: 2,
  inclinationDeg: 3,
  eccentricity: 0.5,
  perihelionDistanceAu: 0.9,
  epochOfPerihelionMjd: 60_010,
};

describe("alerts of what moves", () => {
  it("become targets with an orbit and no place, whatever stands where they are at the moment", async () => {
    await createTarget({ ctx: ann, input: { name: "A star", type: "SIDEREAL", raDeg: 138, decDeg: 22 } });
    const runId = await run(ann, "scout", {});
    const report = await make(ann, runId, ["Sar2667"]);
    expect(report).toMatchObject({ created: [{ alertId: "Sar2667" }], existing: [], nearby: [], failed: [] });
    expect(await getTarget(database.read, ann.scope, { id: report.created[0]?.targetId ?? "" })).toMatchObject({
      name: "Sar2667",
      type: "NON_SIDEREAL",
      raDeg: null,
      decDeg: null,
      scheme: "MPC_COMET",
      eccentricity: 0.4294,
      perihelionDistanceAu: 0.9273,
      extras: { neoScore: 100, positionRaDeg: 138 },
    });
    const toldIn = async (id: string) => (await alertsOf(ann, id)).find(({ alertId }) => alertId === "Sar2667")?.state;
    expect(await toldIn(runId)).toBe("new");
    expect(await toldIn(await run(ann, "scout", {}))).toBe("known");
  });

  it("are two objects where their designations differ in capitals only", async () => {
    const bea = await addUser(database, "bea");
    await createTarget({ ctx: bea, input: { name: "c4abcd1", type: "NON_SIDEREAL", ...orbit } });
    const runId = await run(bea, "scout", {});
    const report = await make(bea, runId, ["C4ABCD1"]);
    expect(report).toMatchObject({ created: [], existing: [] });
    expect(report.failed).toEqual([
      { alertId: "C4ABCD1", message: expect.stringContaining("There is a target c4abcd1, which is another object") },
    ]);
    expect((await alertsOf(bea, runId)).find(({ alertId }) => alertId === "C4ABCD1")).toMatchObject({
      state: "new",
      targetId: null,
    });
  });

  it("are left out when their orbit does not come in time, and never become fixed targets", async () => {
    const alerts = ["Sar2667"].map((name) => ({ alertId: name, url: "", raw: frozen(name) }));
    const late = createBrokerRegistry([lateScout()], { http, logger: silentLogger }).get("scout");
    for (const patienceMs of [0, 5])
      expect(await draftsOf(late, alerts, patienceMs)).toEqual([
        { alert: alerts[0], message: expect.stringMatching(/^Sar2667 moves: only its orbit makes it a target/) },
      ]);
  });
});

describe("alerts at a known solar-system object", () => {
  const flag = { name: "220", separationArcsec: 1 };
  const asteroid = { className: "Solar System MPC" };

  it("are flagged with its separation, from what the run froze", async () => {
    const eve = await addUser(database, "eve");
    const runId = await run(eve, "fink", asteroid);
    const of = { runId, alerts: await alertsOf(eve, runId) };
    const alerts = await withSolarSystem(database.read, eve.scope, brokers, of);
    expect(alerts).toMatchObject([{ alertId: "ZTF26aaaaaab", solarSystem: flag }]);
    const young = await run(eve, "fink", { className: "Early SN Ia candidate" });
    const others = { runId: young, alerts: await alertsOf(eve, young) };
    for (const { solarSystem } of await withSolarSystem(database.read, eve.scope, brokers, others))
      expect(solarSystem).toBeNull();
  });

  it("are proposed for no target that stands there, and linked to it by a name only", async () => {
    const fay = await addUser(database, "fay");
    const runId = await run(fay, "fink", asteroid);
    const alert = (await alertsOf(fay, runId)).find(({ alertId }) => alertId === "ZTF26aaaaaab");
    const input = { name: "A star", type: "SIDEREAL" as const, raDeg: alert?.raDeg, decDeg: alert?.decDeg };
    await createTarget({ ctx: fay, input });
    const made = await make(fay, runId, ["ZTF26aaaaaab"]);
    expect(made).toMatchObject({ created: [{ alertId: "ZTF26aaaaaab" }], nearby: [], existing: [] });
    expect(await make(fay, runId, ["ZTF26aaaaaab"])).toMatchObject({
      created: [],
      existing: [{ name: "ZTF26aaaaaab" }],
    });
  });

  it("are not linked for their place: the refusal names the one, and none of the others is linked", async () => {
    const hal = await addUser(database, "hal");
    const runId = await run(hal, "fink", asteroid);
    const alert = (await alertsOf(hal, runId)).find(({ alertId }) => alertId === "ZTF26aaaaaab");
    const input = { name: "A star too", type: "SIDEREAL" as const, raDeg: alert?.raDeg, decDeg: alert?.decDeg };
    const { id: targetId } = await createTarget({ ctx: hal, input });
    const { sightings } = await askBroker({ ctx: hal, brokers, input: { targetId, brokerId: "fink" } });
    const seen = sightings.map(({ alertId }) => ({ brokerId: "fink", alertId }));
    expect(seen).toContainEqual({ brokerId: "fink", alertId: "ZTF26aaaaaab" });
    await expect(linkSightings({ ctx: hal, brokers, input: { targetId, sightings: seen } })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fieldErrors: { sightings: [expect.stringMatching(/^ZTF26aaaaaab lies at a known solar-system object/)] },
    });
    expect(await listAlertLinks(database.read, hal.scope, targetId)).toEqual([]);
  });

  it("are left by a rule, whose trial says why", async () => {
    const gus = await addUser(database, "gus");
    const group = await addGroup(database, "Rule makers", [gus]);
    const rule = { groupId: group.id, scoreLimit: null, magMax: null, cap: 10 };
    const { id } = await createQuery({
      ctx: gus,
      brokers,
      input: { name: "q", brokerId: "fink", parameters: asteroid, groupId: null, rule },
    });
    const { runId, finished } = await runQuery({ ctx: gus, brokers, input: { id } });
    await finished;
    const trial = await tryRule({ ctx: gus, brokers, input: { id, runId, rule } });
    expect(trial.items.find(({ alertId }) => alertId === "ZTF26aaaaaab")).toMatchObject({
      would: "leave",
      why: "It lies at a known solar-system object (220, 1.0 arcsec away).",
      solarSystem: flag,
    });
    expect(trial.counts).toMatchObject({ fits: 0, create: 0, leave: 1 });
  });
});

describe("a place that was noted for a moving target", () => {
  it("proposes it to no alert and no new target", async () => {
    const dan = await addUser(database, "dan");
    const runId = await run(dan, "alerce", { survey: "ztf", objectId: "ZTF20aaelulu" });
    const [alert] = await alertsOf(dan, runId);
    const place = { raDeg: alert?.raDeg ?? 0, decDeg: alert?.decDeg ?? 0 };
    await createTarget({ ctx: dan, input: { name: "Passing by", type: "NON_SIDEREAL", ...place, ...orbit } });
    expect(await make(dan, runId, ["ZTF20aaelulu"])).toMatchObject({
      created: [{ alertId: "ZTF20aaelulu" }],
      nearby: [],
    });
  });
});
