import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hookRuns, jobs, outbox } from "@/db/schema/events";
import { mails } from "@/db/schema/mail";
import { notifications } from "@/db/schema/notifications";
import { sessions, signInAttempts } from "@/db/schema/people";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Clock, fixedClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { addUser } from "@/lib/targets/testing";
import { cleanUp } from "./clean-up";
import { type PeriodicTask, runDueTasks, untilNextLook } from "./periodic";

const nowMs = Date.parse("2026-11-21T12:00:00.000Z");
const daysAgo = (days: number): string => new Date(nowMs - days * 86_400_000).toISOString();
const retentionDays = { outbox: 30, runs: 90, jobs: 7, idempotencyKeys: 1, frozenAlerts: null };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.destroy());

const event = (id: string, days: number) => ({
  id,
  event: "target_post_save",
  objectType: "target",
  objectId: id,
  payload: {},
  actor: {},
  createdAt: daysAgo(days),
  relayedAt: daysAgo(days),
});

const run = (id: string, outboxPk: number, days: number, status: "done" | "queued") => ({
  id,
  outboxPk,
  hook: "target_post_save",
  handler: "one",
  objectType: "target",
  objectId: id,
  status,
  dueAt: daysAgo(days),
  createdAt: daysAgo(days),
});

it("deletes what is past its retention, keeps what has not ended, and keeps an event for as long as a run tells of it", async () => {
  const ctx = await addUser(database, "ada");
  const userPk = ctx.actor.kind === "user" ? ctx.actor.userPk : -1;
  await database.write(async (tx) => {
    await tx.insert(outbox).values([event("old", 100), event("kept", 60), event("bare", 60), event("new", 1)]);
    await tx.insert(outbox).values({ ...event("waiting", 60), relayedAt: null });
    await tx.insert(hookRuns).values([run("r-old", 1, 100, "done"), run("r-kept", 2, 60, "done")]);
    const job = { kind: "k", payload: {}, dueAt: daysAgo(8), createdAt: daysAgo(8) };
    await tx.insert(jobs).values([
      { ...job, id: "j-done", status: "done" },
      { ...job, id: "j-waits", status: "queued" },
    ]);
    const mail = { to: "ada@example.org", subject: "S", body: "B", askedBy: "system:test", createdAt: daysAgo(100) };
    await tx.insert(mails).values([
      { ...mail, id: "m-sent", state: "sent" },
      { ...mail, id: "m-waits", state: "queued" },
      { ...mail, id: "m-new", state: "unsent", createdAt: daysAgo(1) },
    ]);
    const notice = { userPk, kind: "test", title: "T", body: "B", href: "/" };
    await tx.insert(notifications).values([
      { ...notice, id: "n-old", key: "1", createdAt: daysAgo(100) },
      { ...notice, id: "n-new", key: "2", createdAt: daysAgo(1) },
    ]);
    const session = { userPk, createdAt: daysAgo(40), lastSeenAt: daysAgo(40) };
    await tx.insert(sessions).values([
      { ...session, id: "s1", secretHash: "1", expiresAt: daysAgo(10) },
      { ...session, id: "s2", secretHash: "2", expiresAt: daysAgo(-1) },
    ]);
    const attempt = { usernameKey: "ada", network: "n", succeeded: false };
    await tx.insert(signInAttempts).values([
      { ...attempt, at: daysAgo(31) },
      { ...attempt, at: daysAgo(1) },
    ]);
  });
  const clock = fixedClock(new Date(nowMs).toISOString());
  const gone = await cleanUp({ database, clock, logger: silentLogger, retentionDays });
  expect(gone).toEqual({
    "hook runs": 1,
    events: 2,
    jobs: 1,
    mails: 1,
    notifications: 1,
    "idempotency keys": 0,
    sessions: 1,
    "sign-in attempts": 1,
  });
  const ids = (await database.read.select({ id: outbox.id }).from(outbox)).map((row) => row.id);
  expect(ids).toEqual(["kept", "new", "waiting"]);
});

it("deletes many rows in small transactions", async () => {
  for (let from = 0; from < 1_200; from += 400) {
    await database.write((tx) =>
      tx.insert(outbox).values(Array.from({ length: 400 }, (_, n) => event(`e${from + n}`, 50))),
    );
  }
  const before = database.gate.counts().writes;
  const clock = fixedClock(new Date(nowMs).toISOString());
  expect((await cleanUp({ database, clock, logger: silentLogger, retentionDays })).events).toBe(1_200);
  expect(database.gate.counts().writes - before).toBeGreaterThanOrEqual(3);
});

it("runs a periodic task once when it is due, once after a long stop, and again after one that failed", async () => {
  let at = nowMs;
  const clock: Clock = { now: () => new Date(at) };
  const runs: string[] = [];
  const tasks: PeriodicTask[] = [
    { name: "daily", everyMs: 86_400_000, run: async () => void runs.push("daily") },
    { name: "broken", everyMs: 86_400_000, run: () => Promise.reject(new Error("no")) },
  ];
  const due = () => runDueTasks({ database, clock, logger: silentLogger, tasks });
  await due();
  await due();
  at += 3_600_000;
  await due();
  expect(runs).toHaveLength(1);
  at += 10 * 86_400_000;
  await due();
  await due();
  expect(runs).toHaveLength(2);
  const marks = await database.read.all<{ value: string }>(sql`SELECT value FROM meta WHERE key = 'task.daily'`);
  expect(marks[0]?.value).toBe(new Date(at).toISOString());
});

it("looks for due tasks at full minutes where one comes every minute, and at least every hour", () => {
  const task = (everyMs: number): PeriodicTask => ({ name: "t", everyMs, run: async () => undefined });
  const now = new Date("2026-11-21T12:34:56.000Z");
  const at = (tasks: PeriodicTask[]) => new Date(now.getTime() + untilNextLook(tasks, now)).toISOString();
  expect(at([task(60_000), task(86_400_000)])).toBe("2026-11-21T12:35:00.050Z");
  expect(at([task(86_400_000)])).toBe("2026-11-21T13:00:00.050Z");
  expect(at([])).toBe("2026-11-21T13:00:00.050Z");
});
