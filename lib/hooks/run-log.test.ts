import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { addGroup } from "@/lib/targets/testing";
import { bound, createExplainer } from "@/tests/support/explainer";
import { createRunLogBed, type RunLogBed } from "@/tests/support/run-log-bed";
import { getHookRun } from "./queries/get-hook-run";
import { hookOverview } from "./queries/hook-overview";
import { countHookRuns, listHookRuns, listHookRunsQuery } from "./queries/list-hook-runs";

let bed: RunLogBed["bed"];
let ada: RunLogBed["ada"];
let eve: RunLogBed["eve"];
let root: RunLogBed["root"];
let setFailing: RunLogBed["setFailing"];
let create: RunLogBed["create"];

beforeEach(async () => {
  ({ bed, ada, eve, root, setFailing, create } = await createRunLogBed());
});
afterEach(() => bed.destroy());

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

  it("tells of a run that waits how many attempts ask the same host, and of no other", async () => {
    const [busy, waits, elsewhere] = [await create(ada, "One"), await create(ada, "Two"), await create(ada, "Three")];
    const standing = [
      [busy, "running", "a.example:443"],
      [waits, "queued", "a.example:443"],
      [elsewhere, "queued", "b.example:443"],
    ] as const;
    // By hand, far in the future: the engine of the bed has nothing to do with them.
    for (const [{ runId }, status, host] of standing) {
      await bed.database.write((tx) =>
        tx.run(sql`UPDATE hook_runs SET status = ${status}, host = ${host}, due_at = '9999-01-01T00:00:00.000Z',
          lease_until = '9999-01-01T00:00:00.000Z' WHERE id = ${runId}`),
      );
    }
    const others = async (id: string) => (await getHookRun(bed.database.read, ada.scope, id)).othersAtHost;
    expect(await others(waits.runId)).toBe(1);
    expect(await others(elsewhere.runId)).toBe(0);
    expect(await others(busy.runId)).toBe(0);
  });

  it("is read from the oldest to the newest as well, page by page, each run once", async () => {
    for (const name of ["One", "Two", "Three"]) await create(ada, name);
    const sort = "createdAt";
    const first = await listHookRuns(bed.database.read, ada.scope, { limit: 2, sort });
    expect(first.items.map((run) => run.objectName)).toEqual(["One", "Two"]);
    const rest = { limit: 2, sort, cursor: first.nextCursor ?? undefined };
    const second = await listHookRuns(bed.database.read, ada.scope, rest);
    expect(second.items.map((run) => run.objectName)).toEqual(["Three"]);
    expect(second.nextCursor).toBeNull();
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
    const explainer = createExplainer(bed.database);
    for (const ctx of [ada, root]) {
      for (const filter of filters) {
        const query = listHookRunsQuery(bed.database.read, ctx.scope, { limit: 25, ...filter }, range).toSQL();
        const plan = await explainer.planOf(bound(query));
        expect(plan.join("\n"), JSON.stringify(filter)).not.toMatch(/SCAN (?!g|m)|TEMP B-TREE/);
      }
    }
    await explainer.close();
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
    setFailing(true);
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
