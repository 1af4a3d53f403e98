import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { newId } from "@/lib/core/ids";
import { getTarget } from "../queries/get-target";
import type { CreateTargetInput } from "../schema";
import { addGroup, addUser, nobody, refusal, seedMany } from "../testing";
import { type BulkSelection, changeTargets } from "./change-targets";
import { createTarget } from "./create-target";

let database: TestDatabase;
let ada: Context;
let ben: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  [ada, ben] = [await addUser(database, "ada"), await addUser(database, "ben")];
  await addGroup(database, "Supernovae", [ada]);
});
afterAll(() => database.destroy());

type Tagging = { ctx: Context; input: { selection: BulkSelection; tag: string } };
const addTagToMany = ({ ctx, input: { selection, tag } }: Tagging) =>
  changeTargets({ ctx, input: { selection, change: { kind: "addTag", tag } } });
const removeTagFromMany = ({ ctx, input: { selection, tag } }: Tagging) =>
  changeTargets({ ctx, input: { selection, change: { kind: "removeTag", tag } } });

let made = 0;
async function make(ctx: Context, fields: Partial<CreateTargetInput> = {}): Promise<string> {
  made += 1;
  const input = { name: `Bulk ${made}`, raDeg: made, decDeg: 10, ...fields };
  return (await createTarget({ ctx, input })).id;
}

const saves = async (id: string): Promise<number> => {
  const rows = await database.read.all(
    sql`SELECT 1 FROM outbox WHERE object_id = ${id} AND payload ->> '$.created' = 0`,
  );
  return rows.length;
};
const trail = async (id: string) =>
  (await database.read.all<{ verb: string }>(sql`SELECT verb FROM audit WHERE target_id = ${id} ORDER BY pk`)).map(
    ({ verb }) => verb,
  );

describe("a bulk change", () => {
  it("changes each ticked target once: next version, one audit row, one event", async () => {
    const [one, other] = [await make(ada), await make(ada, { tags: ["old"] })];
    const input = { selection: { ids: [one, other, one] }, tag: "new" };
    expect(await addTagToMany({ ctx: ada, input })).toMatchObject({
      changed: 2,
      unchanged: 0,
      refused: 0,
      notFound: 0,
    });
    const target = await getTarget(database.read, ada.scope, { id: other });
    expect(target).toMatchObject({ tags: ["new", "old"], version: 2 });
    expect(await trail(other)).toEqual(["target.create", "target.addTag"]);
    expect(await saves(other)).toBe(1);
    expect(await addTagToMany({ ctx: ada, input })).toMatchObject({ changed: 0, unchanged: 2 });
    expect(await saves(other)).toBe(1);
  });

  it("tells a private id of another group and an id of nothing alike, and touches neither", async () => {
    const hidden = await make(ada);
    const input = { selection: { ids: [hidden, newId()] }, tag: "mine now" };
    expect(await addTagToMany({ ctx: ben, input })).toEqual({
      jobId: null,
      changed: 0,
      unchanged: 0,
      refused: 0,
      refusedNames: [],
      notFound: 2,
    });
    expect(await getTarget(database.read, ada.scope, { id: hidden })).toMatchObject({ tags: [], version: 1 });
  });

  it("leaves targets that one sees but may not change, and names them", async () => {
    const [shown, own] = [await make(ada, { name: "Shown", visibility: "public" }), await make(ben)];
    const report = await addTagToMany({ ctx: ben, input: { selection: { ids: [shown, own] }, tag: "x" } });
    expect(report).toMatchObject({ changed: 1, refused: 1, refusedNames: ["Shown: not yours to change"] });
    expect(await getTarget(database.read, ada.scope, { id: shown })).toMatchObject({ tags: [] });
  });

  it("takes all that a filter selects, under the actor's own rights", async () => {
    const marked = [await make(ada, { tags: ["sweep"] }), await make(ada, { tags: ["sweep"] })];
    const foreign = await make(ben, { tags: ["sweep"] });
    const input = { selection: { filter: { tag: "sweep" } }, tag: "sweep" };
    expect(await removeTagFromMany({ ctx: ada, input })).toMatchObject({ changed: 2, notFound: 0 });
    expect(await getTarget(database.read, ada.scope, { id: marked[0] ?? "" })).toMatchObject({ tags: [] });
    expect(await getTarget(database.read, ben.scope, { id: foreign })).toMatchObject({ tags: ["sweep"] });
  });

  it("sets the visibility and leaves what has it already without a trace", async () => {
    const [one, other] = [await make(ada), await make(ada, { visibility: "open" })];
    const change = { kind: "setVisibility", visibility: "open" } as const;
    expect(await changeTargets({ ctx: ada, input: { selection: { ids: [one, other] }, change } })).toMatchObject({
      changed: 1,
      unchanged: 1,
    });
    expect(await getTarget(database.read, nobody(database).scope, { id: one })).toMatchObject({ visibility: "open" });
    expect(await trail(other)).toEqual(["target.create"]);
  });

  it("refuses those who have not signed in, read tokens, and tags that are none", async () => {
    const input = { selection: { ids: [await make(ada)] }, tag: "x" };
    expect((await refusal(addTagToMany({ ctx: nobody(database), input }))).code).toBe("UNAUTHENTICATED");
    const reading = { ...ada, actor: { ...ada.actor, access: "read" } as typeof ada.actor };
    expect((await refusal(addTagToMany({ ctx: reading, input }))).code).toBe("FORBIDDEN");
    const empty = await refusal(addTagToMany({ ctx: ada, input: { ...input, tag: "  " } }));
    expect(empty.fieldErrors).toHaveProperty("tag");
  });

  it("is done while one waits up to 200 targets, and by a job beyond", async () => {
    const many = await createTestDatabase();
    const root = await addUser(many, "root", "admin");
    await seedMany(many, { count: 200, groupPks: [] });
    const tagAll = (tag: string) => addTagToMany({ ctx: root, input: { selection: { filter: {} }, tag } });
    expect(await tagAll("one")).toMatchObject({ jobId: null, changed: 200 });
    await createTarget({ ctx: root, input: { name: "One more", raDeg: 1, decDeg: 1 } });
    expect(await tagAll("two")).toEqual({ jobId: expect.any(String), total: 201 });
    await many.destroy();
  });

  it("refuses a list of more than 10,000 ids before it changes anything", async () => {
    const ids = Array.from({ length: 10_001 }, newId);
    const error = await refusal(addTagToMany({ ctx: ada, input: { selection: { ids }, tag: "x" } }));
    expect(error.code).toBe("LIMIT_EXCEEDED");
  });
});
