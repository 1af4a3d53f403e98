import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { findTarget, getTarget } from "../queries/get-target";
import { listHistory } from "../queries/list-history";
import { listTargets } from "../queries/list-targets";
import { addGroup, addUser, nobody, refusal } from "../testing";
import type { TargetDto } from "../types";
import { createTarget } from "./create-target";
import { deleteTarget } from "./delete-target";
import { addAlias, removeAlias } from "./target-aliases";
import { addClassification, addRedshift, removeClassification } from "./target-entries";
import { addTag, removeTag, setTags } from "./target-tags";
import { updateTarget } from "./update-target";

let database: TestDatabase;
let ada: Context;
let ben: Context;
let eve: Context;
let shared: { pk: number; id: string; name: string };
let bens: { pk: number; id: string; name: string };

beforeAll(async () => {
  database = await createTestDatabase();
  ada = await addUser(database, "ada");
  ben = await addUser(database, "ben");
  eve = await addUser(database, "eve");
  shared = await addGroup(database, "Shared", [ada, ben]);
  bens = await addGroup(database, "Bens", [ben]);
});
afterAll(() => database.destroy());

let serial = 0;
const make = (ctx: Context, more: object = {}): Promise<TargetDto> => {
  serial += 1;
  return createTarget({ ctx, input: { name: `Update ${serial}`, raDeg: serial, decDeg: 0, ...more } });
};

const traces = async (id: string): Promise<{ audits: number; events: number }> => {
  const [row] = await database.read.all<{ audits: number; events: number }>(sql`SELECT
    (SELECT count(*) FROM audit WHERE target_id = ${id}) AS audits,
    (SELECT count(*) FROM outbox WHERE object_id = ${id}) AS events`);
  return row ?? { audits: -1, events: -1 };
};

