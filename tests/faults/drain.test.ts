import { expect, it } from "vitest";
import { hookRuns } from "@/db/schema/events";
import type { TestDatabase } from "@/db/testing";
import { configWith, emitSaves, house, newTargetIds, until } from "@/tests/support/engine-bed";
import { mortalOwner } from "@/tests/support/mortal-owner";
import { sound, soundnessOf } from "@/tests/support/soundness";

// `npm run test:faults` runs at length, `npm test` as smoke.
const isLong = process.env.TOM_FAULTS === "long";
const [kills, events] = isLong ? [50, 2_000] : [4, 300];
const limitMs = 120_000;

const owner = mortalOwner("drain-child.ts");

const count = async ({ read }: TestDatabase, like: string): Promise<number> => {
  const rows = await read.all<{ n: number }>(`SELECT count(*) AS n FROM meta WHERE key LIKE '${like}'`);
  return rows[0]?.n ?? 0;
};

it(`loses and doubles no effect when its owner is killed ${kills} times while ${events} events drain, and says so in the run log`, async () => {
  const database = await owner.newDatabase();
  const effects = () => count(database, "effect.%");
  await emitSaves(house(database, configWith([])), newTargetIds(events));
  await owner.killEvenly({ kills, total: events, done: effects, limitMs });
  owner.start();
  await until(async () => {
    const rows = await database.read.all<{ n: number }>(
      "SELECT count(*) AS n FROM hook_runs WHERE status IN ('done', 'failed', 'cancelled')",
    );
    return rows[0]?.n === events;
  }, limitMs);

  const runs = await database.read.select().from(hookRuns);
  expect(runs.filter((run) => run.status !== "done")).toEqual([]);
  expect(await effects()).toBe(events);
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
  const tried = await count(database, "tried.%");
  expect(tried).toBeGreaterThan(events);
  expect(tried).toBeLessThanOrEqual(runs.reduce((sum, run) => sum + run.attempts, 0));
  expect(await soundnessOf(database.path)).toEqual(sound);
}, 600_000);
