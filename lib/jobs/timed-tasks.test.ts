import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Clock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { type PeriodicTask, runDueTasks } from "./periodic";
import { listTasks } from "./queries";

let database: TestDatabase;
let at: Date;
const clock: Clock = { now: () => at };
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.destroy());

const dayMs = 86_400_000;

/** Every day at 03:15 UTC. */
function nightly(run: () => Promise<void>): PeriodicTask {
  const nextAfter = (after: Date): Date => {
    const today = new Date(`${after.toISOString().slice(0, 10)}T03:15:00.000Z`);
    return today > after ? today : new Date(today.getTime() + dayMs);
  };
  return { name: "nightly", everyMs: 60_000, times: { schedule: "15 3 * * *", nextAfter }, run };
}

it("runs a task with times of its own at its next time, not at the first start, and once for all that were missed", async () => {
  const ran: string[] = [];
  const tasks = [nightly(async () => void ran.push(at.toISOString()))];
  const look = async (time: string, lateMs = 0) => {
    at = new Date(time);
    await runDueTasks({ database, clock, logger: silentLogger, tasks, lateMs });
  };
  await look("2026-11-21T12:00:00.000Z");
  await look("2026-11-22T03:14:50.000Z");
  expect(ran).toEqual([]);
  // A moment early is in time, and not once more at the time itself.
  for (const time of ["2026-11-22T03:14:59.500Z", "2026-11-22T03:15:00.050Z", "2026-11-22T03:16:00.000Z"])
    await look(time);
  expect(ran).toEqual(["2026-11-22T03:14:59.500Z"]);
  for (const time of ["2026-11-29T08:00:00.000Z", "2026-11-29T08:01:00.000Z"]) await look(time);
  expect(ran.slice(1)).toEqual(["2026-11-29T08:00:00.000Z"]);
  // Where another clock calls, this one leaves it time.
  await look("2026-11-30T03:15:30.000Z", 90_000);
  expect(ran).toHaveLength(2);
  await look("2026-11-30T03:16:30.000Z", 90_000);
  expect(ran).toHaveLength(3);
});

it("tells of each task when it ran last, for how long, and in words why it failed", async () => {
  at = new Date("2026-11-21T12:00:00.000Z");
  let broken = true;
  const tasks: PeriodicTask[] = [
    {
      name: "tidy",
      summary: "Tidies",
      everyMs: dayMs,
      run: async () => {
        if (broken) throw new Error("The disk is full.");
      },
    },
    { name: "idle", everyMs: 30_000, run: async () => undefined },
  ];
  const [tidy] = tasks;
  const look = () => runDueTasks({ database, clock, logger: silentLogger, tasks: tidy ? [tidy] : [] });
  await look();
  const lastRun = { at: at.toISOString(), durationMs: expect.any(Number), error: "The disk is full." };
  expect(await listTasks(database.read, tasks, false)).toEqual([
    { name: "tidy", summary: "Tidies", schedule: null, everyMs: dayMs, lastRun },
    { name: "idle", summary: "", schedule: null, everyMs: 30_000, lastRun: null },
  ]);
  broken = false;
  at = new Date("2026-11-23T12:00:00.000Z");
  await look();
  const [again, idle] = await listTasks(database.read, tasks, true);
  expect(again?.lastRun).toMatchObject({ at: at.toISOString(), error: null });
  expect(again?.schedule).toMatch(/^\d+ 3 \* \* \*$/);
  expect(idle?.schedule).toBe("* * * * *");
});
