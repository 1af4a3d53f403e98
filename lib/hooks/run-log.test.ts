import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, hookRuns } from "@/db/schema/events";
import { targetGrants, targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addGroup, addUser, house } from "@/lib/targets/testing";
import { createEngineBed, type EngineBed, emittingServices, reference, until } from "@/tests/support/engine-bed";
import { pauseHandler, resumeHandler } from "./commands/pause-handler";
import { cancelHookRun, replayHookRun, retryHookRun } from "./commands/steer-hook-run";
import { getHookRun } from "./queries/get-hook-run";
import { hookOverview } from "./queries/hook-overview";
import { countHookRuns, listHookRuns, listHookRunsQuery } from "./queries/list-hook-runs";

let bed: EngineBed;
let ada: Context;
let eve: Context;
let root: Context;
let calls: string[] = [];
let fail = false;

const handler = reference("note", async ({ target }, { commands, dryRun, logger }) => {
  calls.push(dryRun ? "dry" : "real");
  logger.info({ password: "hunter2", step: 1 }, "Looking around");
  if (fail) throw new Error("nothing works");
  await commands.notePossibleDuplicates(target.id, [
    { id: "other", name: "Other", separationArcsec: 1, reason: "position" },
  ]);
  return { looked: true };
});

beforeEach(async () => {
  calls = [];
  fail = false;
  bed = await createEngineBed([handler], { services: emittingServices });
  const config = bed.ctx.config;
  [ada, eve, root] = [
    { ...(await addUser(bed.database, "ada")), config },
    { ...(await addUser(bed.database, "eve")), config },
    { ...(await addUser(bed.database, "root", "admin")), config },
  ];
  await bed.engine.start();
});
afterEach(() => bed.destroy());

const settled = (count: number) =>
  until(async () => {
    const rows = await bed.database.read.select().from(hookRuns);
    return rows.length >= count && rows.every((run) => !["queued", "running"].includes(run.status)) ? rows : null;
  });

async function create(ctx: Context, name: string, groups: string[] = []): Promise<{ id: string; runId: string }> {
  const target = await createTarget({
    ctx,
    input: { name, type: "SIDEREAL", raDeg: 1, decDeg: 2, visibility: "private", groups },
  });
  const run = await until(async () => {
    const [row] = await bed.database.read.select().from(hookRuns).where(eq(hookRuns.objectId, target.id));
    return row && !["queued", "running"].includes(row.status) ? row : null;
  });
  return { id: target.id, runId: run.id };
}

const listed = async (ctx: Context, args = {}) =>
  (await listHookRuns(bed.database.read, ctx.scope, { limit: 25, ...args })).items;

