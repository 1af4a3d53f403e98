import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { peopleOfTarget } from "@/lib/access/queries/people-of-target";
import { createFetchPhotometryJob } from "@/lib/alerts/jobs/fetch-photometry";
import { isoToMjd } from "@/lib/astro/time";
import { alerce } from "@/lib/brokers/alerce";
import type { AlerceAlert } from "@/lib/brokers/alerce/mapping";
import { antares } from "@/lib/brokers/antares";
import { collectAlerts } from "@/lib/brokers/collect";
import { fink } from "@/lib/brokers/fink";
import { lasair } from "@/lib/brokers/lasair";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { tns } from "@/lib/brokers/tns";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser, house } from "@/lib/targets/testing";
import { seedPeople } from "@/lib/web/demo/seed-people";
import { seedTargets } from "@/lib/web/demo/seed-targets";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";

/** What a newcomer without a network does: the stand-in answers from our fixtures alone. */

let database: TestDatabase;
let brokers: BrokerRegistry;
let replay: Awaited<ReturnType<typeof startReplay>>;
let ann: Context;
let sn2020oi: string;

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  const { env } = replay;
  const http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host] });
  const entries = [
    alerce({ baseUrls: { ztf: env.ALERCE_URL, lsst: env.ALERCE_LSST_URL } }),
    antares({ baseUrls: { api: env.ANTARES_URL } }),
    fink({ baseUrls: { ztf: env.FINK_ZTF_URL, lsst: env.FINK_LSST_URL } }),
    lasair({
      baseUrls: { ztf: env.LASAIR_ZTF_URL, lsst: env.LASAIR_LSST_URL },
      credentials: { ztf: env.LASAIR_ZTF_TOKEN, lsst: env.LASAIR_LSST_TOKEN },
    }),
    tns({
      baseUrls: { api: env.TNS_URL },
      credentials: { apiKey: env.TNS_API_KEY, botId: env.TNS_BOT_ID, botName: env.TNS_BOT_NAME },
    }),
  ];
  brokers = createBrokerRegistry(entries, { http, logger: silentLogger });
  ann = await addUser(database, "ann", "admin");
  const groups = await seedPeople(house(database), "quiet meridian lanterns 52");
  sn2020oi = (await seedTargets(house(database), groups)).get("SN 2020oi") ?? "";
});
afterAll(async () => {
  await replay.close();
  await database.destroy();
});

const pointsOf = async (targetId: string) =>
  (await listPhotometry(database.read, ann.scope, { targetId, limit: 200 })).items;

async function fetchFrom(targetId: string, brokerId: string, alertId: string) {
  await createFetchPhotometryJob(brokers).execute(
    { brokerId, runId: null, items: [{ targetId, alertId }] },
    { ctx: ann, jobId: "job", attempt: 1, progress: () => undefined, signal: new AbortController().signal },
  );
  return pointsOf(targetId);
}

describe("without a network", () => {
  it("a mail to the people of a target of the demo has somebody to go to, under a domain that is nobody's", async () => {
    const people = await peopleOfTarget(database.read, house(database).scope, sn2020oi);
    expect(people.map(({ username, email }) => [username, email])).toEqual([
      ["demo", "demo@example.org"],
      ["observer", "observer@example.org"],
    ]);
  });

  it("whoever switched mail off is none of the people of a target that can be written to", async () => {
    const choose = (mail: number) =>
      database.write((tx) => tx.run(sql`UPDATE users SET mail_notifications = ${mail} WHERE username = 'observer'`));
    await choose(0);
    const people = await peopleOfTarget(database.read, house(database).scope, sn2020oi);
    await choose(1);
    expect(people.map(({ username }) => username)).toEqual(["demo"]);
  });

  it("the example of ALeRCE, without its date, finds at least three candidates, each with a light curve of its dates", async () => {
    const broker = brokers.get("alerce");
    const [example] = broker.queryForm.examples;
    const { firstAfter, ...asked } = example?.parameters ?? {};
    expect(firstAfter).toBe("P3D");
    const found = await collectAlerts(broker.connect(), broker.parseParameters(asked), { maxAlerts: 100 });
    expect(found.error).toBeNull();
    expect(found.alerts.length).toBeGreaterThanOrEqual(3);
    for (const { generic, alert } of found.alerts) {
      const { oid, raDeg, decDeg, firstMjd, lastMjd, detections } = alert as AlerceAlert;
      const { id } = await createTarget({
        ctx: ann,
        input: {
          name: `Found ${generic.name}`,
          type: "SIDEREAL",
          visibility: "private",
          raDeg: raDeg ?? 0,
          decDeg: decDeg ?? 0,
        },
      });
      const times = (await fetchFrom(id, "alerce", oid))
        .filter(({ mag }) => mag !== null)
        .map(({ observedAt }) => isoToMjd(observedAt));
      expect(times, oid).toHaveLength(detections ?? -1);
      expect(Math.min(...times), oid).toBeCloseTo(firstMjd ?? 0, 6);
      expect(Math.max(...times), oid).toBeCloseTo(lastMjd ?? 0, 6);
    }
  });

  it("no broker changes a value of the demo's SN 2020oi, and those of ZTF's alerts add no point to it", async () => {
    const id = sn2020oi;
    const values = (points: Awaited<ReturnType<typeof pointsOf>>) => points.map(({ via, ...point }) => point);
    const before = values(await pointsOf(id));
    expect(before.length).toBeGreaterThan(70);
    for (const [brokerId, alertId] of [
      ["alerce", "ZTF20aaelulu"],
      ["antares", "ANT2020aelulu"],
      ["fink", "ZTF20aaelulu"],
      ["lasair", "ZTF20aaelulu"],
    ] as const) {
      const after = await fetchFrom(id, brokerId, alertId);
      expect(values(after), brokerId).toEqual(before);
      expect(after.filter(({ via }) => via.includes(brokerId)).length, brokerId).toBeGreaterThanOrEqual(10);
    }
    const withTns = await fetchFrom(id, "tns", "2020oi");
    expect(withTns.filter(({ revision }) => revision > 1)).toEqual([]);
    expect(withTns.filter(({ via }) => via.includes("tns")).length).toBeGreaterThanOrEqual(3);
  });
});
