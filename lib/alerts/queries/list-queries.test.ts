import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokerQueries } from "@/db/schema/alerts";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { newId } from "@/lib/core/ids";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { addGroup, addUser, nobody, refusal } from "@/lib/targets/testing";
import { createExplainer, type Explainer } from "@/tests/support/explainer";
import { type QuerySort, querySorts } from "../schema";
import { countQueries, listQueries, type QueryFilter } from "./list-queries";

let database: TestDatabase;
let explainer: Explainer;
let brokers: BrokerRegistry;
let ann: Context;
let ben: Context;
let root: Context;

// As people write them: capitals, the same name twice, letters beyond ASCII, signs that mean something elsewhere.
const names = [
  "kilonovae",
  "Type Ia",
  "type ia",
  "100%",
  "AT 2018cow",
  "Élan",
  "Type Ia",
  "zebra",
  "_x",
  "B10",
  "b9",
  "A",
];

beforeAll(async () => {
  database = await createTestDatabase();
  explainer = createExplainer(database);
  brokers = createBrokerRegistry([], { http: createHttp({}), logger: silentLogger });
  [ann, ben] = [await addUser(database, "ann"), await addUser(database, "ben")];
  root = await addUser(database, "root", "admin");
  const group = await addGroup(database, "Supernovae", [ann, ben]);
  const pkOf = ({ actor }: Context): number => (actor.kind === "user" ? actor.userPk : -1);
  const at = "2026-11-21T00:00:00.000Z";
  const common = { brokerId: "alerce", schemaVersion: 1, parameters: {}, createdAt: at, updatedAt: at };
  await database.write(async (tx) => {
    for (const [index, name] of names.entries()) {
      const shared = index % 3 === 0 ? { groupPk: group.pk } : {};
      await tx.insert(brokerQueries).values({ ...common, ...shared, id: newId(), name, ownerPk: pkOf(ann) });
    }
    await tx.insert(brokerQueries).values({ ...common, id: newId(), name: "of ben alone", ownerPk: pkOf(ben) });
  });
});
afterAll(async () => {
  await explainer.close();
  await database.destroy();
});

const list = (ctx: Context, filter: Partial<QueryFilter> = {}) =>
  listQueries(database.read, ctx.scope, brokers, { limit: 50, ...filter });

async function everything(ctx: Context, sort: QuerySort, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(ctx, { sort, limit, cursor });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

describe("the list of saved queries", () => {
  it.each(querySorts)("comes whole, each once, in pages of any size: %s", async (sort) => {
    const whole = await everything(ann, sort, 50);
    expect(whole).toHaveLength(names.length);
    for (const limit of [1, 2, 5]) expect(await everything(ann, sort, limit)).toEqual(whole);
    const turned = sort.startsWith("-") ? sort.slice(1) : `-${sort}`;
    expect(await everything(ann, turned as QuerySort, 50)).toEqual([...whole].reverse());
  });

  it("is sorted by name whatever the capitals, and of one name by age", async () => {
    const { items } = await list(ann, { sort: "name" });
    const lower = items.map(({ name }) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
    expect(lower).toEqual([...lower].sort());
    expect(items.filter(({ name }) => /type ia/i.test(name)).map(({ name }) => name)).toEqual([
      "Type Ia",
      "type ia",
      "Type Ia",
    ]);
    expect((await list(ann)).items[0]?.name).toBe(names.at(-1));
  });

  it("holds what the reader sees, and counts the same", async () => {
    for (const [ctx, count] of [
      [ann, names.length],
      [ben, 5],
      [root, names.length + 1],
      [nobody(database), 0],
    ] as const) {
      expect((await list(ctx, { sort: "name" })).items).toHaveLength(count);
      expect(await countQueries(database.read, ctx.scope, {})).toBe(count);
    }
    expect((await list(ben, { sort: "-name", q: "%" })).items.map(({ name }) => name)).toEqual(["100%"]);
  });

  it("refuses the cursor of another order or of another filter", async () => {
    const { nextCursor } = await list(ann, { sort: "name", limit: 2 });
    const cursor = nextCursor ?? "";
    for (const filter of [{ sort: "-name" }, {}, { sort: "name", q: "a" }] as const) {
      expect(await refusal(list(ann, { ...filter, cursor }))).toMatchObject({
        fieldErrors: { cursor: expect.anything() },
      });
    }
  });

  it.each(querySorts)("is read along an index, and never sorted: %s", async (sort) => {
    for (const ctx of [ann, root]) {
      const { nextCursor } = await list(ctx, { sort, limit: 2 });
      for (const cursor of [undefined, nextCursor ?? ""]) {
        const plans = await explainer.plansOf((db) => listQueries(db, ctx.scope, brokers, { sort, limit: 2, cursor }));
        expect(plans).toHaveLength(1);
        const steps = plans.flat();
        expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
        expect(steps[0]).toMatch(sort.endsWith("name") ? /INDEX broker_queries_name/ : /broker_queries/);
      }
    }
  });
});
