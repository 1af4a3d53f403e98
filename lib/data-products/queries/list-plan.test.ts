import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { silentLogger } from "@/lib/core/logger";
import { lco } from "@/lib/facilities/lco";
import { manual } from "@/lib/facilities/manual";
import { createFacilityRegistry } from "@/lib/facilities/registry";
import { createHttp } from "@/lib/http/create-http";
import { type ObservationFilter, observationSorts } from "@/lib/observations/list-schema";
import { countObservations, listObservations } from "@/lib/observations/queries/list-observations";
import { addGroup, addUser, nobody, seedMany } from "@/lib/targets/testing";
import { bound, createExplainer, type Explainer } from "@/tests/support/explainer";
import { countProducts, type DataProductFilter, listProducts, listProductsQuery } from "./list-products";

/** Files and observations of 8,000 private targets, and a few that everybody sees. */
const count = 8_000;
const http = createHttp();
const facilities = createFacilityRegistry([manual(), lco()], { http, logger: silentLogger });

let database: TestDatabase;
let explainer: Explainer;
let ada: Context;
let eve: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  explainer = createExplainer(database);
  [ada, eve] = [await addUser(database, "ada"), await addUser(database, "eve")];
  const groups = [];
  for (let i = 0; i < 100; i++) groups.push((await addGroup(database, `Group ${i}`, i < 50 ? [ada] : [])).pk);
  await seedMany(database, { count, groupPks: groups });
  await database.write(async (tx) => {
    await tx.run(sql`UPDATE targets SET visibility = CASE WHEN pk % 4000 = 7 THEN 'open' ELSE 'private' END`);
    await tx.run(sql`INSERT INTO observation_records (id, target_pk, facility_id, status, terminal, failed, parameters,
        scheduled_start, created_at, updated_at)
      SELECT 'o' || pk, pk, CASE pk % 2 WHEN 0 THEN 'lco' ELSE 'manual' END, CASE pk % 3 WHEN 0 THEN 'PENDING' ELSE 'COMPLETED' END,
        pk % 3 > 0, 0, '{}', CASE WHEN pk % 2 THEN created_at END, created_at, updated_at FROM targets`);
    await tx.run(sql`INSERT INTO data_products (id, target_pk, observation_pk, type, filename, content_type, size_bytes, sha256,
        storage_key, time_scale, status, created_at, updated_at)
      SELECT 'p' || target_pk, target_pk, pk, CASE pk % 2 WHEN 0 THEN 'photometry' ELSE 'image' END, 'a.csv', 'text/plain', 1, '',
        printf('%040d', pk), 'utc', CASE pk % 5 WHEN 0 THEN 'failed' ELSE 'processed' END, created_at, created_at
      FROM observation_records`);
    await tx.run(sql`ANALYZE`);
  });
}, 60_000);
afterAll(async () => {
  await explainer.close();
  await http.close();
  await database.destroy();
});

/** Looking through all of what a reader may not see, once a row or before the first. */
const walksThrough = /^SCAN (targets|t|o|g|h|m|target_grants|memberships)\b/;

function expectNoWalk(plan: readonly string[]): void {
  expect(plan.length).toBeGreaterThan(0);
  expect(plan.filter((line) => walksThrough.test(line) || line.includes("TEMP B-TREE"))).toEqual([]);
}

const readers = (): Context[] => [ada, eve, nobody(database)];

describe("the list of files, with many private targets", () => {
  const filters: DataProductFilter[] = [
    {},
    { type: "photometry" },
    { status: "failed" },
    { type: "photometry", status: "failed" },
    { targetId: "00000000-0000-7000-8000-000000000008" },
    { observationRecordId: "o8" },
  ];

  it.each(filters)(
    "under %j is read along an index, newest first, and checks the one target of each row",
    async (filter) => {
      for (const { scope } of readers()) {
        const query = listProductsQuery(database.read, scope, { ...filter, limit: 25 }, null).toSQL();
        expectNoWalk(await explainer.planOf(bound(query)));
      }
    },
  );

  it("shows each reader what she sees and no more, page by page, and counts the same", async () => {
    for (const [index, { scope }] of readers().entries()) {
      const items = [];
      let cursor: string | undefined;
      do {
        const page = await listProducts(database.read, scope, { limit: 400, cursor });
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(items).toHaveLength([402, 2, 2][index] ?? 0);
      expect(await countProducts(database.read, scope, {})).toBe(items.length);
    }
  });
});

describe("the list of observations, with many private targets", () => {
  const filters: ObservationFilter[] = [{}, { status: "PENDING" }, { facilityId: "lco" }, { terminal: false }];
  const cases = observationSorts.flatMap((sort) => filters.map((filter) => [sort, filter] as const));

  it.each(cases)(
    "by %s under %j is read along an index, and checks the one target of each row",
    async (sort, filter) => {
      for (const { scope } of readers()) {
        const plans = await explainer.plansOf((db) =>
          listObservations(db, scope, facilities, { filter, sort, limit: 25 }),
        );
        for (const plan of plans) expectNoWalk(plan);
      }
    },
  );

  it("counts what the reader sees", async () => {
    const counts = await Promise.all(readers().map(({ scope }) => countObservations(database.read, scope, {})));
    expect(counts).toEqual([402, 2, 2]);
  });
});
