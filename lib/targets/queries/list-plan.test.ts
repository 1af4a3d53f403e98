import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { createExplainer, type Explainer } from "@/tests/support/explainer";
import { type TargetFilter, type TargetSort, targetSorts } from "../list-schema";
import { addGroup, addUser, nobody, seedMany } from "../testing";
import { checkDuplicates } from "./check-duplicates";
import { getTarget } from "./get-target";
import { listTargetObjects, listTargets } from "./list-targets";

const now = new Date("2026-11-21T00:00:00Z");
const count = 100_000;
// Separation is an order within a cone alone: list-page.test.ts has it.
const sorts = targetSorts.filter((sort) => sort !== "separation");

let database: TestDatabase;
let explainer: Explainer;
let ada: Context;
let groupId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  explainer = createExplainer(database);
  ada = await addUser(database, "ada");
  const groups = [];
  for (let i = 0; i < 100; i++) groups.push(await addGroup(database, `Group ${i}`, i < 50 ? [ada] : []));
  groupId = groups[0]?.id ?? "";
  await seedMany(database, { count, groupPks: groups.map((group) => group.pk) });
});
afterAll(async () => {
  await explainer.close();
  await database.destroy();
});

const plansOf: Explainer["plansOf"] = (work) => explainer.plansOf(work);

const walksThrough = /^SCAN (targets|t|n|target_names|target_grants|g|h|target_tags)$/;

describe("plans", () => {
  const sorted: [TargetSort, boolean][] = sorts.flatMap((sort): [TargetSort, boolean][] => [
    [sort, true],
    [sort, false],
  ]);

  it.each(sorted)(
    "stream the list by an index under sort %s (signed in: %s): no scan, no sort, any page",
    async (sort, signedIn) => {
      const scope = signedIn ? ada.scope : nobody(database).scope;
      const first = await listTargets(database.read, scope, { sort, now });
      for (const cursor of [undefined, first.nextCursor ?? undefined]) {
        const plans = await plansOf((db) => listTargets(db, scope, { sort, cursor, now }));
        const [details, keys] = [plans.at(-1) ?? [], plans.slice(0, -1)];
        expect(keys.flat().filter((step) => walksThrough.test(step) || step.includes("TEMP B-TREE"))).toEqual([]);
        // The sorts that are left are those of the few names of one target.
        expect(details[0]).toBe("SEARCH targets USING INTEGER PRIMARY KEY (rowid=?)");
      }
    },
  );

  const filters: [string, TargetFilter][] = [
    ["part of many names", { q: "ZTF20" }],
    ["part of an alias", { q: "aia0007" }],
    ["a short beginning", { q: "zt" }],
    ["a spelling", { fuzzy: "gaia 0000 0007" }],
    ["a narrow cone", { cone: { raDeg: 359.999, decDeg: 12, radiusArcsec: 30 } }],
    ["a wide cone", { cone: { raDeg: 10, decDeg: 89, radiusArcsec: 20_000 } }],
    ["a common tag", { tag: "common" }],
    ["a rare tag", { tag: "rare" }],
    ["a rare type", { type: "NON_SIDEREAL" }],
    ["creation", { createdAfter: "2023-11-15T00:00:00Z" }],
    ["a late change", { updatedAfter: "2023-11-26T11:00:00Z" }],
    ["a late detection", { newestAfter: "60498" }],
    ["brightness", { magMin: 14.5, magMax: 14.501 }],
  ];

  it.each(filters)("look rows up by an index for %s, in the order of creation and of names", async (_, filter) => {
    for (const sort of ["-createdAt", "name"] as const) {
      const plans = await plansOf((db) => listTargets(db, ada.scope, { sort, filter, now }));
      expect(plans.flat().filter((step) => walksThrough.test(step))).toEqual([]);
    }
  });

  it("stream a group, a tag and a text in the order of creation without sorting", async () => {
    for (const filter of [{ group: groupId }, { tag: "common" }, { q: "ZTF" }, { q: "aia0001" }]) {
      const plans = await plansOf((db) => listTargets(db, ada.scope, { filter, now }));
      const keys = plans.slice(0, -1).flat();
      expect(keys.filter((step) => step.includes("USE TEMP B-TREE FOR ORDER BY"))).toEqual([]);
    }
  });

  it("find one target, its duplicates and its neighbours on the sky by indexes", async () => {
    const [row] = (await listTargets(database.read, ada.scope, { limit: 1, now })).items;
    const check = { names: ["ZTF20 bba 000027", "new"], position: { raDeg: 0, decDeg: 0 }, radiusArcsec: 2, now };
    const plans = await plansOf(async (db) => {
      await getTarget(db, ada.scope, { id: row?.id ?? "" });
      await checkDuplicates(db, ada.scope, check);
    });
    expect(plans.flat().filter((step) => walksThrough.test(step))).toEqual([]);
  });
});

describe("pages of few visible rows among many", () => {
  it("are full and right for a reader who sees one row in hundreds, without a long statement", async () => {
    const eve = await addUser(database, "eve");
    await addGroup(database, "Eves", [eve]);
    await database.write(async (tx) => {
      await tx.run(sql`UPDATE targets SET visibility = 'private'`);
      await tx.run(sql`INSERT INTO target_grants (target_pk, principal_kind, principal_pk, can_change, can_delete, created_at)
        SELECT t.pk, 'user', u.pk, 0, 0, '' FROM targets t JOIN users u ON u.username = 'eve' WHERE t.pk % 997 = 3`);
    });
    for (const sort of ["-createdAt", "name", "newestMag"] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTargetObjects(database.read, eve.scope, { sort, limit: 40, cursor, now });
        seen.push(...page.items.map((one) => one.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(101);
    }
    // More than are looked up at once: found window by window.
    await database.write((tx) =>
      tx.run(sql`INSERT OR IGNORE INTO target_grants (target_pk, principal_kind, principal_pk, can_change, can_delete, created_at)
        SELECT t.pk, 'user', u.pk, 0, 0, '' FROM targets t JOIN users u ON u.username = 'eve' WHERE t.pk < 3001`),
    );
    const all = await listTargets(database.read, eve.scope, { sort: "createdAt", limit: 200, now });
    const newest = await listTargets(database.read, eve.scope, { limit: 200, now });
    expect([all.items.length, newest.items.length]).toEqual([200, 200]);
    expect(newest.items[0]?.createdAt.localeCompare(newest.items[199]?.createdAt ?? "")).toBe(1);
  });
});
