import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { createTarget } from "@/lib/targets/commands/create-target";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { listHistory } from "@/lib/targets/queries/list-history";
import { addUser, nobody } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { askBroker } from "./commands/ask-broker";
import { linkSightings } from "./commands/link-sightings";
import { unlinkAlert } from "./commands/unlink-alert";
import { fetchedSchema } from "./fetched-schema";
import { createFetchPhotometryJob } from "./jobs/fetch-photometry";
import { listBrokerViews } from "./queries/list-broker-views";
import { listAlertLinks } from "./queries/list-links";

let database: TestDatabase;
let brokers: BrokerRegistry;
let replay: Awaited<ReturnType<typeof startReplay>>;
let skippedMs = 0;
let ann: Context;
let eve: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  const http = createHttp({
    allowPrivateHosts: [new URL(replay.origin).host],
    limits: { timeoutMs: 2_000, retries: 0 },
    nowMs: () => performance.now() + skippedMs,
  });
  const entry = alerce({ baseUrls: { ztf: replay.origin, lsst: replay.origin } });
  brokers = createBrokerRegistry([entry], { http, logger: silentLogger });
  [ann, eve] = [await addUser(database, "ann"), await addUser(database, "eve")];
});
afterAll(async () => {
  await replay.close();
  await database.destroy();
});
beforeEach(async () => {
  skippedMs = 0;
  await fetch(`${replay.origin}/__replay/reset`, { method: "POST" });
});

let made = 0;
const target = async (own: object = {}): Promise<string> => {
  made += 1;
  const place = { raDeg: 185.7288755, decDeg: 15.8236308 };
  const input = { name: `Ann's ${made}`, type: "SIDEREAL" as const, visibility: "private" as const, ...place, ...own };
  return (await createTarget({ ctx: ann, input })).id;
};
const ask = (ctx: Context, targetId: string) => askBroker({ ctx, brokers, input: { targetId, brokerId: "alerce" } });
const link = (ctx: Context, targetId: string, alertId: string) =>
  linkSightings({ ctx, brokers, input: { targetId, sightings: [{ brokerId: "alerce", alertId }] } });

