import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { createBrokerRegistry } from "@/lib/brokers/registry";
import { tns } from "@/lib/brokers/tns";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { createTarget } from "@/lib/targets/commands/create-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { addUser } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay.mjs";
import { bot } from "@/tests/support/tns";
import { askBroker } from "./commands/ask-broker";
import { createTargetsFromAlerts } from "./commands/create-targets";
import { refreshTarget } from "./commands/refresh-target";
import { runQuery } from "./commands/run-query";
import { createQuery } from "./commands/save-query";
import { createFetchPhotometryJob } from "./jobs/fetch-photometry";
import { listRunAlerts } from "./queries/list-run-alerts";

let database: TestDatabase;
let replay: Awaited<ReturnType<typeof startReplay>>;
let http: Http;
let brokers: BrokerRegistry;
let ann: Context;
let eve: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  replay = await startReplay({ corpusDir: null });
  http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host] });
  const entry = tns({ baseUrls: { api: replay.origin, reports: replay.origin }, credentials: bot });
  brokers = createBrokerRegistry([entry], { http, logger: silentLogger });
  ann = await addUser(database, "ann");
  eve = await addUser(database, "eve");
});
afterAll(async () => {
  await http.close();
  await replay.close();
  await database.destroy();
});

const place = { raDeg: 10, decDeg: 10 };
const targetNamed = (ctx: Context, name: string, aliases: string[] = []) =>
  createTarget({ ctx, input: { name, type: "SIDEREAL", ...place, aliases, visibility: "private" } });

async function search(ctx: Context, parameters: Record<string, unknown>) {
  const query = await createQuery({ ctx, brokers, input: { name: "q", brokerId: "tns", parameters } });
  const { runId, finished } = await runQuery({ ctx, brokers, input: { id: query.id } });
  await finished;
  return { runId, alerts: (await listRunAlerts(database.read, ctx.scope, { runId, limit: 50 })).items };
}

it("AT, SN or none before one designation is one name: known in a run, linked and not made twice", async () => {
  const target = await targetNamed(ann, "AT 2020oi");
  const { runId, alerts } = await search(ann, { objectId: "2020oi" });
  expect(alerts).toEqual([expect.objectContaining({ name: "SN2020oi", state: "known", targetId: target.id })]);
  const report = await createTargetsFromAlerts({ ctx: ann, brokers, input: { runId, alertIds: "all" } });
  expect(report).toMatchObject({ created: [], existing: [{ alertId: "2020oi", targetId: target.id }], nearby: [] });
});

it("an internal name that is an alias links as well", async () => {
  const target = await targetNamed(ann, "My favourite", ["ATLAS18qqn"]);
  const { runId } = await search(ann, { internalName: "ATLAS18qqn" });
  const report = await createTargetsFromAlerts({ ctx: ann, brokers, input: { runId, alertIds: ["2018cow"] } });
  expect(report.existing).toEqual([expect.objectContaining({ targetId: target.id })]);
});

it("a namesake that the reader may not see changes nothing for her", async () => {
  await targetNamed(ann, "SN2018gep");
  const { runId, alerts } = await search(eve, { internalName: "ZTF18abukavn" });
  expect(alerts).toEqual([expect.objectContaining({ state: "new", targetId: null })]);
  const report = await createTargetsFromAlerts({ ctx: eve, brokers, input: { runId, alertIds: "all" } });
  expect(report.created).toEqual([expect.objectContaining({ name: "SN2018gep" })]);
});

it("a target with nothing but an IAU name is known to the TNS", async () => {
  const target = await targetNamed(eve, "SN 2019np");
  expect((await refreshTarget({ ctx: eve, brokers, input: { targetId: target.id } })).jobIds).toHaveLength(1);
});

it("a target that waits to be fetched is not put into the queue a second time", async () => {
  const { id } = await targetNamed(eve, "SN 2019ab");
  const refresh = async () => (await refreshTarget({ ctx: eve, brokers, input: { targetId: id } })).jobId;
  const first = await refresh();
  expect(await refresh()).toBe(first);
  const other = await targetNamed(eve, "SN 2019ac");
  expect((await refreshTarget({ ctx: eve, brokers, input: { targetId: other.id } })).jobId).not.toBe(first);
  await database.write((tx) => tx.run(sql`UPDATE jobs SET status = 'done' WHERE id = ${first}`));
  expect(await refresh()).not.toBe(first);
});

describe("an object that the TNS has renamed", () => {
  const refreshed = async (ctx: Context, targetId: string, alertId: string): Promise<void> => {
    const call = { ctx, jobId: "j", attempt: 1, progress() {}, signal: new AbortController().signal };
    const payload = { brokerId: "tns", runId: null, items: [{ targetId, alertId }] };
    expect(await createFetchPhotometryJob(brokers).execute(payload, call)).toMatchObject({ failed: [] });
  };
  const namesOf = async (ctx: Context, id: string): Promise<string[]> => {
    const { name, aliases } = await getTarget(database.read, ctx.scope, { id });
    return [name, ...aliases];
  };

  it.each([
    ["AT2020oi", [], ["SN2020oi", "AT2020oi"]],
    ["TDE 2020oi", ["my own"], ["SN2020oi", "TDE 2020oi", "my own"]],
    ["2020oi", [], ["SN2020oi", "2020oi"]],
    ["Mine", ["AT 2020oi"], ["Mine", "AT 2020oi", "SN2020oi"]],
    ["sn 2020-oi", [], ["sn 2020-oi"]],
    // What nobody has classified at the TNS is no reason to forget what people here call it.
    ["TDE 2018cow", [], ["TDE 2018cow"]],
  ])("is renamed with a refresh of its target %s, and keeps the old name", async (name, aliases, renamed) => {
    const someone = await addUser(database, `someone-${name.replaceAll(" ", "-").toLowerCase()}`);
    const { id } = await targetNamed(someone, name, aliases);
    await refreshed(someone, id, name);
    expect(await namesOf(someone, id)).toEqual(renamed);
    await refreshed(someone, id, name);
    expect(await namesOf(someone, id)).toEqual(renamed);
  });

  it("is renamed when somebody who may change its target looks it up, and by nobody else", async () => {
    const pat = await addUser(database, "pat");
    const target = await createTarget({
      ctx: pat,
      input: { name: "AT 2020oi", type: "SIDEREAL", ...place, aliases: [], visibility: "public" },
    });
    const look = (ctx: Context) => askBroker({ ctx, brokers, input: { targetId: target.id, brokerId: "tns" } });
    expect(await look(await addUser(database, "quinn"))).toMatchObject({ message: null });
    expect(await namesOf(pat, target.id)).toEqual(["AT 2020oi"]);
    await look(pat);
    expect(await namesOf(pat, target.id)).toEqual(["SN2020oi", "AT 2020oi"]);
  });

  it("is left as it is where another target holds the new name", async () => {
    const kim = await addUser(database, "kim");
    const { id } = await targetNamed(kim, "AT2018gep");
    const leo = await addUser(database, "leo");
    const input = { name: "SN 2018gep", type: "SIDEREAL", ...place, visibility: "public" } as const;
    const other = await createTarget({ ctx: leo, input });
    await refreshed(kim, id, "AT2018gep");
    expect([await namesOf(kim, id), await namesOf(leo, other.id)]).toEqual([["AT2018gep"], ["SN 2018gep"]]);
  });
});
