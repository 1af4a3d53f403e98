import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import { memberships, users } from "@/db/schema/people";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import type { BatchHandler } from "@/lib/hooks/contract";
import { cancelJob } from "@/lib/jobs/commands";
import { getJob } from "@/lib/jobs/queries";
import type { BulkSpec } from "@/lib/targets/bulk-schema";
import { addUser, refusal, seedMany } from "@/lib/targets/testing";
import { createEngineBed, reference, until } from "@/tests/support/engine-bed";
import { attemptChange, jobOf } from "@/tests/support/run-change";
import { type BulkSelection, changeTargets } from "../commands/change-targets";
import { createTarget } from "../commands/create-target";
import { deleteTarget } from "../commands/delete-target";
import { getBulkChange } from "../queries/get-bulk-change";
import { listRefused } from "../queries/list-refused";
import { addGroup } from "../testing";
import { changeManyJob } from "./change-many";

const everything = { filter: {} };

const change = (ctx: Context, selection: BulkSelection, its: BulkSpec) =>
  changeTargets({ ctx, input: { selection, change: its } });
const addAll = { kind: "addTag", tag: "all" } as const;

const userPk = ({ actor }: Context): number => (actor.kind === "user" ? actor.userPk : -1);

async function one<Row>(database: TestDatabase, query: ReturnType<typeof sql>): Promise<Row> {
  const [row] = await database.read.all<Row>(query);
  if (row === undefined) throw new Error("No row.");
  return row;
}

/** What every change leaves: its event, its row in the trail, the next version; and how many targets have how much of it. */
const traces = (database: TestDatabase) =>
  one<{ events: number; objects: number; trail: number; tagged: number; version: number }>(
    database,
    sql`SELECT (SELECT count(*) FROM outbox WHERE event = 'target_post_save') AS events,
      (SELECT count(DISTINCT object_id) FROM outbox WHERE event = 'target_post_save') AS objects,
      (SELECT count(DISTINCT target_id) FROM audit WHERE verb = 'target.addTag') AS trail,
      (SELECT count(*) FROM target_tags WHERE tag = 'all') AS tagged,
      (SELECT max(version) FROM targets) AS version`,
  );
const each = (count: number, version = 2) => ({
  events: count,
  objects: count,
  trail: count,
  tagged: count,
  version,
});