describe("updateTarget", () => {
  it("applies only the named fields and clears those that are null", async () => {
    const { id } = await make(ada, { epoch: 2015.5, parallaxMas: 0, tags: ["a"], extras: { x: 1, y: 2 } });
    const after = await updateTarget({ ctx: ada, input: { id, epoch: null, extras: { x: null, z: "new" } } });
    expect(after).toMatchObject({ epoch: null, parallaxMas: 0, tags: ["a"], extras: { y: 2, z: "new" }, version: 2 });
  });

  it("fires one event and writes one audit row a change, and nothing when nothing changes", async () => {
    const target = await make(ada, { aliases: ["Other name 1"], redshift: { value: 0.1, source: "me" } });
    expect(await traces(target.id)).toEqual({ audits: 1, events: 1 });
    const same = { aliases: target.aliases, raDeg: target.raDeg, tags: [], redshift: { value: 0.1 }, groups: [] };
    const unchanged = await updateTarget({ ctx: ada, input: { id: target.id, ...same } });
    expect(unchanged).toEqual(target);
    expect(await traces(target.id)).toEqual({ audits: 1, events: 1 });
    await updateTarget({ ctx: ada, input: { id: target.id, name: "Renamed 1", tags: ["t"], redshift: { value: 0 } } });
    expect(await traces(target.id)).toEqual({ audits: 2, events: 2 });
    const [event] = await database.read.all<{ payload: string }>(
      sql`SELECT payload FROM outbox WHERE object_id = ${target.id} ORDER BY pk DESC LIMIT 1`,
    );
    expect(JSON.parse(event?.payload ?? "")).toMatchObject({
      created: false,
      target: { name: "Renamed 1", tags: ["t"], redshift: { value: 0, source: "ada" }, version: 2 },
    });
  });

  it("refuses a stale version and hands over the target as it is now", async () => {
    const { id } = await make(ada);
    await updateTarget({ ctx: ada, input: { id, version: 1, tags: ["first"] } });
    const error = await refusal(updateTarget({ ctx: ada, input: { id, version: 1, tags: ["second"] } }));
    expect(error.code).toBe("CONFLICT");
    expect(error.detail).toMatchObject({ stale: true, expected: 1, current: { version: 2, tags: ["first"] } });
  });

  it("lets one of several simultaneous edits of one version through", async () => {
    const { id } = await make(ada);
    const edits = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        updateTarget({ ctx: ada, input: { id, version: 1, tags: [`t${index}`] } }),
      ),
    );
    expect(edits.filter((edit) => edit.status === "fulfilled")).toHaveLength(1);
    expect((await getTarget(database.read, ada.scope, { id })).version).toBe(2);
  });

  it("never strips a group that the editor cannot see, and drops one that she can", async () => {
    const { id } = await make(ben, { groups: [shared.id, bens.id] });
    const byAda = await updateTarget({ ctx: ada, input: { id, groups: [shared.id], tags: ["x"] } });
    expect(byAda.groups).toEqual([{ id: shared.id, name: "Shared" }]);
    expect((await getTarget(database.read, ben.scope, { id })).groups).toHaveLength(2);
    await updateTarget({ ctx: ben, input: { id, groups: [bens.id] } });
    expect(await findTarget(database.read, ada.scope, { id })).toBeNull();
    expect((await getTarget(database.read, ben.scope, { id })).groups).toEqual([{ id: bens.id, name: "Bens" }]);
  });

  it("tells invisible from not allowed", async () => {
    const hidden = await make(ada);
    expect((await refusal(updateTarget({ ctx: eve, input: { id: hidden.id, tags: ["x"] } }))).code).toBe("NOT_FOUND");
    const open = await make(ada, { visibility: "open" });
    expect((await refusal(updateTarget({ ctx: eve, input: { id: open.id, tags: ["x"] } }))).code).toBe("FORBIDDEN");
    expect((await refusal(updateTarget({ ctx: nobody(database), input: { id: open.id } }))).code).toBe(
      "UNAUTHENTICATED",
    );
    expect((await refusal(deleteTarget({ ctx: eve, input: { id: open.id } }))).code).toBe("FORBIDDEN");
    expect((await refusal(deleteTarget({ ctx: eve, input: { id: hidden.id } }))).code).toBe("NOT_FOUND");
  });

  it("checks the whole target when its shape changes, and clears the elements of one that becomes sidereal", async () => {
    const comet = await createTarget({
      ctx: ada,
      input: {
        name: "C/2020 F3",
        type: "NON_SIDEREAL",
        scheme: "MPC_COMET",
        epochOfElementsMjd: 59034,
        inclinationDeg: 128.9,
        longAscNodeDeg: 61.0,
        argOfPerihelionDeg: 37.3,
        eccentricity: 0.99918,
        perihelionDistanceAu: 0.29468,
        epochOfPerihelionMjd: 59033.7,
      },
    });
    const error = await refusal(updateTarget({ ctx: ada, input: { id: comet.id, perihelionDistanceAu: null } }));
    expect(error.fieldErrors?.perihelionDistanceAu).toBeDefined();
    const star = { id: comet.id, type: "SIDEREAL" as const, raDeg: 0, decDeg: 0 };
    const after = await updateTarget({ ctx: ada, input: star });
    expect(after).toMatchObject({ type: "SIDEREAL", raDeg: 0, scheme: null, eccentricity: null });
  });

  it("renames to an own alias, refuses somebody else's name, and moves the search along", async () => {
    const { id } = await make(ada, { name: "Old swap", aliases: ["New swap", "Third swap"] });
    const after = await updateTarget({ ctx: ada, input: { id, name: "new-swap" } });
    expect(after).toMatchObject({ name: "new-swap", aliases: ["Third swap"] });
    const other = await make(ada, { name: "Taken swap" });
    const error = await refusal(updateTarget({ ctx: ada, input: { id, name: "TAKEN  SWAP" } }));
    expect(error.fieldErrors?.name?.[0]).toContain("Taken swap");
    const find = async (q: string) =>
      (await listTargets(database.read, ada.scope, { filter: { q }, now: new Date() })).items.map((row) => row.name);
    expect(await find("Old swap")).toEqual([]);
    expect(await find("w-swa")).toEqual(["new-swap"]);
    await deleteTarget({ ctx: ada, input: { id: other.id } });
    expect((await updateTarget({ ctx: ada, input: { id, name: "Taken swap" } })).name).toBe("Taken swap");
  });
});

