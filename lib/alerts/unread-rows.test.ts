import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { type AlerceBench, startAlerce } from "@/tests/support/alerce";
import { createFetchPhotometryJob } from "./jobs/fetch-photometry";

let database: TestDatabase;
let bench: AlerceBench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await startAlerce();
});
afterAll(async () => {
  await bench.close();
  await database.destroy();
});

it("a row of a light curve that nobody can read costs no other, and is told by number", async () => {
  const ctx = await addUser(database, "ada");
  const target = await createTarget({ ctx, input: { name: "ZTF20aaelulu", raDeg: 185.7289, decDeg: 15.8236 } });
  const said: string[] = [];
  const job = createFetchPhotometryJob({ get: () => bench.broker } as unknown as BrokerRegistry);
  const fetch = () =>
    job.execute(
      { brokerId: "alerce", runId: null, items: [{ targetId: target.id, alertId: "ZTF20aaelulu" }] },
      {
        ...{ ctx, jobId: "job", attempt: 1, signal: new AbortController().signal },
        progress: (_done: number, _of: number, sentence?: string) => void said.push(sentence ?? ""),
      },
    );
  bench.change = (seen, answer) =>
    seen.url.pathname.endsWith("/lightcurve")
      ? { ...answer, body: String(answer.body).replace('"detections":[', '"detections":[{"mjd":"tonight"},7,') }
      : answer;
  const odd = (await fetch()) as { inserted: number; unread: number };
  expect(odd.unread).toBe(2);
  expect(said.at(-1)).toContain("2 rows of the broker could not be read");
  expect(odd.inserted).toBeGreaterThan(10);
});