describe("what brokers say of a target", () => {
  it("is kept for those who see the target, and told to nobody else", async () => {
    const id = await target();
    const view = await ask(ann, id);
    expect(view).toMatchObject({ status: "found", brokerId: "alerce" });
    expect(await listBrokerViews(database.read, ann.scope, id)).toEqual([view]);
    await expect(ask(eve, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const scope of [eve.scope, nobody(database).scope])
      await expect(listBrokerViews(database.read, scope, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is replaced by the next answer, also by a failure, which says why", async () => {
    const id = await target();
    await ask(ann, id);
    const elsewhere = { raDeg: 185.7288755, decDeg: -15.8 };
    await fetch(`${replay.origin}/__replay/fault`, {
      method: "POST",
      body: JSON.stringify({ kind: "status", status: 500 }),
    });
    const other = await target(elsewhere);
    expect(await ask(ann, other)).toMatchObject({ status: "failed", sightings: [] });
    expect(await listBrokerViews(database.read, ann.scope, other)).toMatchObject([
      { message: expect.stringContaining("ALeRCE") },
    ]);
    expect(await listBrokerViews(database.read, ann.scope, id)).toMatchObject([{ status: "found" }]);
  });

  it("carries the time at which the broker was asked, also where its answer was kept for an earlier question", async () => {
    const place = { raDeg: 185.7288755, decDeg: 15.82363 };
    const [first, second] = [await target(place), await target(place)];
    const { askedAt } = await ask(ann, first);
    const later = { ...ann, clock: { now: () => new Date(Date.parse(askedAt) + 30_000) } };
    skippedMs = 30_000;
    const again = await ask(later, second);
    expect(Math.abs(Date.parse(again.askedAt) - Date.parse(askedAt))).toBeLessThan(5_000);
    expect(await listBrokerViews(database.read, ann.scope, second)).toEqual([again]);
  });

  it("is never asked at a fixed place for what moves", async () => {
    const id = await target({
      type: "NON_SIDEREAL",
      raDeg: undefined,
      decDeg: undefined,
      scheme: "MPC_COMET",
      epochOfElementsMjd: 60000,
      argOfPerihelionDeg: 0,
      longAscNodeDeg: 0,
      inclinationDeg: 0,
      eccentricity: 0.9,
      perihelionDistanceAu: 1,
      epochOfPerihelionMjd: 60000,
    });
    expect(await ask(ann, id)).toMatchObject({ status: "unavailable", sightings: [] });
  });
});

describe("linking what was found", () => {
  it("links the object, once, and fetches its light curve in the background", async () => {
    const id = await target();
    const [seen] = (await ask(ann, id)).sightings;
    expect(await link(ann, id, seen?.alertId ?? "")).toMatchObject({ linked: 1, jobIds: [expect.any(String)] });
    await link(ann, id, seen?.alertId ?? "");
    expect(await listAlertLinks(database.read, ann.scope, id)).toMatchObject([{ brokerId: "alerce", url: seen?.url }]);
    const kinds = (await database.read.select({ kind: jobs.kind }).from(jobs)).map(({ kind }) => kind);
    expect(kinds).toContain("alerts.fetchPhotometry");
    expect((await ask(ann, id)).sightings[0]).toMatchObject({ foundBy: "link" });
  });

  it("takes only what the broker was seen to have, from those who may change the target", async () => {
    const id = await target({ visibility: "public" });
    const [seen] = (await ask(ann, id)).sightings;
    await expect(link(ann, id, "ZTF99zzzzzzz")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(link(eve, id, seen?.alertId ?? "")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await listAlertLinks(database.read, ann.scope, id)).toEqual([]);
  });
});

describe("unlinking", () => {
  const unlink = (ctx: Context, targetId: string, alertId: string) =>
    unlinkAlert({ ctx, input: { targetId, brokerId: "alerce", alertId } });

  it("takes the link away and leaves a line in the target's history", async () => {
    const id = await target();
    const [seen] = (await ask(ann, id)).sightings;
    const alertId = seen?.alertId ?? "";
    await link(ann, id, alertId);
    await unlink(ann, id, alertId);
    expect(await listAlertLinks(database.read, ann.scope, id)).toEqual([]);
    const { items } = await listHistory(database.read, ann.scope, { id });
    expect(items.map(({ verb }) => verb)).toContain("alert.unlink");
    await expect(unlink(ann, id, alertId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is for those who may change the target", async () => {
    const id = await target({ visibility: "public" });
    const [seen] = (await ask(ann, id)).sightings;
    await link(ann, id, seen?.alertId ?? "");
    await expect(unlink(eve, id, seen?.alertId ?? "")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await listAlertLinks(database.read, ann.scope, id)).toHaveLength(1);
  });
});

describe("photometry that is fetched anew", () => {
  it("says when it comes from an answer that was kept, and dates the link by it", async () => {
    const id = await target();
    await ask(ann, id);
    await link(ann, id, "ZTF20aaelulu");
    const told: string[] = [];
    const call = {
      ctx: ann,
      jobId: "j",
      attempt: 1,
      progress: (_: number, __: number | null, text?: string) => void told.push(text ?? ""),
      signal: new AbortController().signal,
    };
    const payload = { brokerId: "alerce", runId: null, items: [{ targetId: id, alertId: "ZTF20aaelulu" }] };
    const job = createFetchPhotometryJob(brokers);
    skippedMs = 2 * 86_400_000;
    expect(fetchedSchema.parse(await job.execute(payload, call)).ageMs).toBe(0);
    expect(told.at(-1)).not.toContain("ago");
    skippedMs += 60_000;
    expect(fetchedSchema.parse(await job.execute(payload, call)).ageMs).toBeGreaterThanOrEqual(50_000);
    const [linked] = await listAlertLinks(database.read, ann.scope, id);
    const ageMs = ann.clock.now().getTime() - Date.parse(linked?.fetchedAt ?? "");
    expect(ageMs).toBeGreaterThanOrEqual(50_000);
    expect(told.at(-1)).toMatch(/0 points added, .*; from the answer of (5\d|6\d) s ago$/);
  });
});

// Last: the clock of the waits for a host does not go back.
describe("an answer that comes late", () => {
  it("never becomes the answer for a target that came after one that was deleted meanwhile", async () => {
    skippedMs = 7 * 86_400_000;
    const id = await target();
    await fetch(`${replay.origin}/__replay/fault`, { method: "POST", body: JSON.stringify({ kind: "hang" }) });
    const answer = ask(ann, id);
    const asked = async () => ((await (await fetch(`${replay.origin}/__replay/requests`)).json()) as unknown[]).length;
    await expect.poll(asked).toBeGreaterThan(0);
    await deleteTarget({ ctx: ann, input: { id } });
    const place = { raDeg: 10, decDeg: 10 };
    const hers = await createTarget({
      ctx: eve,
      input: { name: "Eve's", type: "SIDEREAL", visibility: "private", ...place },
    });
    await expect(answer).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listBrokerViews(database.read, eve.scope, hers.id)).toEqual([]);
  });
});
