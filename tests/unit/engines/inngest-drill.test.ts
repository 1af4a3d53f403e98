import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { hookRuns } from "@/db/schema/events";
import { emitSaves, newTargetIds, reference, until } from "@/tests/support/engine-bed";
import { type DrivenBed, drivenBed, inngestBed } from "@/tests/support/engine-contract/inngest-bed";
import { InngestDriver } from "@/tests/support/inngest-driver/driver";
import { keys } from "@/tests/support/inngest-driver/keys";

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

/** Each effect by target, counted. */
function counter(handlerMs = 0) {
  const effects = new Map<string, number>();
  const handler = reference("effect", async ({ target }, { step }) => {
    if (handlerMs > 0) await new Promise((resolve) => setTimeout(resolve, handlerMs));
    await step("once", async () => void effects.set(target.id, (effects.get(target.id) ?? 0) + 1));
  });
  return { effects, handler };
}

async function open(...args: Parameters<typeof drivenBed>): Promise<DrivenBed> {
  const bed = await drivenBed(...args);
  close = () => bed.destroy();
  return bed;
}

const allDone = (bed: Pick<DrivenBed, "database">, count: number) =>
  until(async () => (await bed.database.read.$count(hookRuns, eq(hookRuns.status, "done"))) === count, 50_000);

const once = (effects: ReadonlyMap<string, number>, ids: readonly string[]): void => {
  expect([...effects.keys()].sort()).toEqual([...ids].sort());
  expect([...effects.values()].filter((count) => count !== 1)).toEqual([]);
};

describe("an Inngest server that dies", () => {
  it("and comes back with nothing, costs no effect and doubles none", async () => {
    const { effects, handler } = counter(5);
    const bed = await open([handler], { lostAfterMs: 500 });
    const ids: string[] = [];
    for (let round = 0; round < 3; round++) {
      const more = newTargetIds(40);
      ids.push(...more);
      await emitSaves(bed.ctx, more);
      await until(() => effects.size > round * 40 + 10);
      await bed.driver.kill();
      // What is committed while it is away waits.
      const away = newTargetIds(10);
      ids.push(...away);
      await emitSaves(bed.ctx, away);
      bed.driver.wipe(round % 2 === 0);
      await bed.driver.start();
      await until(() => effects.size >= round * 50 + 50, 50_000);
    }
    await allDone(bed, ids.length);
    once(effects, ids);
  });

  it("for a moment that nobody notices, and has lost its queue, is given what it does not call for again", async () => {
    const { effects, handler } = counter();
    const bed = await open([handler], { lostAfterMs: 300 });
    const ids = newTargetIds(30);
    // Accepted and forgotten, as by a kill right after the answer.
    const app = bed.driver.app;
    bed.driver.app = app === null ? null : { ...app, functions: [] };
    bed.driver.listed = app?.functions ?? null;
    await emitSaves(bed.ctx, ids);
    await until(() => bed.driver.events.length === 30);
    bed.driver.wipe(false);
    bed.driver.app = app;
    await allDone(bed, 30);
    once(effects, ids);
  });

  it("is waited for by a house that starts before it, without a loss", async () => {
    const { effects, handler } = counter();
    const driver = new InngestDriver(keys);
    await driver.start();
    const { url } = driver;
    await driver.kill();
    const bed = await inngestBed(url, [handler], {}, { unready: true });
    close = async () => {
      await bed.destroy();
      await driver.kill();
    };
    const ids = newTargetIds(5);
    await emitSaves(bed.ctx, ids);
    await until(() => bed.engine().state().outside?.status === "unreachable");
    expect(bed.engine().state().status).toBe("running");
    await driver.start();
    await allDone(bed, 5);
    once(effects, ids);
  });

  it("and knows another key, is told as refusing ours, and gets nothing", async () => {
    const { handler } = counter();
    const driver = new InngestDriver({ ...keys, signingKey: `signkey-test-${"00".repeat(32)}` });
    await driver.start();
    const bed = await inngestBed(driver.url, [handler], {}, { unready: true });
    close = async () => {
      await bed.destroy();
      await driver.kill();
    };
    await emitSaves(bed.ctx, newTargetIds(1));
    await until(() => bed.engine().state().outside?.status === "refused");
    expect(driver.events).toEqual([]);
  });
});

describe("a house that dies", () => {
  it("finds what it had sent and not finished, whatever became of it outside", async () => {
    const { effects, handler } = counter(3);
    const bed = await open([handler], { lostAfterMs: 300 });
    const ids = newTargetIds(60);
    await emitSaves(bed.ctx, ids);
    await until(() => effects.size > 5);
    await bed.restart();
    await until(() => effects.size > 20);
    bed.driver.wipe(true);
    await bed.restart();
    await allDone(bed, 60);
    once(effects, ids);
  });
});
