import { InngestTestEngine } from "@inngest/test";
import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, it } from "vitest";
import { createClient } from "@/inngest/client";
import { functionsOf } from "@/inngest/functions";
import type { CalledEngine } from "@/inngest/functions/work-function";
import { silentLogger } from "@/lib/core/logger";
import { handlersOf } from "@/lib/hooks/registry";
import type { CallOutcome } from "@/lib/jobs/called-work";
import { reference } from "@/tests/support/engine-bed";
import { settingsFor } from "@/tests/support/engine-contract/inngest-bed";

const noHttp = { request: () => Promise.reject(new Error("Nobody is asked.")) };
const client = createClient(settingsFor("http://127.0.0.1:1", "http://127.0.0.1:2"), noHttp, silentLogger);

type Call = { lane: string; id: string };

function made(outcomes: readonly CallOutcome[]) {
  const calls: Call[] = [];
  const tasks: string[] = [];
  const engine: CalledEngine = {
    async call(lane, id) {
      calls.push({ lane, id });
      return outcomes[calls.length - 1] ?? { is: "ended", status: "done" };
    },
    reconcile: async () => 3,
    runTask: async (name) => void tasks.push(name),
  };
  const functions = functionsOf(client, engine, {
    handlers: handlersOf({
      hooks: {
        target_post_save: [
          reference("one", async () => undefined),
          reference("asking", async () => undefined, { hosts: ["example.org"], concurrency: 3 }),
        ],
      },
    }),
    jobs: [
      {
        kind: "tests.long",
        concurrency: 3,
        perHost: undefined,
        timeoutMs: 1,
        retryWaitsMs: [1],
        execute: async () => undefined,
      },
    ],
    tasks: [{ name: "tidy", everyMs: 86_400_000, run: async () => undefined }],
  });
  const find = (id: string) => {
    const found = functions.find((fn) => fn.id() === id);
    if (!found) throw new Error(`There is no function ${id}.`);
    return found;
  };
  return { calls, tasks, functions, find };
}

const run = (fn: ReturnType<ReturnType<typeof made>["find"]>, data: Record<string, unknown>, name: string) =>
  new InngestTestEngine({ function: fn, events: [{ name, data }] }).execute();

const hook = "tom/hook/target_post_save/one";

describe("the functions of Inngest", () => {
  it("are one a handler, one a kind of job, one a task, and the reconciler, each with its limits", () => {
    const { functions } = made([]);
    expect(functions.map((fn) => fn.id())).toEqual([
      "hook-target_post_save-one",
      "hook-target_post_save-asking",
      "job-tests.long",
      "task-tidy",
      "outbox-reconcile",
    ]);
    expect(functions.map((fn) => fn.opts.concurrency)).toEqual([
      { limit: 4 },
      [{ limit: 3 }, { limit: 3, key: "event.data.host", scope: "env" }],
      { limit: 3 },
      { limit: 1 },
      { limit: 1 },
    ]);
    expect(functions[0]?.opts).toMatchObject({ idempotency: "event.data.key", retries: 9 });
  });

  it("call for the row of their event, and tell how it fared and no more", async () => {
    const { calls, find } = made([{ is: "ended", status: "done" }]);
    const { result } = await run(find("hook-target_post_save-one"), { id: "r1", key: "k" }, hook);
    expect(calls).toEqual([{ lane: "hook:target_post_save/one", id: "r1" }]);
    expect(result).toEqual({ state: "done" });
  });

  it("look in again while the work goes on", async () => {
    const { calls, find } = made([{ is: "running" }, { is: "running" }, { is: "ended", status: "done" }]);
    const { result } = await run(find("job-tests.long"), { id: "j1", key: "k" }, "tom/job/tests.long");
    expect(calls).toHaveLength(3);
    expect(result).toEqual({ state: "done" });
  });

  it("ask to be called again at the time of our own schedule, and not again once it has failed for good", async () => {
    const at = new Date("2026-11-28T12:00:00.000Z");
    const later = await run(
      made([{ is: "later", at }]).find("hook-target_post_save-one"),
      { id: "r1", key: "k" },
      hook,
    );
    expect(later.error).toMatchObject({ name: RetryAfterError.name, message: expect.stringContaining("run log") });
    const failed = await run(
      made([{ is: "ended", status: "failed" }]).find("hook-target_post_save-one"),
      { id: "r1", key: "k" },
      hook,
    );
    expect(failed.error).toMatchObject({ name: NonRetriableError.name });
  });

  it("do nothing for a row that is gone, paused or cancelled", async () => {
    for (const outcome of [
      { is: "unknown" },
      { is: "ended", status: "paused" },
      { is: "ended", status: "cancelled" },
    ] as const) {
      const { find, calls } = made([outcome]);
      const { error } = await run(find("hook-target_post_save-one"), { id: "r1", key: "k" }, hook);
      expect(error).toBeUndefined();
      expect(calls).toHaveLength(1);
    }
  });

  it("run tasks by name, and look after the outbox every minute", async () => {
    const { tasks, find } = made([]);
    expect((await run(find("task-tidy"), {}, "inngest/scheduled.timer")).result).toEqual({ state: "done" });
    expect(tasks).toEqual(["tidy"]);
    expect((await run(find("outbox-reconcile"), {}, "inngest/scheduled.timer")).result).toEqual({ sentAgain: 3 });
    expect(find("outbox-reconcile").opts.triggers).toMatchObject([{ cron: "* * * * *" }]);
  });
});
