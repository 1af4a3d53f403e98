import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { createExplainer, type Explainer } from "@/tests/support/explainer";
import { attemptChange, jobOf } from "@/tests/support/run-change";
import { type RefusedSort, refusedSorts } from "../bulk-schema";
import { changeTargets } from "../commands/change-targets";
import { addUser, refusal, seedMany } from "../testing";
import { getBulkChange } from "./get-bulk-change";
import { listRefused } from "./list-refused";

let database: TestDatabase;
let explainer: Explainer;
let ada: Context;
let jobId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  explainer = createExplainer(database);
  ada = await addUser(database, "ada");
  // Not hers to change, all but the private ones of which she knows nothing.
  await seedMany(database, { count: 300, groupPks: [] });
  const change = { kind: "addTag", tag: "all" } as const;
  jobId = jobOf(await changeTargets({ ctx: ada, input: { selection: { filter: {} }, change } }));
  await attemptChange(ada, jobId);
});
afterAll(async () => {
  await explainer.close();
  await database.destroy();
});

async function everything(sort: RefusedSort | undefined, limit: number) {
  const found = [];
  let cursor: string | undefined;
  do {
    const page = await listRefused(database.read, ada.scope, { jobId, sort, limit, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

describe("the targets that a change of many refused", () => {
  it.each(refusedSorts)("come whole, each once, in pages of any size: %s", async (sort) => {
    const whole = await everything(sort, 200);
    const { counts } = await getBulkChange(database.read, ada.scope, jobId);
    expect(counts.refused).toBeGreaterThan(200);
    expect(whole).toHaveLength(counts.refused);
    expect(await everything(sort, 7)).toEqual(whole);
    const values = whole.map((one) => (sort.endsWith("name") ? one.name.toLowerCase() : one.seq));
    const rising = [...values].sort((a, b) => (a < b ? -1 : 1));
    expect(values).toEqual(sort.startsWith("-") ? rising.reverse() : rising);
  });

  it("come in the order of the change unless asked otherwise, and a cursor stays with its order", async () => {
    expect(await everything(undefined, 100)).toEqual(await everything("createdAt", 100));
    const { nextCursor } = await listRefused(database.read, ada.scope, { jobId, sort: "name", limit: 2 });
    const other = listRefused(database.read, ada.scope, { jobId, limit: 2, cursor: nextCursor ?? "" });
    expect(await refusal(other)).toMatchObject({ fieldErrors: { cursor: expect.anything() } });
  });

  it.each(refusedSorts)("are read along an index, and never sorted: %s", async (sort) => {
    const { nextCursor } = await listRefused(database.read, ada.scope, { jobId, sort, limit: 2 });
    for (const cursor of [undefined, nextCursor ?? ""]) {
      const plans = await explainer.plansOf((db) => listRefused(db, ada.scope, { jobId, sort, limit: 2, cursor }));
      const steps = plans.flat();
      expect(steps).toHaveLength(1);
      const index = sort.endsWith("name") ? "bulk_change_refusals_name" : "sqlite_autoindex_bulk_change_refusals_1";
      expect(steps[0]).toMatch(
        new RegExp(`^SEARCH bulk_change_refusals USING (COVERING )?INDEX ${index} \\(job_id=\\?`),
      );
    }
  });
});
