import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type AckLog, compareAcks, openAckLog } from "@/tests/support/ack-log";
import { freshDataDir, type RunningApp, startApp } from "@/tests/support/app";
import { freePort } from "@/tests/support/free-port";
import { type SignedIn, signIn } from "@/tests/support/sign-in";

// `npm run test:faults` runs at length, `npm test` as smoke.
const isLong = process.env.TOM_FAULTS === "long";
const kills = isLong ? 50 : 3;
const password = "faults-quiet-meridian-52";
const lanes = 4;

let running: RunningApp | null = null;
afterEach(async () => {
  await running?.kill9();
  running = null;
});

type Place = { dataDir: string; port: number; log: string };

const place = async (): Promise<Place> => {
  const dataDir = freshDataDir();
  return { dataDir, port: await freePort(), log: join(dataDir, "acks.log") };
};

const start = async ({ dataDir, port }: Place): Promise<RunningApp> => {
  running = await startApp({ dataDir, port, env: { TOM_DEMO_PASSWORD: password, TOM_RATE_LIMIT: "0" } });
  return running;
};

/** One target, asked for and, if the answer says so, acknowledged. False when the line broke before an answer. */
async function writeOne(app: RunningApp, { headers }: SignedIn, log: AckLog, name: string): Promise<boolean> {
  log.asked(name);
  let answer: Response;
  try {
    answer = await fetch(`${app.origin}/api/v1/targets`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ name, type: "SIDEREAL", raDeg: (name.length * 37) % 360, decDeg: 10 }),
    });
    await answer.arrayBuffer();
  } catch {
    return false;
  }
  if (answer.status === 503) return false;
  expect(answer.status, name).toBe(201);
  log.acknowledged(name);
  return true;
}

/** Writes on several lanes until the line breaks. */
async function writeUntilBroken(app: RunningApp, who: SignedIn, log: AckLog, round: number): Promise<void> {
  const lane = async (number: number): Promise<void> => {
    for (let index = 0; await writeOne(app, who, log, `ack-${round}-${number}-${index}`); index += 1);
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
}

/** Names of all targets that the writer's rounds left. */
async function storedNames(app: RunningApp, { headers }: SignedIn): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const query: URLSearchParams = new URLSearchParams({ q: "ack-", limit: "200", ...(cursor ? { cursor } : {}) });
    const answer = await fetch(`${app.origin}/api/v1/targets?${query}`, { headers });
    expect(answer.status).toBe(200);
    const page = (await answer.json()) as { items: { name: string }[]; nextCursor: string | null };
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return names;
}

/** Until this many writes are acknowledged, counted from outside. */
async function acknowledged(log: string, more: number): Promise<void> {
  const before = compareAcks(log, []).acknowledgedCount;
  while (compareAcks(log, []).acknowledgedCount < before + more) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("acknowledged writes", () => {
  it(`outlive kill -9 of the web process, ${kills} times under writes: none lost, none twice`, {
    timeout: 60_000 + kills * 10_000,
  }, async () => {
    const where = await place();
    const log = openAckLog(where.log);
    for (let round = 0; round < kills; round += 1) {
      const app = await start(where);
      const who = await signIn(app.origin, "demo", password);
      const writing = writeUntilBroken(app, who, log, round);
      await acknowledged(where.log, 5 + (round % 7));
      await app.kill9();
      await writing;
    }
    log.close();
    const app = await start(where);
    const report = compareAcks(where.log, await storedNames(app, await signIn(app.origin, "demo", password)));
    expect(report.acknowledgedCount).toBeGreaterThanOrEqual(kills * 5);
    expect(report).toMatchObject({ lost: [], duplicated: [], strangers: [] });
  });

  it("outlive SIGTERM under load, and every request that was taken gets its answer", async () => {
    const where = await place();
    const log = openAckLog(where.log);
    const app = await start(where);
    const writing = writeUntilBroken(app, await signIn(app.origin, "demo", password), log, 0);
    await acknowledged(where.log, 20);
    expect(await app.stop()).toBe(0);
    await writing;
    log.close();
    const again = await start(where);
    const report = compareAcks(where.log, await storedNames(again, await signIn(again.origin, "demo", password)));
    expect(report).toMatchObject({ lost: [], duplicated: [], strangers: [] });
    // What was stored without an acknowledgement is at most the one request a lane had under way.
    expect(report.askedCount - report.acknowledgedCount).toBeLessThanOrEqual(lanes);
  });
});