describe("aliases, tags and entries", () => {
  it("are each one change of the target", async () => {
    const { id } = await make(ada);
    await addAlias({ ctx: ada, input: { id, alias: "Alias of mine" } });
    await addTag({ ctx: ada, input: { id, tag: "one" } });
    await addTag({ ctx: ada, input: { id, tag: "one" } });
    await setTags({ ctx: ada, input: { id, tags: ["two", "three"] } });
    await removeTag({ ctx: ada, input: { id, tag: "two" } });
    await addRedshift({ ctx: ada, input: { id, value: 0 } });
    const entry = await addClassification({ ctx: ada, input: { id, name: "SN Ia", probability: 0 } });
    expect(entry).toMatchObject({ source: "ada", by: "ada", probability: 0 });
    const target = await getTarget(database.read, ada.scope, { id });
    expect(target).toMatchObject({ aliases: ["Alias of mine"], tags: ["three"], redshift: { value: 0 }, version: 7 });
    expect(await traces(id)).toEqual({ audits: 7, events: 7 });
    await removeClassification({ ctx: ada, input: { id, entryId: entry.id } });
    await removeAlias({ ctx: ada, input: { id, alias: "alias-of-MINE" } });
    expect(await getTarget(database.read, ada.scope, { id })).toMatchObject({
      aliases: [],
      classifications: [],
      version: 9,
    });
  });

  it("refuse a name that the target holds already, and one that another visible target holds", async () => {
    const { id, name } = await make(ada);
    expect((await refusal(addAlias({ ctx: ada, input: { id, alias: name.toUpperCase() } }))).code).toBe("CONFLICT");
    await make(ada, { name: "Held elsewhere" });
    expect((await refusal(addAlias({ ctx: ada, input: { id, alias: "held_elsewhere" } }))).code).toBe("CONFLICT");
    expect((await refusal(removeAlias({ ctx: ada, input: { id, alias: "nothing" } }))).code).toBe("NOT_FOUND");
  });
});

describe("deleteTarget", () => {
  it("frees the names, takes all that hangs on it, and keeps what it was in the trail", async () => {
    const { id, name } = await make(ada, { aliases: ["Freed alias"], tags: ["gone"] });
    await deleteTarget({ ctx: ada, input: { id } });
    expect(await findTarget(database.read, ada.scope, { id })).toBeNull();
    const [left] = await database.read.all(sql`SELECT
      (SELECT count(*) FROM target_names WHERE name IN (${name}, 'Freed alias')) AS names,
      (SELECT count(*) FROM target_search WHERE target_search MATCH '"freed alias"') AS hits`);
    expect(left).toEqual({ names: 0, hits: 0 });
    const [trail] = await database.read.all<{ summary: string; changes: string }>(
      sql`SELECT summary, changes FROM audit WHERE target_id = ${id} ORDER BY pk DESC LIMIT 1`,
    );
    expect(trail?.summary).toBe(`Deleted ${name}`);
    expect(trail?.changes).toContain("Freed alias");
    expect((await make(ada, { name, aliases: ["Freed alias"] })).name).toBe(name);
  });

  it("refuses a stale version", async () => {
    const { id } = await make(ada);
    await setTags({ ctx: ada, input: { id, tags: ["new"] } });
    expect((await refusal(deleteTarget({ ctx: ada, input: { id, version: 1 } }))).detail).toMatchObject({
      stale: true,
    });
  });
});

describe("listHistory", () => {
  it("gives who changed what, newest first, without telling who got rights", async () => {
    const { id } = await make(ada, { visibility: "public" });
    await updateTarget({ ctx: ada, input: { id, tags: ["seen"], groups: [shared.id] } });
    const { items } = await listHistory(database.read, eve.scope, { id });
    expect(items.map((entry) => entry.verb)).toEqual(["target.update", "target.create"]);
    expect(items[0]?.actorName).toBe("ada");
    expect((await listHistory(database.read, ada.scope, { id })).items[0]?.changes).toEqual({ tags: [[], ["seen"]] });
    const page = await listHistory(database.read, eve.scope, { id, limit: 1 });
    const rest = await listHistory(database.read, eve.scope, { id, limit: 1, cursor: page.nextCursor ?? "" });
    expect([rest.items[0]?.verb, rest.nextCursor]).toEqual(["target.create", null]);
  });

  it("keeps what was taken out before a target was opened from those who only see it", async () => {
    const { id } = await make(ada, { name: "Codename Zephyr" });
    await updateTarget({ ctx: ada, input: { id, name: "AT 2099abc", visibility: "open" } });
    expect(JSON.stringify(await listHistory(database.read, eve.scope, { id }))).not.toContain("Zephyr");
    expect(JSON.stringify(await listHistory(database.read, ada.scope, { id }))).toContain("Zephyr");
    expect(await refusal(listHistory(database.read, nobody(database).scope, { id }))).toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });
});
