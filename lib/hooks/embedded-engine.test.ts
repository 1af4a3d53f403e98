import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { hookRuns, outbox } from "@/db/schema/events";
import {
  type AnyTestReference,
  countEvents,
  createEngineBed,
  type EngineBed,
  emitSaves,
  newTargetIds,
  reference,
  type TestReference,
  until,
} from "@/tests/support/engine-bed";
import type { EmbeddedEngineOptions } from "./embedded-engine";

let bed: EngineBed | undefined;
afterEach(async () => {
  await bed?.destroy();
  bed = undefined;
});

async function start(
  handlers: readonly AnyTestReference[],
  options: Partial<EmbeddedEngineOptions> = {},
): Promise<EngineBed> {
  bed = await createEngineBed(handlers, options);
  await bed.engine.start();
  return bed;
}

const runs = ({ database }: EngineBed) => database.read.select().from(hookRuns).orderBy(asc(hookRuns.pk));

const settled = (from: EngineBed, count: number) =>
  until(async () => {
    const rows = await runs(from);
    return rows.length === count && rows.every((run) => !["queued", "running"].includes(run.status)) ? rows : null;
  });

describe("hook runs of the embedded engine", () => {
  it("fires each handler once for each committed change, with the payload of the event", async () => {
    const seen: string[] = [];
    const on = await start([
      reference("one", async ({ target, created }) => void seen.push(`one ${target.id} ${created}`)),
      reference("two", async ({ target }) => void seen.push(`two ${target.id}`)),
    ]);
    const [id = ""] = newTargetIds(1);
    await emitSaves(on.ctx, [id]);
    const rows = await settled(on, 2);
    on.engine.poke();
    await on.engine.stop(1_000);
    expect(seen.sort()).toEqual([`one ${id} true`, `two ${id}`]);
    expect(rows.map(({ handler, status, attempts, objectId }) => ({ handler, status, attempts, objectId }))).toEqual([
      { handler: "one", status: "done", attempts: 1, objectId: id },
      { handler: "two", status: "done", attempts: 1, objectId: id },
    ]);
  });

  it("fires nothing for a change that was rolled back", async () => {
    const seen: string[] = [];
    const on = await start([reference("one", async ({ target }) => void seen.push(target.name))]);
    await expect(
      on.database.write(async (tx) => {
        await tx.insert(outbox).values({
          id: "e",
          event: "target_post_save",
          objectType: "target",
          objectId: "t",
          payload: { target: { id: "t", name: "rolled back" }, created: true },
          actor: {},
          createdAt: new Date().toISOString(),
        });
        tx.notify("outbox");
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await emitSaves(on.ctx, newTargetIds(1));
    await settled(on, 1);
    expect(seen).toHaveLength(1);
    expect(seen).not.toContain("rolled back");
  });

  it("lets whatever else waits in the process have its turn between any two runs", async () => {
    let turns = 0;
    const others = () => {
      turns += 1;
      if (bed) setImmediate(others).unref();
    };
    const seen: number[] = [];
    const on = await start([reference("one", async () => void seen.push(turns))]);
    others();
    await emitSaves(on.ctx, newTargetIds(100));
    await settled(on, 100);
    expect(new Set(seen).size).toBe(100);
  });

  it("relays an event twice without a second run", async () => {
    let count = 0;
    const on = await start([reference("one", async () => void count++)]);
    await emitSaves(on.ctx, newTargetIds(1));
    await settled(on, 1);
    await on.database.write(async (tx) => {
      await tx.update(outbox).set({ relayedAt: null });
      tx.notify("outbox");
    });
    await until(async () => (await on.database.read.select().from(outbox)).every((event) => event.relayedAt !== null));
    await on.engine.stop(1_000);
    expect(count).toBe(1);
  });

  it("never fires a handler by its own change, and ends a chain of handlers at depth 5 with a cancelled run", async () => {
    const touch = (name: string): TestReference =>
      reference(name, async ({ target }, { commands }) => commands.notePossibleDuplicates(target.id, []));
    const alone = await start([touch("alone")]);
    await emitSaves(alone.ctx, newTargetIds(1));
    await settled(alone, 1);
    expect(await countEvents(alone.database)).toBe(2);
    await alone.destroy();

    const on = await start([touch("ping"), touch("pong")]);
    await emitSaves(on.ctx, newTargetIds(1));
    // Two runs at depth 0, then one a branch and level, the last of each cancelled.
    const rows = await settled(on, 2 + 5 * 2);
    const cancelled = rows.filter((run) => run.status === "cancelled");
    expect(cancelled).toHaveLength(2);
    expect(cancelled[0]?.error).toContain("5 handlers in a row");
    expect(rows.filter((run) => run.status === "done")).toHaveLength(10);
    const depths = await on.database.read.select({ depth: outbox.depth }).from(outbox).orderBy(asc(outbox.depth));
    expect(depths.at(-1)?.depth).toBe(5);
  });

  it("tries a failing handler again until it works, and remembers each attempt", async () => {
    const attempts: number[] = [];
    const on = await start([
      reference("flaky", async (_payload, { attempt, logger }) => {
        attempts.push(attempt);
        logger.info({ attempt }, "Looking");
        if (attempt < 3) throw new Error(`not yet ${attempt}`);
        return { fine: true };
      }),
    ]);
    await emitSaves(on.ctx, newTargetIds(1));
    const [run] = await settled(on, 1);
    expect(attempts).toEqual([1, 2, 3]);
    expect(run).toMatchObject({ status: "done", attempts: 3, error: null, output: { fine: true } });
    const lines = run?.logs as { attempt: number; message: string }[];
    expect(lines.map((line) => `${line.attempt} ${line.message.split(".")[0]}`)).toEqual(
      [
        "1 Looking",
        "1 Attempt 1 failed: not yet 1 Next attempt at 2026-11-21T00:00:00",
        "2 Looking",
        "2 Attempt 2 failed: not yet 2 Next attempt at 2026-11-21T00:00:00",
        "3 Looking",
      ].map((text) => expect.stringMatching(text.replace(/ Next.*/, ""))),
    );
  });

  it("gives up after five attempts, with a text for people and no stack or statement in it", async () => {
    let count = 0;
    const on = await start([
      reference("broken", async () => {
        count++;
        throw new Error("Failed query: select secret from targets\nparams: 1");
      }),
      reference("good", async () => "fine"),
    ]);
    await emitSaves(on.ctx, newTargetIds(1));
    const rows = await settled(on, 2);
    expect(count).toBe(5);
    expect(rows.find((run) => run.handler === "good")).toMatchObject({ status: "done", attempts: 1 });
    const broken = rows.find((run) => run.handler === "broken");
    expect(broken).toMatchObject({ status: "failed", attempts: 5 });
    expect(JSON.stringify([broken?.error, broken?.logs])).not.toMatch(/select|secret|at .*\.ts/);
  });

  it("ends a handler that hangs, and lets others run meanwhile", async () => {
    const hang = (): Promise<never> => new Promise(() => undefined);
    const on = await start(
      [
        reference("hang", hang, { timeoutMs: 400 }),
        reference("hang2", hang, { timeoutMs: 400 }),
        reference("hang3", hang, { timeoutMs: 400 }),
        reference("quick", async () => "fine"),
      ],
      { concurrency: 4, slowAfterMs: 30, backoffMs: () => 60_000 },
    );
    await emitSaves(on.ctx, newTargetIds(20));
    const quick = await until(async () => {
      const rows = await runs(on);
      const done = rows.filter((run) => run.handler === "quick" && run.status === "done");
      return done.length === 20 ? rows : null;
    });
    // Two places a lane, of the twenty runs each: the hanging ones are still at it.
    expect(quick.filter((run) => run.handler.startsWith("hang") && run.status === "queued").length).toBeGreaterThan(30);
    const late = await until(async () => (await runs(on)).find((run) => run.handler === "hang" && run.error !== null));
    expect(late.error).toBe("It did not finish within 0.4 s.");
    expect(late.status).toBe("queued");
  });

  it("refuses commands to an attempt that has run out of time", async () => {
    let refused: unknown;
    const on = await start(
      [
        reference(
          "late",
          async ({ target }, { commands, signal }) => {
            await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
            refused = await commands.notePossibleDuplicates(target.id, []).catch((error: Error) => error.message);
          },
          { timeoutMs: 20 },
        ),
      ],
      { backoffMs: () => 60_000 },
    );
    await emitSaves(on.ctx, newTargetIds(1));
    await until(() => refused);
    expect(refused).toBe("This attempt has ended.");
    expect(await countEvents(on.database)).toBe(1);
  });

  it("takes a run up again when the lease of a dead engine has run out, and counts the attempt", async () => {
    const attempts: number[] = [];
    const on = await createEngineBed([reference("one", async (_payload, { attempt }) => void attempts.push(attempt))]);
    bed = on;
    await emitSaves(on.ctx, newTargetIds(2));
    const past = new Date(Date.now() - 1_000).toISOString();
    await on.engine.start();
    await settled(on, 2);
    await on.engine.stop(1_000);
    await on.database.write((tx) =>
      tx
        .update(hookRuns)
        .set({ status: "running", leaseUntil: past, attempts: sql`CASE WHEN pk = 1 THEN 1 ELSE 5 END` }),
    );
    attempts.length = 0;
    await on.engine.start();
    const rows = await settled(on, 2);
    expect(attempts).toEqual([2]);
    expect(rows.map((run) => run.status)).toEqual(["done", "failed"]);
    expect(rows[1]?.error).toContain("server stopped");
  });

  it("gives unfinished runs back when it stops, without counting the attempt", async () => {
    const on = await start([reference("slow", () => new Promise(() => undefined))]);
    await emitSaves(on.ctx, newTargetIds(6));
    await until(async () => (await runs(on)).some((run) => run.status === "running"));
    await on.engine.stop(10);
    const rows = await runs(on);
    expect(rows.map(({ status, attempts }) => ({ status, attempts }))).toEqual(
      Array.from({ length: 6 }, () => ({ status: "queued", attempts: 0 })),
    );
    expect(on.engine.state().status).toBe("stopped");
  });

  it("ends runs whose handler is not configured any more", async () => {
    const on = await createEngineBed([reference("kept", async () => undefined)]);
    bed = on;
    await on.engine.start();
    await emitSaves(on.ctx, newTargetIds(1));
    await settled(on, 1);
    await on.engine.stop(1_000);
    await on.database.write((tx) => tx.update(hookRuns).set({ status: "queued", handler: "gone" }));
    await on.engine.start();
    const [run] = await settled(on, 1);
    expect(run).toMatchObject({ status: "failed", error: "Nothing of this name is configured any more." });
  });

  it("drains 10,000 events to exactly 10,000 effects", { timeout: 120_000 }, async () => {
    const effects = new Map<string, number>();
    const on = await start([
      reference("count", async ({ target }) => void effects.set(target.id, (effects.get(target.id) ?? 0) + 1)),
    ]);
    const ids = newTargetIds(10_000);
    for (let from = 0; from < ids.length; from += 1_000) await emitSaves(on.ctx, ids.slice(from, from + 1_000));
    await until(async () => (await on.database.read.$count(hookRuns, eq(hookRuns.status, "done"))) === 10_000, 110_000);
    expect(effects.size).toBe(10_000);
    expect([...effects.values()].every((times) => times === 1)).toBe(true);
    const open = and(inArray(hookRuns.status, ["queued", "running"]));
    expect(await on.database.read.$count(hookRuns, open)).toBe(0);
  });
});
