import { asc, eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { hookRuns, hookSteps } from "@/db/schema/events";
import { house } from "@/lib/targets/testing";
import {
  createEngineBed,
  type EngineBed,
  emitSaves,
  newTargetIds,
  reference,
  type TestHandler,
  type TestReference,
  until,
} from "@/tests/support/engine-bed";
import { getHookRun } from "./queries/get-hook-run";
import { handlersOf } from "./registry";

let bed: EngineBed;
afterEach(() => bed.destroy());

async function runOf(handler: TestHandler, options: Partial<TestReference> = {}) {
  bed = await createEngineBed([reference("stepping", handler, options)]);
  await bed.engine.start();
  await emitSaves(bed.ctx, newTargetIds(1));
  const ended = () => bed.database.read.select().from(hookRuns);
  return until(async () => (await ended()).find((run) => ["done", "failed"].includes(run.status)));
}

const steps = () => bed.database.read.select().from(hookSteps).orderBy(asc(hookSteps.name));

describe("steps of a run", () => {
  it("are not done again by the next attempt, which gets what they answered", async () => {
    const did: string[] = [];
    const got: unknown[] = [];
    const run = await runOf(async (_payload, { attempt, step }) => {
      got.push(await step("fetch", async () => ({ n: did.push("fetch"), when: "2026-01-01" })));
      got.push(await step("nothing", async () => void did.push("nothing")));
      got.push(await step("null", async () => null));
      if (attempt < 3) throw new Error("after the steps");
      return step("last", async () => did.push("last"));
    });
    expect(did).toEqual(["fetch", "nothing", "last"]);
    expect(got).toEqual(
      Array(3)
        .fill([{ n: 1, when: "2026-01-01" }, undefined, null])
        .flat(),
    );
    expect(run).toMatchObject({ status: "done", attempts: 3, output: 3 });
    expect((await steps()).map(({ name, attempt }) => `${name} ${attempt}`)).toEqual([
      "fetch 1",
      "last 3",
      "nothing 1",
      "null 1",
    ]);
  });

  it("that fail are done again, and the run says which it was", async () => {
    let tries = 0;
    const run = await runOf((_payload, { step }) =>
      step("call", async () => {
        tries++;
        if (tries < 2) throw new Error("refused");
        return tries;
      }),
    );
    expect(tries).toBe(2);
    expect(run).toMatchObject({ status: "done", output: 2 });
    expect(JSON.stringify(run.logs)).toContain("Step call failed: refused");
  });

  it("of one name are told apart by their order, also side by side", async () => {
    const did: number[] = [];
    const run = await runOf(async (_payload, { attempt, step }) => {
      const once = (n: number) =>
        step("item", async () => {
          did.push(n);
          return n;
        });
      const all = await Promise.all([once(1), once(2), once(3)]);
      if (attempt === 1) throw new Error("once more");
      return all;
    });
    expect(did).toEqual([1, 2, 3]);
    expect(run.output).toEqual([1, 2, 3]);
    expect((await steps()).map((step) => step.name)).toEqual(["item", "item (2)", "item (3)"]);
  });

  it("whose answer cannot be kept fail the run for good, because the work would be done again and again", async () => {
    let tries = 0;
    const run = await runOf((_payload, { step }) => step("large", async () => "x".repeat(70_000 + tries++)));
    expect(tries).toBe(1);
    expect(run).toMatchObject({ status: "failed", attempts: 1, error: expect.stringContaining("cannot be kept") });
  });

  it("of an attempt that has run out of time are refused and not kept", async () => {
    let refused: unknown;
    await runOf(
      async (_payload, { attempt, step, signal }) => {
        if (attempt > 1) return;
        const late = step("late", async () => {
          await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        });
        refused = await late.catch((error: Error) => error.message);
      },
      { timeoutMs: 20 },
    );
    await until(() => refused);
    expect(refused).toBe("This attempt has ended.");
    expect(await steps()).toEqual([]);
  });

  it("are told with the run, and go with it", async () => {
    const run = await runOf((_payload, { step }) => step("look", async () => ({ found: 3 })));
    const detail = await getHookRun(bed.database.read, house(bed.database).scope, run.id);
    expect(detail.steps).toMatchObject([{ name: "look", attempt: 1, answer: { found: 3 } }]);
    await bed.database.write((tx) => tx.delete(hookRuns).where(eq(hookRuns.id, run.id)));
    expect(await steps()).toEqual([]);
  });
});

describe("waits of a handler", () => {
  it("decide how often it is tried", async () => {
    const run = await runOf(
      async () => {
        throw new Error("never");
      },
      { retryWaitsMs: [0, 0] },
    );
    expect(run).toMatchObject({ status: "failed", attempts: 3, attemptsMax: 3 });
  });

  it.each([[[30_000, 20_000, 1]], [Array(21).fill(1)], [[-1]], [[0.5]]])("of %j are refused", async (retryWaitsMs) => {
    bed = await createEngineBed([]);
    const hooks = { target_post_save: [reference("bad", async () => undefined, { retryWaitsMs })] };
    expect(() => handlersOf({ hooks })).toThrow("The waits of");
  });
});
