import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { notePossibleDuplicates } from "../possible-duplicates";
import { checkDuplicates } from "../queries/check-duplicates";
import { listPossibleDuplicates } from "../queries/list-possible-duplicates";
import { addUser, house, refusal } from "../testing";
import { createTarget } from "./create-target";
import { dismissPossibleDuplicate } from "./dismiss-duplicate";

const now = new Date("2026-11-21T00:00:00Z");
let database: TestDatabase;
let ada: Context;
let ben: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  [ada, ben] = [await addUser(database, "ada"), await addUser(database, "ben")];
});
afterAll(() => database.destroy());

describe("checkDuplicates", () => {
  it("tells of equal names and of what lies near, across RA 0, never of what is invisible or of the target itself", async () => {
    const at = { raDeg: 359.9999, decDeg: 60, visibility: "public" as const };
    const one = await createTarget({ ctx: ada, input: { ...at, name: "Near zero", aliases: ["Other spelling"] } });
    await createTarget({ ctx: ada, input: { ...at, name: "Hidden near zero", visibility: "private" } });
    const ask = {
      names: ["OTHER-spelling", "hidden near zero", ""],
      position: { raDeg: 0.0001, decDeg: 60 },
      radiusArcsec: 2,
      now,
    };
    const found = await checkDuplicates(database.read, ben.scope, ask);
    expect(found.names.map((clash) => [clash.targetId, clash.heldName])).toEqual([[one.id, "Other spelling"]]);
    expect(found.near.map((near) => near.id)).toEqual([one.id]);
    expect(found.near[0]?.separationArcsec).toBeCloseTo(0.36, 6);
    const own = await checkDuplicates(database.read, ben.scope, { ...ask, exceptId: one.id });
    expect(own).toEqual({ names: [], near: [] });
  });
});

describe("dismissPossibleDuplicate", () => {
  it("takes the note from both sides for good, by who may change the target and sees the other", async () => {
    const place = { raDeg: 100, decDeg: 10 };
    const one = await createTarget({ ctx: ada, input: { ...place, name: "Twin 1", visibility: "public" } });
    const two = await createTarget({ ctx: ada, input: { ...place, name: "Twin 2" } });
    const twin = { id: two.id, name: two.name, separationArcsec: 0, reason: "position" as const };
    await notePossibleDuplicates(house(database), one.id, [twin]);
    expect(await listPossibleDuplicates(database.read, ben.scope, one.id)).toEqual([]);
    expect(await listPossibleDuplicates(database.read, ada.scope, two.id)).toHaveLength(1);
    const input = { id: one.id, otherId: two.id };
    expect((await refusal(dismissPossibleDuplicate({ ctx: ben, input }))).code).toBe("NOT_FOUND");
    await dismissPossibleDuplicate({ ctx: ada, input });
    expect(await listPossibleDuplicates(database.read, ada.scope, one.id)).toEqual([]);
    expect(await listPossibleDuplicates(database.read, ada.scope, two.id)).toEqual([]);
    expect((await refusal(dismissPossibleDuplicate({ ctx: ada, input }))).code).toBe("NOT_FOUND");
    await notePossibleDuplicates(house(database), one.id, [twin]);
    expect(await listPossibleDuplicates(database.read, ada.scope, one.id)).toEqual([]);
  });
});
