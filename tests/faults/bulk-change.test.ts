import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { getJob } from "@/lib/jobs/queries";
import { changeTargets } from "@/lib/targets/commands/change-targets";
import { getBulkChange } from "@/lib/targets/queries/get-bulk-change";
import { addUser, seedMany } from "@/lib/targets/testing";
import { until } from "@/tests/support/engine-bed";
import { mortalOwner } from "@/tests/support/mortal-owner";
import { jobOf } from "@/tests/support/run-change";
import { sound, soundnessOf } from "@/tests/support/soundness";

// An attempt that is killed counts: a job is given up after five.
const [kills, targets] = [4, 10_000];
const limitMs = 120_000;

const owner = mortalOwner("bulk-child.ts");

it(`changes each of ${targets} targets once when its owner is killed ${kills} times meanwhile`, async () => {
  const database = await owner.newDatabase();
  const ctx = { ...(await addUser(database, "root", "admin")), clock: systemClock };
  await seedMany(database, { count: targets, groupPks: [] });
  const change = { kind: "addTag", tag: "all" } as const;
  const jobId = jobOf(await changeTargets({ ctx, input: { selection: { filter: {} }, change } }));
  const done = async (): Promise<number> => (await getBulkChange(database.read, ctx.scope, jobId)).done;
  const doneBy = await owner.killEvenly({ kills, total: targets, done, limitMs });
  expect(Math.max(...doneBy)).toBeLessThan(targets);
  owner.start();
  const job = await until(async () => {
    const now = await getJob(database.read, ctx.scope, jobId);
    return now.status === "queued" || now.status === "running" ? null : now;
  }, limitMs);
  expect(job).toMatchObject({ status: "done", result: { changed: targets, unchanged: 0, refused: 0, notFound: 0 } });
  const [left] = await database.read.all(sql`SELECT
    (SELECT count(*) FROM outbox WHERE event = 'target_post_save') AS events,
    (SELECT count(DISTINCT object_id) FROM outbox WHERE event = 'target_post_save') AS objects,
    (SELECT count(*) FROM audit WHERE verb = 'target.addTag') AS trail,
    (SELECT count(*) FROM targets WHERE version = 2) AS versions,
    (SELECT count(*) FROM target_tags WHERE tag = 'all') AS tags`);
  expect(left).toEqual({ events: targets, objects: targets, trail: targets, versions: targets, tags: targets });
  expect(await soundnessOf(database.path)).toEqual(sound);
}, 600_000);
