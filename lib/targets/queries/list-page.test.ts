import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { createTarget } from "../commands/create-target";
import type { TargetSort } from "../list-schema";
import { addGroup, addUser, refusal, seedMany } from "../testing";
import { listTargetPage } from "./list-page";

let database: TestDatabase;
let ada: Context;
let ben: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  [ada, ben] = [await addUser(database, "ada"), await addUser(database, "ben")];
  const group = await addGroup(database, "Seeded", [ada]);
  await seedMany(database, { count: 240, groupPks: [group.pk] });
});
afterAll(() => database.destroy());

const read = (ctx: Context, args: Partial<Parameters<typeof listTargetPage>[2]>) =>
  listTargetPage(database.read, ctx.scope, { filter: {}, sort: "-createdAt", now: ctx.clock.now(), ...args });
const namesOf = (page: { items: { name: string }[] }): string[] => page.items.map((row) => row.name);

describe("listTargetPage", () => {
  it.each<TargetSort>(["-createdAt", "name", "-newestDetection", "newestMag"])(
    "shows the same pages on the way back as on the way out, sorted by %s",
    async (sort) => {
      const out = [await read(ada, { sort })];
      for (let last = out[0]; last?.nextCursor; last = out.at(-1))
        out.push(await read(ada, { sort, cursor: last.nextCursor }));
      expect(new Set(out.flatMap(namesOf)).size).toBe(240);
      expect(out[0]?.previousCursor).toBeNull();
      const back = [out.at(-1)];
      for (let first = back[0]; first?.previousCursor; first = back[0]) {
        back.unshift(await read(ada, { sort, before: first.previousCursor }));
      }
      expect(back.map((page) => page && namesOf(page))).toEqual(out.map(namesOf));
    },
  );

  it("shows a whole first page where fewer rows stand before the place", async () => {
    const first = await read(ada, {});
    const second = await read(ada, { cursor: first.nextCursor });
    const nearly = await read(ada, { before: second.previousCursor });
    expect(namesOf(nearly)).toEqual(namesOf(first));
    expect(nearly.previousCursor).toBeNull();
  });

  it("leaves out what the reader does not see", async () => {
    expect(namesOf(await read(ada, { limit: 200 }))).not.toEqual(namesOf(await read(ben, { limit: 200 })));
  });

  it("tells the distance from the middle of a cone, and redshift and classification where asked", async () => {
    await createTarget({
      ctx: ada,
      input: {
        name: "Near",
        raDeg: 359.999,
        decDeg: 0,
        redshift: { value: 0 },
        classifications: [{ name: "SN Ia", source: "TNS" }],
      },
    });
    const filter = { cone: { raDeg: 0.001, decDeg: 0, radiusArcsec: 8 } };
    const { items } = await read(ada, { filter, withEntries: true });
    expect(items[0]).toMatchObject({ name: "Near", redshift: 0, classification: { name: "SN Ia", source: "TNS" } });
    expect(items[0]?.separationArcsec).toBeCloseTo(7.2, 6);
    expect((await read(ada, { filter: { q: "Near" } })).items[0]).toMatchObject({
      redshift: null,
      classification: null,
      separationArcsec: null,
    });
  });

  it("gives what lies in a cone nearest first, page by page and back, and nothing hidden", async () => {
    const place = { raDeg: 210.5, decDeg: -44 };
    const arcsec = [9, 2, 7, 1, 8, 3, 6, 4, 5];
    for (const distance of arcsec) {
      // A cluster: two at each distance, which the row then puts in order.
      for (const [side, sign] of [
        ["north", 1],
        ["south", -1],
      ] as const) {
        const input = { name: `Around ${distance} ${side}`, ...place, decDeg: place.decDeg + (sign * distance) / 3600 };
        await createTarget({ ctx: ada, input });
      }
    }
    const filter = { cone: { ...place, radiusArcsec: 8.5 } };
    const sort = "separation";
    const out = [await read(ada, { filter, sort, limit: 6 })];
    for (let last = out[0]; last?.nextCursor; last = out.at(-1))
      out.push(await read(ada, { filter, sort, limit: 6, cursor: last.nextCursor }));
    const separations = out.flatMap((page) => page.items.map((row) => Math.round(row.separationArcsec ?? -1)));
    expect(separations).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8]);
    const back = await read(ada, { filter, sort, limit: 6, before: out[2]?.previousCursor ?? null });
    expect(namesOf(back)).toEqual(namesOf(out[1] ?? { items: [] }));
    expect((await read(ben, { filter, sort })).items).toEqual([]);
  });

  it("sorts by separation only within a cone that is small enough to be sorted", async () => {
    for (const filter of [{}, { cone: { raDeg: 1, decDeg: 1, radiusArcsec: 18_001 } }]) {
      expect((await refusal(read(ada, { filter, sort: "separation" }))).fieldErrors).toHaveProperty("sort");
    }
  });

  it.each(["cursor", "before"] as const)("refuses a %s that is not of this list", async (name) => {
    const { nextCursor } = await read(ada, { sort: "name" });
    for (const given of ["abc", nextCursor ?? ""]) {
      expect((await refusal(read(ada, { [name]: given }))).fieldErrors).toHaveProperty("cursor");
    }
  });
});
