import { asc, eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { audit, jobs } from "@/db/schema/events";
import { users } from "@/db/schema/people";
import { TomError } from "@/lib/core/errors";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { createEngineBed, type EngineBed, until } from "@/tests/support/engine-bed";
import { cancelJob } from "./commands";
import { defineJob, type JobCall } from "./define-job";
import { enqueueJob } from "./enqueue";
import { getJob, listJobs } from "./queries";

let run: (call: JobCall & { payload: { n: number } }) => Promise<unknown> = async () => null;
const job = defineJob({ kind: "test.count", payload: z.strictObject({ n: z.number() }), run: (call) => run(call) });
const jobsOf = { jobs: [job] };

let bed: EngineBed | undefined;
afterEach(async () => {
  await bed?.destroy();
  bed = undefined;
});

async function setUp(work: typeof run): Promise<EngineBed> {
  run = work;
  bed = await createEngineBed([], jobsOf);
  return bed;
}

const enqueue = (ctx: EngineBed["ctx"], n = 1): Promise<string> =>
  ctx.database.write((tx) => enqueueJob(tx, ctx, job, { n }));

describe("jobs", () => {
  it("run after the commit, as their owner, with progress and a result that the owner sees", async () => {
    const on = await setUp(async ({ ctx, payload, progress }) => {
      progress(payload.n, payload.n, "Counted");
      return { by: ctx.actor.kind === "user" ? ctx.actor.username : "?", scope: ctx.scope.kind };
    });
    const owner = await addUser(on.database, "ada");
    await on.engine.start();
    const id = await enqueue(owner, 3);
    const done = await until(async () => {
      const found = await getJob(on.database.read, owner.scope, id);
      return found.status === "done" ? found : null;
    });
    expect(done).toMatchObject({
      kind: "test.count",
      done: 3,
      total: 3,
      message: "Counted",
      result: { by: "ada", scope: "user" },
      owner: "ada",
    });
  });

  it("say whom they ask and what of, the target only to those who see it", async () => {
    const on = await setUp(async () => null);
    const [owner, other] = [await addUser(on.database, "ada"), await addUser(on.database, "eve")];
    const refresh = {
      kind: "test.refresh",
      payload: z.object({ items: z.array(z.object({ targetId: z.string() })) }),
      hostOf: () => "alerce",
    };
    const [hers, others] = [
      await createTarget({ ctx: owner, input: { name: "SN 2020oi", raDeg: 1, decDeg: 2, visibility: "private" } }),
      await createTarget({ ctx: other, input: { name: "Secret", raDeg: 1, decDeg: 9, visibility: "private" } }),
    ];
    await owner.database.write(async (tx) => {
      for (const { id } of [hers, others]) await enqueueJob(tx, owner, refresh, { items: [{ targetId: id }] });
      await enqueueJob(tx, owner, refresh, { items: [{ targetId: hers.id }, { targetId: others.id }] });
    });
    await enqueue(owner);
    const { items } = await listJobs(on.database.read, owner.scope, { limit: 10 });
    expect(items.map((one) => one.subject)).toEqual([
      { brokerId: null, target: null },
      { brokerId: "alerce", target: null },
      { brokerId: "alerce", target: null },
      { brokerId: "alerce", target: { id: hers.id, name: "SN 2020oi" } },
    ]);
  });

  it("are seen by their owner and by administrators; for others they do not exist", async () => {
    const on = await setUp(async () => null);
    const [owner, other, admin] = [
      await addUser(on.database, "ada"),
      await addUser(on.database, "eve"),
      await addUser(on.database, "root", "admin"),
    ];
    const id = await enqueue(owner);
    expect((await getJob(on.database.read, admin.scope, id)).id).toBe(id);
    await expect(getJob(on.database.read, other.scope, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(cancelJob({ ctx: other, input: { id } })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listJobs(on.database.read, other.scope, { limit: 25 })).items).toEqual([]);
    expect((await listJobs(on.database.read, owner.scope, { limit: 25 })).items).toHaveLength(1);
    expect((await listJobs(on.database.read, admin.scope, { limit: 25 })).items).toHaveLength(1);
    expect((await listJobs(on.database.read, admin.scope, { limit: 25, mine: true })).items).toEqual([]);
  });

  it("are listed page by page, newest first; an unknown cursor is refused", async () => {
    const on = await setUp(async () => null);
    const owner = await addUser(on.database, "ada");
    const ids = [await enqueue(owner), await enqueue(owner), await enqueue(owner)];
    const first = await listJobs(on.database.read, owner.scope, { limit: 2 });
    const second = await listJobs(on.database.read, owner.scope, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map((one) => one.id)).toEqual(ids.reverse());
    expect(second.nextCursor).toBeNull();
    await expect(listJobs(on.database.read, owner.scope, { limit: 2, cursor: "x" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("end when they are cancelled, running or waiting, and the trail says who did it", async () => {
    let [started, aborted] = [false, false];
    const on = await setUp(async ({ signal, progress }) => {
      progress(1, 10);
      started = true;
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      aborted = true;
      return "too late";
    });
    const owner = await addUser(on.database, "ada");
    await on.engine.start();
    const [running = "", , waiting = ""] = [await enqueue(owner), await enqueue(owner), await enqueue(owner)];
    await until(() => started);
    expect((await cancelJob({ ctx: owner, input: { id: waiting } })).status).toBe("cancelled");
    expect((await cancelJob({ ctx: owner, input: { id: running } })).status).toBe("cancelled");
    await until(() => aborted);
    await on.engine.stop(1_000);
    expect(await getJob(on.database.read, owner.scope, running)).toMatchObject({ status: "cancelled", result: null });
    await expect(cancelJob({ ctx: owner, input: { id: running } })).rejects.toMatchObject({ code: "CONFLICT" });
    const trail = await on.database.read.select().from(audit).where(eq(audit.verb, "job.cancel"));
    expect(trail.map((row) => row.actorName)).toEqual(["ada", "ada"]);
  });

  it("start again after the process that ran them has gone", async () => {
    const attempts: number[] = [];
    const on = await setUp(async ({ attempt }) => void attempts.push(attempt));
    const owner = await addUser(on.database, "ada");
    const id = await enqueue(owner);
    const past = new Date(Date.now() - 1_000).toISOString();
    await on.database.write((tx) => tx.update(jobs).set({ status: "running", attempts: 1, leaseUntil: past }));
    await on.engine.start();
    await until(async () => (await getJob(on.database.read, owner.scope, id)).status === "done");
    expect(attempts).toEqual([2]);
  });

  it("fail for an owner who was disabled meanwhile, and act with the rights that she has now", async () => {
    const on = await setUp(async ({ ctx }) => ctx.scope.kind);
    const [gone, promoted] = [await addUser(on.database, "eve"), await addUser(on.database, "ada")];
    const [first, second] = [await enqueue(gone), await enqueue(promoted)];
    await on.database.write(async (tx) => {
      await tx.update(users).set({ disabledAt: new Date().toISOString() }).where(eq(users.username, "eve"));
      await tx.update(users).set({ role: "admin" }).where(eq(users.username, "ada"));
    });
    await on.engine.start();
    const rows = await until(async () => {
      const found = await on.database.read.select().from(jobs).orderBy(asc(jobs.pk));
      return found.every((row) => row.finishedAt !== null) ? found : null;
    });
    expect(rows.map(({ id, status, result }) => ({ id, status, result }))).toEqual([
      { id: first, status: "failed", result: null },
      { id: second, status: "done", result: "all" },
    ]);
    expect(rows[0]?.message).toBe("The account that started this is disabled or gone.");
  });

  it("try a failing remote again, and do not repeat what would fail the same way", async () => {
    const attempts: string[] = [];
    const on = await setUp(async ({ attempt, payload }) => {
      attempts.push(`${payload.n}:${attempt}`);
      if (payload.n === 1) throw new TomError("NOT_FOUND", "The target is gone.");
      if (attempt < 3) throw new TomError("UPSTREAM_FAILED", "The broker did not answer.");
      return "fine";
    });
    const owner = await addUser(on.database, "ada");
    const [first, second] = [await enqueue(owner, 1), await enqueue(owner, 2)];
    await on.engine.start();
    await until(async () => (await getJob(on.database.read, owner.scope, second)).status === "done");
    expect(await getJob(on.database.read, owner.scope, first)).toMatchObject({
      status: "failed",
      message: "The target is gone.",
    });
    expect(attempts.sort()).toEqual(["1:1", "2:1", "2:2", "2:3"]);
  });

  it("write their progress a few times a second at most", async () => {
    let writes = 0;
    const on = await setUp(async ({ progress }) => {
      for (let done = 0; done <= 5_000; done++) progress(done, 5_000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    });
    const owner = await addUser(on.database, "ada");
    await on.engine.start();
    const before = on.database.gate.counts().writes;
    const id = await enqueue(owner);
    await until(async () => (await getJob(on.database.read, owner.scope, id)).status === "done");
    writes = on.database.gate.counts().writes - before;
    // The enqueueing, the claim, one or two words of progress, the end.
    expect(writes).toBeLessThanOrEqual(6);
    expect((await getJob(on.database.read, owner.scope, id)).done).toBe(5_000);
  });
});
