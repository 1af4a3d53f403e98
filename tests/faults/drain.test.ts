import { afterEach, expect, it } from "vitest";
import { hookRuns } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { root } from "@/scripts/steps/checkout.mjs";
import { type Child, startChild } from "@/tests/support/child";
import { configWith, emitSaves, house, newTargetIds, until } from "@/tests/support/engine-bed";
import { sound, soundnessOf } from "@/tests/support/soundness";

// `npm run test:faults` runs at length, `npm test` as smoke.
const isLong = process.env.TOM_FAULTS === "long";
const [kills, events] = isLong ? [50, 2_000] : [4, 300];
const limitMs = 120_000;

let database: TestDatabase;
let child: Child | null = null;
afterEach(async () => {
  child?.signal("SIGKILL");
  await child?.ended;
  await database?.destroy();
});

const start = (): Child => {
  child = startChild(process.execPath, ["--import", "tsx", "tests/support/drain-child.ts", database.path], {
    cwd: root,
    env: { ...process.env },
  });
  return child;
};

const count = async (like: string): Promise<number> => {
  const rows = await database.read.all<{ n: number }>(`SELECT count(*) AS n FROM meta WHERE key LIKE '${like}'`);
  return rows[0]?.n ?? 0;
};

it(`loses and doubles no effect when its owner is killed ${kills} times while ${events} events drain, and says so in the run log`, async () => {
  database = await createTestDatabase();
  await emitSaves(house(database, configWith([])), newTargetIds(events));
  for (let kill = 1; kill <= kills; kill++) {
    const owner = start();
    // Evenly over the whole drain.
    const after = Math.floor((events * kill) / (kills + 1));
    await until(async () => (await count("effect.%")) >= after, limitMs);
    owner.signal("SIGKILL");
    expect(await owner.ended).toBe("SIGKILL");
  }
  start();
  await until(async () => {
    const rows = await database.read.all<{ n: number }>(
      "SELECT count(*) AS n FROM hook_runs WHERE status IN ('done', 'failed', 'cancelled')",
    );
    return rows[0]?.n === events;
  }, limitMs);

  const runs = await database.read.select().from(hookRuns);
  expect(runs.filter((run) => run.status !== "done")).toEqual([]);
  expect(await count("effect.%")).toBe(events);
  // The log tells of each attempt that began and was cut off, so that none is unaccounted for.
  const cut = runs.filter((run) => run.attempts > 1);
  expect(cut.length).toBeGreaterThan(0);
  for (const run of cut) {
    const lines = (run.logs as { attempt: number; message: string }[]).filter((line) =>
      /was cut off/.test(line.message),
    );
    expect(lines.map((line) => line.attempt)).toEqual(Array.from({ length: run.attempts - 1 }, (_, at) => at + 1));
  }
  // Some effects were there when they were tried again: the unique key, not luck, kept them single.
  const tried = await count("tried.%");
  expect(tried).toBeGreaterThan(events);
  expect(tried).toBeLessThanOrEqual(runs.reduce((sum, run) => sum + run.attempts, 0));
  expect(await soundnessOf(database.path)).toEqual(sound);
}, 600_000);
