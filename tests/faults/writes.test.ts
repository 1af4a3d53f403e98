import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type AckLog, type AckReport, compareAcks, countAcks, openAckLog } from "@/tests/support/ack-log";
import { freshDataDir, type RunningApp, startApp } from "@/tests/support/app";
import { freePort } from "@/tests/support/free-port";
import { type SignedIn, signIn } from "@/tests/support/sign-in";
import { sound, soundnessOf } from "@/tests/support/soundness";

// `npm run test:faults` runs at length, `npm test` as smoke.
const isLong = process.env.TOM_FAULTS === "long";
const kills = isLong ? 50 : 5;
/** At length 10,000 writes are acknowledged before the last kill. */
const acksBefore = (round: number): number => (isLong ? 200 : 5) + (round % 7);
const drains = isLong ? 20 : 1;
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
    for (let index = 0; await writeOne(app, who, log, `ack-r${round}l${number}n${index}`); index += 1);
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
}

/** Every item of a list of the API, page by page. */
async function everyItem<T>(app: RunningApp, { headers }: SignedIn, path: string, query: object): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const asked: URLSearchParams = new URLSearchParams({ ...query, limit: "200", ...(cursor ? { cursor } : {}) });
    const answer = await fetch(`${app.origin}${path}?${asked}`, { headers });
    expect(answer.status).toBe(200);
    const page = (await answer.json()) as { items: T[]; nextCursor: string | null };
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

type Stored = { id: string; name: string };
type Run = { objectId: string; status: string };

/** All targets that the writer's rounds left, when the handler has run for each of them. */
async function storedAndHandled(app: RunningApp, who: SignedIn): Promise<string[]> {
  const stored = await everyItem<Stored>(app, who, "/api/v1/targets", { q: "ack-" });
  for (;;) {
    const runs = await everyItem<Run>(app, who, "/api/v1/hook-runs", { handler: "crossMatch" });
    const done = new Set(runs.flatMap(({ objectId, status }) => (status === "done" ? [objectId] : [])));
    if (stored.every(({ id }) => done.has(id))) return stored.map(({ name }) => name);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The last start after the faults: what is stored against what was acknowledged, then the file itself. */
async function expectNothingLost(where: Place): Promise<AckReport> {
  const app = await start(where);
  const names = await storedAndHandled(app, await signIn(app.origin, "demo", password));
  const report = compareAcks(where.log, names);
  expect(report).toMatchObject({ lost: [], duplicated: [], strangers: [] });
  expect(await app.stop()).toBe(0);
  running = null;
  expect(await soundnessOf(join(where.dataDir, "tom.db"))).toEqual(sound);
  return report;
}

/** Until this many writes are acknowledged, counted from outside; a writer that fails ends the wait. */
const acknowledged = (log: string, more: number, writing: Promise<void>): Promise<void> =>
  Promise.race([counted(log, more), writing]);

async function counted(log: string, more: number): Promise<void> {
  const before = countAcks(log);
  while (countAcks(log) < before + more) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("acknowledged writes", () => {
  it(`outlive kill -9 of the web process, ${kills} times under writes: none lost, none twice, every event handled, the file sound`, {
    timeout: 120_000 + kills * 15_000,
  }, async () => {
    const where = await place();
    const log = openAckLog(where.log);
    for (let round = 0; round < kills; round += 1) {
      const app = await start(where);
      const who = await signIn(app.origin, "demo", password);
      const writing = writeUntilBroken(app, who, log, round);
      await acknowledged(where.log, acksBefore(round), writing);
      await app.kill9();
      await writing;
    }
    log.close();
    const report = await expectNothingLost(where);
    expect(report.acknowledgedCount).toBeGreaterThanOrEqual(kills * acksBefore(0));
  });

  it(`outlive SIGTERM under load, ${drains} times: it exits 0, and every request that was taken gets its answer`, {
    timeout: 60_000 + drains * 15_000,
  }, async () => {
    const where = await place();
    const log = openAckLog(where.log);
    for (let round = 0; round < drains; round += 1) {
      const app = await start(where);
      const writing = writeUntilBroken(app, await signIn(app.origin, "demo", password), log, round);
      await acknowledged(where.log, 20, writing);
      expect(await app.stop()).toBe(0);
      await writing;
    }
    log.close();
    expect((await expectNothingLost(where)).unanswered).toEqual([]);
  });
});