describe("the run log", () => {
  it("shows the runs of the targets that one may see, and all of them to administrators", async () => {
    const [hers, own] = [await create(eve, "Hers"), await create(ada, "Own")];
    expect((await listed(ada)).map((run) => run.objectName)).toEqual(["Own"]);
    expect((await listed(root)).map((run) => run.objectName)).toEqual(["Own", "Hers"]);
    expect(await listed(ada, { objectId: hers.id })).toEqual([]);
    await expect(getHookRun(bed.database.read, ada.scope, hers.runId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await bed.database.write((tx) => tx.delete(targets).where(eq(targets.id, own.id)));
    expect(await listed(ada)).toEqual([]);
    expect((await listed(root, { objectId: own.id })).map((run) => run.objectName)).toEqual([null]);
  });

  it("is filtered by hook, handler, status and object, and read page by page", async () => {
    const [first, second] = [await create(ada, "One"), await create(ada, "Two")];
    expect(await listed(ada, { hook: "target_post_save", handler: "note", status: "done" })).toHaveLength(2);
    expect(await listed(ada, { handler: "other" })).toEqual([]);
    expect((await listed(ada, { objectId: first.id })).map((run) => run.id)).toEqual([first.runId]);
    const page = await listHookRuns(bed.database.read, ada.scope, { limit: 1 });
    expect(page.items[0]?.id).toBe(second.runId);
    const cursor = page.nextCursor ?? "";
    expect((await listed(ada, { cursor })).map((run) => run.id)).toEqual([first.runId]);
    const hers = await create(eve, "Hers");
    for (const cursor of ["nowhere", hers.runId])
      await expect(listed(ada, { cursor })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("answers who sees little of a long log with short pages that lead on", async () => {
    const { runId } = await create(ada, "Own");
    const hers = await create(eve, "Hers");
    await bed.engine.stop(1_000);
    await bed.database.write((tx) =>
      tx.run(sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
        INSERT INTO hook_runs (id, outbox_pk, hook, handler, object_type, object_id, status, due_at, created_at, replay_of)
        SELECT 'r' || i, r.outbox_pk, r.hook, r.handler, r.object_type, r.object_id, 'done', r.due_at, r.created_at, 'x#' || i
        FROM n, hook_runs r WHERE r.id = ${hers.runId}`),
    );
    const first = await listHookRuns(bed.database.read, ada.scope, { limit: 25 });
    expect(first.items).toEqual([]);
    const second = await listHookRuns(bed.database.read, ada.scope, { limit: 25, cursor: first.nextCursor ?? "" });
    expect(second.items.map((run) => run.id)).toEqual([runId]);
    expect(second.nextCursor).toBeNull();
    const count = (ctx: Context, filter = {}) => countHookRuns(bed.database.read, ctx.scope, filter);
    expect(await count(ada)).toBe(1);
    expect(await count(root)).toBe(12_002);
    expect(await count(root, { objectId: hers.id, handler: "note" })).toBe(12_001);
    expect(await count(ada, { objectId: hers.id })).toBe(0);
  });

  it("finds its rows by index, in order, whatever the filter", async () => {
    const filters = [{}, { hook: "a" }, { handler: "a" }, { status: "failed" as const }, { objectId: "a" }];
    const range = { fromPk: 1, beforePk: 10 };
    for (const ctx of [ada, root]) {
      for (const filter of filters) {
        const query = listHookRunsQuery(bed.database.read, ctx.scope, { limit: 25, ...filter }, range).toSQL();
        const plan = await explain(query);
        expect(plan.join("\n"), JSON.stringify(filter)).not.toMatch(/SCAN (?!g|m)|TEMP B-TREE/);
      }
    }
  });

  it("tells input, output, lines and attempts, without secrets and without groups of others", async () => {
    const [mine, others] = [await addGroup(bed.database, "Mine", [ada]), await addGroup(bed.database, "Theirs", [eve])];
    const { runId } = await create({ ...root, config: ada.config }, "Shared", [mine.id, others.id]);
    const seen = await getHookRun(bed.database.read, ada.scope, runId);
    expect(seen).toMatchObject({
      status: "done",
      attempts: 1,
      attemptsMax: 5,
      error: null,
      output: { looked: true },
      input: { created: true, target: { name: "Shared", groups: [{ name: "Mine" }] } },
      logs: [{ attempt: 1, level: "info", message: "Looking around", fields: { password: "[secret]", step: 1 } }],
      replayOf: null,
      changedBy: "root",
      causedBy: null,
      rights: { canReplay: true },
    });
    expect(seen.durationMs).toBeGreaterThanOrEqual(0);
    const whole = await getHookRun(bed.database.read, root.scope, runId);
    expect(whole.input).toMatchObject({ target: { groups: [{ name: "Mine" }, { name: "Theirs" }] } });
  });

  it("keeps the save when a handler fails", async () => {
    fail = true;
    const { runId, id } = await create(ada, "Saved all the same");
    expect(await bed.database.read.$count(targets, eq(targets.id, id))).toBe(1);
    expect(await getHookRun(bed.database.read, ada.scope, runId)).toMatchObject({
      status: "failed",
      attempts: 5,
      error: "nothing works",
    });
  });

  it("names each handler with the newest run that the reader may see", async () => {
    const own = await create(ada, "Own");
    await create(eve, "Hers");
    const [hook] = await hookOverview(bed.database.read, ada.scope, ada.config, new Date());
    expect(hook?.handlers).toMatchObject([{ name: "note", lastRun: { id: own.runId, status: "done" } }]);
  });
});

describe("steering a run", () => {
  it("replays a run as a run of its own, again and again, and says what it repeats", async () => {
    fail = true;
    const { runId } = await create(ada, "Own");
    fail = false;
    const first = await replayHookRun({ ctx: ada, input: { id: runId } });
    await settled(2);
    const second = await replayHookRun({ ctx: root, input: { id: runId } });
    await settled(3);
    expect([first.replayOf, second.replayOf]).toEqual([runId, runId]);
    const original = await getHookRun(bed.database.read, ada.scope, runId);
    expect(original.status).toBe("failed");
    expect(original.replays.map(({ id, status }) => ({ id, status }))).toEqual([
      { id: second.id, status: "done" },
      { id: first.id, status: "done" },
    ]);
    const trail = await bed.database.read.select().from(audit).where(eq(audit.verb, "hookRun.replay"));
    expect(trail.map((row) => row.actorName)).toEqual(["ada", "root"]);
  });

  it("writes nothing in a dry run, and logs what it would have written", async () => {
    const { runId } = await create(ada, "Own");
    const events = await bed.database.read.get<{ n: number }>(sql`SELECT count(*) AS n FROM outbox`);
    const dry = await replayHookRun({ ctx: ada, input: { id: runId, dryRun: true } });
    await settled(2);
    expect(calls.at(-1)).toBe("dry");
    expect(await bed.database.read.get(sql`SELECT count(*) AS n FROM outbox`)).toEqual(events);
    const seen = await getHookRun(bed.database.read, root.scope, dry.id);
    expect(seen).toMatchObject({ status: "done", dryRun: true });
    expect(seen.logs.map((line) => line.message)).toEqual([
      "Looking around",
      "Dry run: this possible duplicate would be noted.",
    ]);
  });

  it("is for those who may change the target: not told to outsiders, refused to readers", async () => {
    const { id, runId } = await create(ada, "Own");
    for (const steer of [replayHookRun, cancelHookRun, retryHookRun]) {
      await expect(steer({ ctx: eve, input: { id: runId } })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await bed.database.write(async (tx) => {
      const [target] = await tx.select({ pk: targets.pk }).from(targets).where(eq(targets.id, id));
      if (eve.actor.kind !== "user" || !target) throw new Error("not set up");
      await tx.insert(targetGrants).values({
        targetPk: target.pk,
        principalKind: "user",
        principalPk: eve.actor.userPk,
        canChange: false,
        canDelete: false,
        createdAt: new Date().toISOString(),
      });
    });
    for (const steer of [replayHookRun, cancelHookRun, retryHookRun]) {
      await expect(steer({ ctx: eve, input: { id: runId } })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect((await getHookRun(bed.database.read, eve.scope, runId)).rights).toEqual({ canReplay: false });
    const token = { ...ada, actor: { ...ada.actor, access: "read" } } as Context;
    await expect(replayHookRun({ ctx: token, input: { id: runId } })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("cancels a run that waits for its next attempt; one that has ended is a conflict", async () => {
    await bed.destroy();
    bed = await createEngineBed([reference("slow", () => new Promise(() => undefined))]);
    const owner = { ...(await addUser(bed.database, "ada")), config: bed.ctx.config };
    await bed.engine.start();
    await createTarget({ ctx: owner, input: { name: "T", type: "SIDEREAL", raDeg: 1, decDeg: 2 } });
    const run = await until(async () => {
      const [row] = await bed.database.read.select().from(hookRuns);
      return row?.status === "running" ? row : null;
    });
    await expect(replayHookRun({ ctx: owner, input: { id: run.id } })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await cancelHookRun({ ctx: owner, input: { id: run.id } })).status).toBe("cancelled");
    await until(() => bed.engine.state().running === 0);
    const [after] = await bed.database.read.select().from(hookRuns);
    expect(after).toMatchObject({ status: "cancelled", output: null });
    await expect(cancelHookRun({ ctx: owner, input: { id: run.id } })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(house(bed.database).scope.kind).toBe("all");
  });
});

describe("pausing a handler", () => {
  const named = { hook: "target_post_save", handler: "note" };
  const held = (count: number) =>
    until(async () => {
      const rows = await bed.database.read.select().from(hookRuns);
      return rows.length === count && rows.every((run) => run.status === "paused");
    });
  const save = (name: string) =>
    createTarget({ ctx: ada, input: { name, type: "SIDEREAL", raDeg: 1, decDeg: 2, visibility: "private" } });

  it("is for administrators, and leaves one row in the trail however often it is said", async () => {
    await expect(pauseHandler({ ctx: ada, input: named })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(resumeHandler({ ctx: ada, input: named })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await pauseHandler({ ctx: root, input: named });
    expect(await pauseHandler({ ctx: root, input: named })).toMatchObject({ ...named, pausedBy: "root", waiting: 0 });
    await save("Waits");
    await held(1);
    const [hook] = await hookOverview(bed.database.read, ada.scope, ada.config, new Date());
    expect(hook?.handlers[0]?.pause).toMatchObject({ by: "root" });
    for (let time = 1; time <= 2; time++) await resumeHandler({ ctx: root, input: named });
    await settled(1);
    expect(calls).toEqual(["real"]);
    const trail = await bed.database.read
      .select({ verb: audit.verb, about: audit.objectId, by: audit.actorName })
      .from(audit)
      .where(eq(audit.objectType, "handler"));
    const about = "target_post_save/note";
    expect(trail).toEqual([
      { verb: "handler.pause", about, by: "root" },
      { verb: "handler.resume", about, by: "root" },
    ]);
  });

  it("takes no name of a handler that is not there", async () => {
    for (const steer of [pauseHandler, resumeHandler]) {
      const input = { ...named, handler: "nobody" };
      await expect(steer({ ctx: root, input })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("lets a waiting run be cancelled, and not be replayed", async () => {
    await pauseHandler({ ctx: root, input: named });
    await save("Waits");
    await held(1);
    const [run] = await listed(ada);
    const input = { id: run?.id ?? "" };
    await expect(replayHookRun({ ctx: ada, input })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(retryHookRun({ ctx: ada, input })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await cancelHookRun({ ctx: ada, input })).toMatchObject({ status: "cancelled" });
    await resumeHandler({ ctx: root, input: named });
    expect(await listed(ada)).toMatchObject([{ status: "cancelled", attempts: 0 }]);
  });
});

async function explain(query: { sql: string; params: unknown[] }): Promise<string[]> {
  const parts = query.sql.split("?");
  const filled = sql.join(
    parts.map((part, index) =>
      index < query.params.length ? sql`${sql.raw(part)}${query.params[index]}` : sql.raw(part),
    ),
  );
  const rows = await bed.database.read.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${filled}`);
  return rows.map((row) => row.detail);
}
