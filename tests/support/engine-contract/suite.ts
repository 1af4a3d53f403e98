import { asc } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { hookRuns, hookSteps, jobs as jobRows } from "@/db/schema/events";
import { TomError } from "@/lib/core/errors";
import { pauseHandler, resumeHandler } from "@/lib/hooks/commands/pause-handler";
import { cancelHookRun, replayHookRun, retryHookRun } from "@/lib/hooks/commands/steer-hook-run";
import type { BatchHandler } from "@/lib/hooks/contract";
import { cancelJob } from "@/lib/jobs/commands";
import { defineJob } from "@/lib/jobs/define-job";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { type AnyTestReference, emitSaves, newTargetIds, reference, until } from "../engine-bed";
import type { ContractBed, ContractOptions, MakeBed } from "./bed";
import { hostContract } from "./hosts";

const day = 86_400_000;
const ended = ["done", "failed", "cancelled"];

/** What every engine must do, with the same assertions, whoever keeps the clock and the queue. */
export function engineContract(name: string, makeBed: MakeBed): void {
  let bed: ContractBed;

  const open = async (handlers: readonly AnyTestReference[], options?: ContractOptions) => {
    bed = await makeBed(handlers, options);
    return bed;
  };
  const runs = () => bed.database.read.select().from(hookRuns).orderBy(asc(hookRuns.pk));
  const settled = (count: number) =>
    until(async () => {
      const rows = await runs();
      return rows.length === count && rows.every((run) => ended.includes(run.status)) ? rows : null;
    }, 50_000);
  const fire = (count = 1) => emitSaves(bed.ctx, newTargetIds(count));

  describe(`the engine contract: ${name}`, () => {
    afterEach(() => bed.destroy());

    it("fires each handler once for each committed change, in whatever order", async () => {
      const seen: string[] = [];
      const note = (which: string) => reference(which, async ({ target }) => void seen.push(`${which} ${target.id}`));
      await open([note("one"), note("two")]);
      const ids = newTargetIds(12);
      await emitSaves(bed.ctx, ids);
      const rows = await settled(24);
      expect(rows.every((run) => run.status === "done" && run.attempts === 1)).toBe(true);
      expect(seen.sort()).toEqual(ids.flatMap((id) => [`one ${id}`, `two ${id}`]).sort());
    });

    it("gives a handler that asks for batches many events a call, each once, and tries those of a failed call again", async () => {
      const calls: string[][] = [];
      const handled: string[] = [];
      let failed = false;
      const together: BatchHandler<"target_post_save"> = async (events) => {
        calls.push(events.map(({ context }) => context.runId));
        if (!failed) {
          failed = true;
          throw new Error("not these");
        }
        handled.push(...events.map(({ payload }) => payload.target.id));
        return { together: events.length };
      };
      const waits = { scope: "everything", retryWaitsMs: [10, 10, 10] } as const;
      await open([{ ...waits, name: "together", batch: 25, load: async () => together }]);
      const ids = newTargetIds(100);
      await emitSaves(bed.ctx, ids);
      const rows = await settled(100);
      expect(rows.every((run) => run.status === "done")).toBe(true);
      expect(handled.sort()).toEqual([...ids].sort());
      expect(Math.max(...calls.map((call) => call.length))).toBeLessThanOrEqual(25);
      // How many come together is a matter of how busy the machine is; that some do is not.
      expect(calls.length).toBeLessThan(ids.length);
      expect(rows.filter((run) => run.attempts === 2)).toHaveLength(calls[0]?.length ?? 0);
    });

    it("tries a failing handler again until it works, and remembers each attempt", async () => {
      const attempts: number[] = [];
      await open([
        reference("flaky", async (_payload, { attempt }) => {
          attempts.push(attempt);
          if (attempt < 3) throw new Error(`not yet ${attempt}`);
          return { fine: true };
        }),
      ]);
      await fire();
      const [run] = await settled(1);
      expect(attempts).toEqual([1, 2, 3]);
      expect(run).toMatchObject({ status: "done", attempts: 3, error: null, output: { fine: true } });
      expect(JSON.stringify(run?.logs)).toMatch(/Attempt 1 failed: not yet 1.*Attempt 2 failed: not yet 2/);
    });

    it("gives up after the last attempt, and at once where another would be the same", async () => {
      let tried = 0;
      await open([
        reference("broken", async () => Promise.reject(new Error(`no ${++tried}`)), { retryWaitsMs: [1, 1] }),
        reference("hopeless", async () => Promise.reject(new TomError("MISCONFIGURED", "No address is set."))),
      ]);
      await fire();
      const rows = await settled(2);
      expect(tried).toBe(3);
      expect(rows.find((run) => run.handler === "broken")).toMatchObject({
        status: "failed",
        attempts: 3,
        error: "no 3",
      });
      expect(rows.find((run) => run.handler === "hopeless")).toMatchObject({
        status: "failed",
        attempts: 1,
        error: "No address is set.",
      });
    });

    it("does not repeat a step that an earlier attempt has done", async () => {
      const did: string[] = [];
      await open([
        reference("stepping", async (_payload, { attempt, step }) => {
          const first = await step("first", async () => ({ count: did.push("first") }));
          if (attempt === 1) throw new Error("between the steps");
          return step("second", async () => ({ ...first, second: did.push("second") }));
        }),
      ]);
      await fire();
      const [run] = await settled(1);
      expect(did).toEqual(["first", "second"]);
      expect(run).toMatchObject({ status: "done", attempts: 2, output: { count: 1, second: 2 } });
      expect(await bed.database.read.$count(hookSteps)).toBe(2);
    });

    it("does nothing when what it was given comes again", async () => {
      const seen: string[] = [];
      const job = defineJob({ kind: "contract.count", payload: z.object({}), run: async () => void seen.push("job") });
      await open([reference("one", async ({ target }) => void seen.push(target.id))], { jobs: [job] });
      await fire(5);
      await bed.database.write((tx) => enqueueJob(tx, bed.ctx, job, {}));
      await settled(5);
      await until(async () => (await bed.database.read.select().from(jobRows)).every((row) => row.status === "done"));
      await bed.bringAgain();
      await fire();
      await settled(6);
      expect(seen).toHaveLength(7);
      expect((await runs()).every((run) => run.attempts === 1)).toBe(true);
    });

    it("runs a periodic task once a turn, and once for all turns that were missed", async () => {
      let times = 0;
      const task = { name: "tidy", everyMs: day, run: async () => void times++ };
      await open([], { tasks: [task] });
      await bed.tick("tidy");
      expect(times).toBe(1);
      const long = new Date(Date.now() - 40 * day).toISOString();
      await bed.database.write((tx) =>
        tx.raw.execute({ sql: "UPDATE meta SET value = ? WHERE key = 'task.tidy'", args: [long] }),
      );
      await bed.tick("tidy");
      await bed.tick("tidy");
      expect(times).toBe(2);
    });

    it("ends a run that is cancelled, while it waits and while it is tried", async () => {
      let told = false;
      await open(
        [
          reference("long", async (_payload, { signal }) => {
            await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
            told = true;
          }),
          reference("failing", async () => Promise.reject(new Error("not now"))),
        ],
        { backoffMs: () => 30_000 },
      );
      await fire();
      const both = await until(async () => {
        const rows = await runs();
        const long = rows.find((run) => run.handler === "long" && run.status === "running");
        const failing = rows.find((run) => run.handler === "failing" && run.error !== null);
        return long && failing ? [long, failing] : null;
      });
      for (const run of both) await cancelHookRun({ ctx: bed.ctx, input: { id: run.id } });
      await until(() => told);
      await bed.bringAgain();
      expect((await settled(2)).map((run) => run.status)).toEqual(["cancelled", "cancelled"]);
      expect((await runs()).map((run) => run.attempts)).toEqual([1, 1]);
    });

    it("replays a run as a run of its own, and only when it is asked to", async () => {
      let times = 0;
      await open([reference("one", async () => ++times)]);
      await fire();
      const [first] = await settled(1);
      await replayHookRun({ ctx: bed.ctx, input: { id: first?.id ?? "", dryRun: false } });
      const rows = await settled(2);
      expect(rows.map((run) => run.output)).toEqual([1, 2]);
    });

    it("has the runs of a paused handler wait over a restart, those of others not, and loses none", async () => {
      let broken = true;
      const seen: string[] = [];
      await open(
        [
          reference("paused", async ({ target }) => {
            if (broken) throw new Error("not yet");
            seen.push(target.id);
          }),
          reference("other", async () => undefined),
        ],
        { backoffMs: () => 600_000 },
      );
      const statuses = async (of: string) =>
        (await runs()).filter((run) => run.handler === of).map((run) => run.status);
      const name = { hook: "target_post_save", handler: "paused" };
      await fire();
      await until(async () => (await runs()).some((run) => run.error === "not yet"));
      expect(await pauseHandler({ ctx: bed.ctx, input: name })).toMatchObject({ pausedBy: "test", waiting: 1 });
      broken = false;
      await fire(3);
      await until(async () => (await statuses("other")).filter((status) => status === "done").length === 4);
      await bed.bringAgain();
      await bed.restart();
      await fire();
      await until(async () => (await statuses("other")).filter((status) => status === "done").length === 5);
      expect(await statuses("paused")).toEqual(Array(5).fill("paused"));
      expect(seen).toEqual([]);

      const [first] = (await runs()).filter((run) => run.handler === "paused");
      expect(await resumeHandler({ ctx: bed.ctx, input: name })).toMatchObject({ pausedAt: null, pausedBy: null });
      // The one that failed before waits for the time of its next attempt, unless it is asked for now.
      await until(() => seen.length === 4);
      await retryHookRun({ ctx: bed.ctx, input: { id: first?.id ?? "" } });
      const rows = await settled(10);
      expect(rows.every((run) => run.status === "done")).toBe(true);
      expect(new Set(seen).size).toBe(5);
      expect(rows.filter((run) => run.handler === "paused").map((run) => run.attempts)).toEqual([2, 1, 1, 1, 1]);
    });

    it("tries a run that failed for good again when asked, with the steps that it has done", async () => {
      const did: string[] = [];
      let broken = true;
      await open([
        reference(
          "stepping",
          async (_payload, { step }) => {
            await step("first", async () => did.push("first"));
            if (broken) throw new Error("still broken");
            return step("second", async () => did.push("second"));
          },
          { retryWaitsMs: [1] },
        ),
      ]);
      await fire();
      const [failed] = await settled(1);
      expect(failed).toMatchObject({ status: "failed", attempts: 2 });
      broken = false;
      await retryHookRun({ ctx: bed.ctx, input: { id: failed?.id ?? "" } });
      const [done] = await until(async () => ((await runs())[0]?.status === "done" ? runs() : null));
      expect(done).toMatchObject({ status: "done", attempts: 3, error: null });
      expect(did).toEqual(["first", "second"]);
    });

    it("takes up what waited and what was cut off when it is started again", async () => {
      const effects = new Map<string, number>();
      let hold = true;
      await open([
        reference("one", async ({ target }, { signal }) => {
          // What was cut off has no effect any more.
          if (hold) return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          effects.set(target.id, (effects.get(target.id) ?? 0) + 1);
        }),
      ]);
      const ids = newTargetIds(20);
      await emitSaves(bed.ctx, ids);
      await until(async () => (await runs()).some((run) => run.status === "running"));
      await bed.restart();
      hold = false;
      await bed.restart();
      const rows = await settled(20);
      expect(rows.every((run) => run.status === "done")).toBe(true);
      expect([...effects.keys()].sort()).toEqual([...ids].sort());
      expect([...effects.values()].every((count) => count === 1)).toBe(true);
    });

    it("brings a long job to its end over a restart, and ends one that is cancelled", async () => {
      let starts = 0;
      let block = true;
      const job = defineJob({
        kind: "contract.long",
        payload: z.object({ rows: z.number() }),
        run: async ({ payload, progress, signal }) => {
          starts++;
          progress(1, payload.rows);
          if (block) await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          return { rows: payload.rows };
        },
      });
      await open([], { jobs: [job] });
      const id = await bed.database.write((tx) => enqueueJob(tx, bed.ctx, job, { rows: 3 }));
      await until(() => starts === 1);
      block = false;
      await bed.restart();
      const row = await until(async () => {
        const [found] = await bed.database.read.select().from(jobRows);
        return found?.status === "done" ? found : null;
      }, 50_000);
      expect(row).toMatchObject({ id, result: { rows: 3 } });
      expect(starts).toBe(2);

      block = true;
      const other = await bed.database.write((tx) => enqueueJob(tx, bed.ctx, job, { rows: 1 }));
      await until(() => starts === 3);
      await cancelJob({ ctx: bed.ctx, input: { id: other } });
      await until(() => bed.engine().state().running === 0);
      const [, cancelled] = await bed.database.read.select().from(jobRows).orderBy(asc(jobRows.pk));
      expect(cancelled).toMatchObject({ status: "cancelled", result: null });
    });
  });

  hostContract(name, makeBed);
}
