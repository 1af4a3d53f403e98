import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { mybroker } from "@/lib/brokers/mybroker";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { type Answer, type FaultServer, startFaultServer } from "@/lib/http/testing/fault-server";
import type { Http } from "@/lib/http/types";
import { addUser } from "@/lib/targets/testing";
import { runQuery } from "./commands/run-query";
import { createQuery } from "./commands/save-query";
import { getRun } from "./queries/get-run";
import { listBrokers } from "./queries/list-brokers";

const list = JSON.stringify([{ id: 7, name: "Vega", ra: 279.23, dec: 38.78 }]);

let database: TestDatabase;
let server: FaultServer;
let http: Http;
let brokers: BrokerRegistry;
let ann: Context;
let answers: Answer[] = [];
let skippedMs = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  ann = await addUser(database, "ann");
  server = await startFaultServer(() => answers.shift() ?? { body: list });
});
afterAll(async () => {
  await http.close();
  await server.close();
  await database.destroy();
});
beforeEach(() => {
  skippedMs = 0;
  http = createHttp({ allowPrivateHosts: [server.hostAndPort], nowMs: () => performance.now() + skippedMs });
  brokers = createBrokerRegistry([mybroker({ baseUrls: { list: `${server.origin}/list.json` } })], {
    http,
    logger: silentLogger,
  });
});

async function start() {
  const query = await createQuery({
    ctx: ann,
    brokers,
    input: { name: "q", brokerId: "mybroker", parameters: { name: "Vega" } },
  });
  const { runId, finished } = await runQuery({ ctx: ann, brokers, input: { id: query.id } });
  return { read: () => getRun(database.read, ann.scope, runId), finished };
}
const card = async () => (await listBrokers(database.read, brokers))[0]?.waitText;

it("a run that has to wait says so while it waits, on the broker's card too, and then goes on", async () => {
  answers = [{ status: 429, headers: { "retry-after": "3" } }];
  const { read, finished } = await start();
  await vi.waitFor(async () =>
    expect(await read()).toMatchObject({ status: "running", feedback: "MyBroker asks to wait 3 s." }),
  );
  expect(await card()).toMatch(/^MyBroker asks to wait [23] s\.$/);
  // The waiting request sleeps on a real clock; whoever comes next finds the pause over.
  skippedMs = 5_000;
  const next = await start();
  await Promise.all([finished, next.finished]);
  expect(await read()).toMatchObject({ status: "done", feedback: null, counts: { total: 1 } });
  expect(await card()).toBeNull();
});

it("a run that would have to wait for long fails at once with the time to wait", async () => {
  answers = [{ status: 429, headers: { "retry-after": "60" } }];
  const { read, finished } = await start();
  await finished;
  expect(await read()).toMatchObject({ status: "failed", feedback: "MyBroker is busy and asks to wait 60 s." });
  expect(await card()).toMatch(/^MyBroker asks to wait (59|60) s\.$/);
});

it("the same question is put once within the broker's cache time, and the run says that the answer is an old one", async () => {
  const before = server.seen.length;
  await (await start()).finished;
  skippedMs = 40_000;
  const { read, finished } = await start();
  await finished;
  expect(server.seen.length - before).toBe(1);
  expect(await read()).toMatchObject({ status: "done", counts: { total: 1 } });
  expect((await read()).feedback).toMatch(/^MyBroker was asked the same 40 s ago; its answer of then is used again\.$/);
  skippedMs = 61_000;
  await (await start()).finished;
  expect(server.seen.length - before).toBe(2);
});
