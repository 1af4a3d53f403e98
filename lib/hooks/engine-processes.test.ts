import { asc, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { hookRuns } from "@/db/schema/events";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import {
  configWith,
  createEngineBed,
  emitSaves,
  emittingServices,
  house,
  newTargetIds,
  reference,
  until,
} from "@/tests/support/engine-bed";
import { mortalOwner } from "@/tests/support/mortal-owner";
import { createEmbeddedEngine } from "./embedded-engine";

const owner = mortalOwner("engine-child.ts");

it("survives kill -9 in the middle of a run: the attempt counts, it runs again, and its effect is there once", async () => {
  const database = await owner.newDatabase();
  await emitSaves(house(database, configWith([])), newTargetIds(1));
  const first = owner.start();
  await first.line(/attempt 1/, 30_000);
  first.signal("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");
  const [cut] = await database.read.select().from(hookRuns);
  expect(cut).toMatchObject({ status: "running", attempts: 1 });

  const second = owner.start();
  await second.line(/attempt 2/, 30_000);
  const run = await until(
    async () => (await database.read.select().from(hookRuns).where(eq(hookRuns.status, "done")))[0],
  );
  expect(run.attempts).toBe(2);
  expect(run.logs).toMatchObject([{ attempt: 1, level: "warn", message: expect.stringContaining("cut off") }]);
  second.signal("SIGTERM");
  expect(await second.ended).toBe(0);
  const effects = await database.read.all(sql`SELECT key FROM meta WHERE key LIKE 'effect.%'`);
  expect(effects).toHaveLength(1);
});

it("does not run anything twice with two engines on one database", async () => {
  const seen: string[] = [];
  const handler = reference("one", async ({ target }) => {
    await Promise.resolve();
    seen.push(target.id);
  });
  const bed = await createEngineBed([handler]);
  const other = createEmbeddedEngine({
    database: bed.database,
    config: configWith([handler]),
    clock: systemClock,
    logger: silentLogger,
    jobs: [],
    services: emittingServices,
    tasks: [],
  });
  try {
    await Promise.all([bed.engine.start(), other.start()]);
    const ids = newTargetIds(300);
    await Promise.all([0, 100, 200].map((from) => emitSaves(bed.ctx, ids.slice(from, from + 100))));
    await until(async () => (await bed.database.read.$count(hookRuns, eq(hookRuns.status, "done"))) === 300);
    expect(seen.sort()).toEqual([...ids].sort());
    const rows = await bed.database.read.select().from(hookRuns).orderBy(asc(hookRuns.pk));
    expect(rows.every((run) => run.attempts === 1)).toBe(true);
  } finally {
    await other.stop(1_000);
    await bed.destroy();
  }
});

it("starts a handler soon after the commit, without being asked", async () => {
  const started: string[] = [];
  const bed = await createEngineBed([reference("one", async ({ target }) => void started.push(target.id))]);
  try {
    await bed.engine.start();
    await emitSaves(bed.ctx, newTargetIds(1));
    await until(() => started.length === 1);
    expect(bed.engine.state()).toMatchObject({ status: "running", failure: null });
  } finally {
    await bed.destroy();
  }
});

it("keeps trying when the database fails, and says so in its state", async () => {
  const bed = await createEngineBed([reference("one", async () => undefined)]);
  const aside = openDatabase({ url: `file:${bed.database.path}` });
  try {
    await bed.engine.start();
    await aside.write((tx) => tx.run(sql`ALTER TABLE hook_runs RENAME TO hook_runs_aside`));
    await emitSaves(bed.ctx, newTargetIds(1));
    await until(() => bed.engine.state().status === "failing");
    expect(bed.engine.state().failure?.message).not.toMatch(/hook_runs|SELECT/i);
    await aside.write((tx) => tx.run(sql`ALTER TABLE hook_runs_aside RENAME TO hook_runs`));
    await until(async () => (await bed.database.read.$count(hookRuns, eq(hookRuns.status, "done"))) === 1);
    await until(() => bed.engine.state().status === "running");
  } finally {
    await aside.close();
    await bed.destroy();
  }
});
