import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/access/context";
import { nobody, refusal } from "@/lib/targets/testing";
import { createExplainer, type Explainer } from "@/tests/support/explainer";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";
import { type ObservationFilter, type ObservationSort, observationSorts } from "../list-schema";
import { countObservations, listObservations, listObservationsOnSky } from "./list-observations";

let bed: ObservationBed;
let explainer: Explainer;
let ada: Context;
let eve: Context;
let first: string;

beforeAll(async () => {
  bed = await createObservationBed();
  explainer = createExplainer(bed.database);
  [ada, eve] = [await bed.person("ada"), await bed.person("eve")];
  first = await bed.target(ada, { visibility: "open" });
  const hidden = await bed.target(ada, { visibility: "private" });
  for (let i = 0; i < 12; i++) {
    bed.setClock(new Date(Date.parse("2026-11-21T00:00:00Z") + i * 60_000).toISOString());
    await bed.record(ada, i % 3 === 0 ? hidden : first, {
      status: i % 4 === 0 ? "COMPLETED" : "PENDING",
      ...(i % 2 === 0 ? { scheduledStart: `2026-12-${String(20 - i)}T00:00:00Z` } : {}),
    });
  }
  await bed.record(ada, first, { facilityId: "lco", observationId: "3400003" });
});
afterAll(async () => {
  await explainer.close();
  await bed.destroy();
});

const list = (
  ctx: Context,
  args: { filter?: ObservationFilter; sort?: ObservationSort; limit?: number; cursor?: string },
) =>
  listObservations(bed.database.read, ctx.scope, bed.facilities, {
    filter: args.filter ?? {},
    sort: args.sort ?? "-createdAt",
    limit: args.limit ?? 50,
    cursor: args.cursor,
  });

async function everything(ctx: Context, sort: ObservationSort, limit: number) {
  const pages = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(ctx, { sort, limit, ...(cursor ? { cursor } : {}) });
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages.flat();
}

describe("the list of observation records", () => {
  it.each(observationSorts)("comes whole, in order, nothing twice, in pages of any size: %s", async (sort) => {
    const whole = await everything(ada, sort, 50);
    expect(whole).toHaveLength(13);
    expect(await everything(ada, sort, 3)).toEqual(whole);
    const field = sort.replace("-", "") as "createdAt" | "scheduledStart" | "updatedAt";
    const values = whole.flatMap((one) => one[field] ?? []);
    expect(values).toEqual(
      [...values].sort((a, b) => (sort.startsWith("-") ? b.localeCompare(a) : a.localeCompare(b))),
    );
    expect(whole.slice(0, values.length).every((one) => one[field] !== null)).toBe(true);
  });

  it("holds what the reader sees, and counts the same", async () => {
    for (const who of [eve, nobody(bed.database)]) {
      const { items } = await list(who, {});
      expect(items).toHaveLength(9);
      expect(items.every(({ targetId }) => targetId === first)).toBe(true);
      expect(await countObservations(bed.database.read, who.scope, {})).toBe(9);
    }
  });

  it("is narrowed by target, facility, state, and whether it is over", async () => {
    const count = async (filter: ObservationFilter): Promise<number> => {
      const { items } = await list(ada, { filter });
      expect(await countObservations(bed.database.read, ada.scope, filter)).toBe(items.length);
      return items.length;
    };
    expect(await count({ targetId: first })).toBe(9);
    expect(await count({ facilityId: "lco" })).toBe(1);
    expect(await count({ status: "COMPLETED" })).toBe(3);
    expect(await count({ terminal: true })).toBe(4);
    expect(await count({ terminal: false, targetId: first })).toBe(6);
    expect(await count({ targetId: "none" })).toBe(0);
  });

  it("refuses a cursor of another list, or of none", async () => {
    const { nextCursor } = await list(ada, { limit: 2 });
    const strange = { sort: "createdAt", cursor: nextCursor ?? "" } as const;
    expect(await refusal(list(ada, strange))).toMatchObject({ fieldErrors: { cursor: expect.anything() } });
    expect(await refusal(list(ada, { cursor: "x" }))).toMatchObject({ fieldErrors: { cursor: expect.anything() } });
  });

  it("shows on the sky what the reader sees, the newest first", async () => {
    const sky = await listObservationsOnSky(bed.database.read, eve.scope, { terminal: false });
    expect(sky).toHaveLength(6);
    expect(sky[0]).toMatchObject({ raDeg: 1, decDeg: -1, status: "PENDING", terminal: false });
  });
});

describe("plans", () => {
  const filters: ObservationFilter[] = [{}, { status: "PENDING" }, { facilityId: "lco" }, { terminal: false }];
  const cases = observationSorts.flatMap((sort) => filters.map((filter) => [sort, filter] as const));

  it.each(cases)("a page by %s under %j is read along an index and not sorted", async (sort, filter) => {
    for (const ctx of [ada, nobody(bed.database)]) {
      const plans = await explainer.plansOf((db) =>
        listObservations(db, ctx.scope, bed.facilities, { filter, sort, limit: 25, cursor: undefined }),
      );
      const plan = plans.flat();
      expect(plan.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
      expect(plan.filter((line) => /^SCAN targets/.test(line))).toEqual([]);
    }
  });
});
