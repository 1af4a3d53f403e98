import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { createBrokerRegistry } from "@/lib/brokers/registry";
import { tns } from "@/lib/brokers/tns";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { startReplay } from "@/scripts/brokers-replay.mjs";
import { bot } from "@/tests/support/tns";
import { createTargetsFromAlerts } from "./commands/create-targets";
import { refreshTarget } from "./commands/refresh-target";
import { runQuery } from "./commands/run-query";
import { createQuery } from "./commands/save-query";
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