describe("a change of more targets than one waits for", () => {
  let database: TestDatabase;
  let root: Context;
  let ada: Context;
  let group: { pk: number };

  beforeEach(async () => {
    database = await createTestDatabase();
    [root, ada] = [await addUser(database, "root", "admin"), await addUser(database, "ada")];
    group = await addGroup(database, "Supernovae", [ada]);
  });
  afterEach(() => database.destroy());

  const seed = (count: number) => seedMany(database, { count, groupPks: [group.pk] });
  const tagAll = async (ctx: Context): Promise<string> => jobOf(await change(ctx, everything, addAll));

  it("makes one event, one row in the trail and one version of each of 10,000, and lets others work in between", async () => {
    await seed(10_000);
    const jobId = await tagAll(root);
    expect(await traces(database)).toMatchObject({ events: 0, tagged: 0 });
    let going = true;
    let [reads, writes] = [0, 0];
    const reading = (async () => {
      for (; going; reads += 1) {
        await database.read.all(sql`SELECT 1 FROM targets LIMIT 1`);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    })();
    const writing = (async () => {
      for (; going; writes += 1) {
        await database.write((tx) => tx.run(sql`UPDATE users SET updated_at = created_at WHERE username = 'root'`));
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    })();
    const result = await attemptChange(root, jobId);
    going = false;
    await Promise.all([reading, writing]);
    expect(result).toEqual({ changed: 10_000, unchanged: 0, refused: 0, notFound: 0, refusedTargets: [] });
    expect(await traces(database)).toEqual(each(10_000));
    // Somebody else had a turn between nearly any two parts.
    expect(Math.min(reads, writes)).toBeGreaterThan(150);
    expect(await one(database, sql`SELECT count(*) AS n FROM bulk_change_pieces`)).toEqual({ n: 0 });
  }, 200_000);

  it("goes on where it was when its process died, and does none twice", async () => {
    await seed(1_000);
    const jobId = await tagAll(root);
    for (const [attempt, stopAt] of [
      [1, 300],
      [2, 660],
    ] as const) {
      const killed = attemptChange(root, jobId, attempt, {
        tell: (done) => {
          if (done >= stopAt) throw new Error("killed");
        },
      });
      await expect(killed).rejects.toThrow("killed");
      expect((await getBulkChange(database.read, root.scope, jobId)).counts.changed).toBe(stopAt);
    }
    // Somebody takes the tag off one that is done: it is not put on again.
    const done = sql`SELECT t.id FROM targets t JOIN target_tags g ON g.target_pk = t.pk WHERE g.tag = 'all' LIMIT 1`;
    const { id } = await one<{ id: string }>(database, done);
    await change(root, { ids: [id] }, { kind: "removeTag", tag: "all" });
    const expected = { ...each(1_000, 3), events: 1_001, tagged: 999 };
    expect(await attemptChange(root, jobId, 3)).toMatchObject({ changed: 1_000, unchanged: 0 });
    expect(await traces(database)).toEqual(expected);
    // It died after the last part and before the job's end was written.
    expect(await attemptChange(root, jobId, 4)).toMatchObject({ changed: 1_000, unchanged: 0 });
    expect(await traces(database)).toEqual(expected);
  });

  it("is written by one attempt at a time: one that was given up for dead writes nothing more", async () => {
    await seed(600);
    const jobId = await tagAll(root);
    let second: Promise<unknown> | null = null;
    const first = attemptChange(root, jobId, 1, {
      tell: () => {
        second ??= attemptChange(root, jobId, 2);
      },
    });
    expect((await refusal(first)).code).toBe("CONFLICT");
    expect(await second).toMatchObject({ changed: 600 });
    expect(await traces(database)).toEqual(each(600));
  });

  it("asks for the right on each target when it comes to it, and tells of those that were refused by name", async () => {
    // Every tenth is private to the group, which may change it; the others she sees only.
    await seed(3_000);
    const jobId = await tagAll(ada);
    const lost = await attemptChange(ada, jobId, 1, {
      tell: (done) => {
        if (done === 1_500) throw new Error("killed");
      },
    }).catch(async () => {
      const { changed, refused } = (await getBulkChange(database.read, ada.scope, jobId)).counts;
      expect({ changed, refused }).toEqual({ changed: 150, refused: 1_350 });
      await database.write((tx) => tx.delete(memberships).where(eq(memberships.userPk, userPk(ada))));
      return attemptChange(ada, jobId, 2);
    });
    expect(lost).toMatchObject({ changed: 150, unchanged: 0, refused: 2_700, notFound: 150 });
    expect((lost as { refusedTargets: unknown[] }).refusedTargets).toHaveLength(1_000);
    const { items } = await listRefused(database.read, ada.scope, { jobId, sort: "-createdAt", limit: 10 });
    expect(items.map(({ seq }) => seq)).toEqual([2700, 2699, 2698, 2697, 2696, 2695, 2694, 2693, 2692, 2691]);
    const names = await database.read.all<{ name: string }>(
      sql`SELECT name FROM targets WHERE visibility <> 'private'`,
    );
    expect(names.map(({ name }) => name)).toContain(items[0]?.name);
    expect(items[0]?.reason).toBe("not yours to change");
    expect(await traces(database)).toMatchObject({ events: 150, tagged: 150 });
  });

  it("goes on with the role that its owner has by now, and not at all when her account is disabled", async () => {
    await seed(1_000);
    const demoted = await tagAll(root);
    await attemptChange(root, demoted, 1, {
      tell: (done) => {
        if (done === 500) void database.write((tx) => tx.update(users).set({ role: "member" }));
      },
    });
    const { counts } = await getBulkChange(database.read, root.scope, demoted);
    expect(counts.changed + counts.refused + counts.notFound).toBe(1_000);
    expect(counts.changed).toBeLessThan(600);
    await database.write((tx) => tx.update(users).set({ disabledAt: "2026-11-21T00:00:00.000Z" }));
    const disabled = await tagAll(root);
    expect((await refusal(attemptChange(root, disabled))).code).toBe("FORBIDDEN");
    expect((await getBulkChange(database.read, root.scope, disabled)).done).toBe(0);
  });

  it("stops when it is cancelled: what is changed stays, and the rest is left", async () => {
    await seed(1_000);
    const jobId = await tagAll(root);
    let cancelled: Promise<unknown> | null = null;
    const attempt = attemptChange(root, jobId, 1, {
      tell: (done) => {
        if (done === 400) cancelled = cancelJob({ ctx: root, input: { id: jobId } });
      },
    });
    expect((await refusal(attempt)).message).toContain("cancelled");
    await cancelled;
    const { job, done, total, counts } = await getBulkChange(database.read, root.scope, jobId);
    expect({ status: job.status, total, left: total - done }).toMatchObject({ status: "cancelled", total: 1_000 });
    expect(done).toBeLessThan(600);
    expect(await traces(database)).toEqual(each(counts.changed));
    expect(counts.changed).toBe(done);
  });

  it("changes those that were chosen: none that came since, even under the row id of one that is gone", async () => {
    await seed(500);
    const last = await createTarget({ ctx: root, input: { name: "Goes", raDeg: 1, decDeg: 1 } });
    const jobId = await tagAll(root);
    await deleteTarget({ ctx: root, input: { id: last.id } });
    const clock = { now: () => new Date("2026-11-22T00:00:00Z") };
    const late = await createTarget({ ctx: { ...root, clock }, input: { name: "Comes", raDeg: 1, decDeg: 1 } });
    const pks = sql`SELECT max(pk) AS pk FROM targets`;
    expect(await one(database, pks)).toEqual({ pk: 501 });
    expect(await attemptChange(root, jobId)).toMatchObject({ changed: 500, notFound: 1 });
    expect(await one(database, sql`SELECT version FROM targets WHERE id = ${late.id}`)).toEqual({ version: 1 });
  });

  it("changes also what its own change takes out of the filter", async () => {
    await seed(1_200);
    const selection = { filter: { tag: "common" } };
    const jobId = jobOf(await change(root, selection, { kind: "removeTag", tag: "common" }));
    expect(await attemptChange(root, jobId)).toMatchObject({ changed: 300, unchanged: 0, notFound: 0 });
    expect(await one(database, sql`SELECT count(*) AS n FROM target_tags`)).toEqual({ n: 0 });
  });

  it("sets the visibility, and is its owner's to look at", async () => {
    await seed(400);
    const jobId = jobOf(await change(root, everything, { kind: "setVisibility", visibility: "open" }));
    expect(await attemptChange(root, jobId)).toMatchObject({ changed: 360, unchanged: 40 });
    expect(await getBulkChange(database.read, root.scope, jobId)).toMatchObject({
      change: { kind: "setVisibility", visibility: "open" },
      total: 400,
      done: 400,
    });
    expect((await refusal(getBulkChange(database.read, ada.scope, jobId))).code).toBe("NOT_FOUND");
    expect((await refusal(listRefused(database.read, ada.scope, { jobId, limit: 10 }))).code).toBe("NOT_FOUND");
    await database.write((tx) => tx.delete(jobs).where(eq(jobs.id, jobId)));
    expect(await one(database, sql`SELECT count(*) AS n FROM bulk_changes`)).toEqual({ n: 0 });
  });
});

it("reaches a handler that asks for batches in batches, each of its events once, over a restart", async () => {
  const sizes: number[] = [];
  const heard = new Map<string, number>();
  const together: BatchHandler<"target_post_save"> = async (events) => {
    sizes.push(events.length);
    for (const { payload } of events) heard.set(payload.target.id, (heard.get(payload.target.id) ?? 0) + 1);
  };
  const handler = { ...reference("together", async () => undefined), batch: 250, load: async () => together };
  const bed = await createEngineBed([handler], { jobs: [changeManyJob] });
  try {
    const ctx: Context = { ...(await addUser(bed.database, "root", "admin")), config: bed.ctx.config };
    await seedMany(bed.database, { count: 10_000, groupPks: [] });
    const jobId = jobOf(await change(ctx, everything, addAll));
    await bed.engine.start();
    await until(async () => (await getJob(bed.database.read, ctx.scope, jobId)).done > 0);
    await bed.engine.stop(0);
    await bed.engine.start();
    const job = await until(async () => {
      const now = await getJob(bed.database.read, ctx.scope, jobId);
      return now.status === "done" ? now : null;
    }, 60_000);
    expect(job).toMatchObject({ done: 10_000, total: 10_000, message: "10,000 targets changed" });
    expect(job.result).toMatchObject({ changed: 10_000, refused: 0 });
    await until(() => heard.size === 10_000, 120_000);
    expect(sizes.length).toBeLessThan(200);
    expect(Math.max(...sizes)).toBe(250);
  } finally {
    await bed.destroy();
  }
}, 200_000);
