import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { findTarget, getTargetKey } from "../queries/get-target";
import { listComments, listMentions } from "../queries/list-comments";
import { listGrants } from "../queries/list-grants";
import { addGroup, addUser, nobody, refusal } from "../testing";
import { addComment, deleteComment, editComment } from "./comments";
import { createTarget } from "./create-target";
import { setGrants } from "./set-grants";

let database: TestDatabase;
let ada: Context;
let ben: Context;
let eve: Context;
let admin: Context;
let adas: { pk: number; id: string; name: string };
let bens: { pk: number; id: string; name: string };

beforeAll(async () => {
  database = await createTestDatabase();
  ada = await addUser(database, "ada");
  ben = await addUser(database, "Ben");
  eve = await addUser(database, "eve");
  admin = await addUser(database, "root", "admin");
  adas = await addGroup(database, "Adas", [ada]);
  bens = await addGroup(database, "Bens", [ben]);
});
afterAll(() => database.destroy());

let serial = 0;
const make = (ctx: Context, more: object = {}) => {
  serial += 1;
  return createTarget({ ctx, input: { name: `Rights ${serial}`, raDeg: 1, decDeg: 1, ...more } });
};

describe("setGrants", () => {
  it("lets people and groups see, change or delete, and takes rights back", async () => {
    const { id } = await make(ada);
    await setGrants({ ctx: ada, input: { id, people: [{ username: "BEN", canChange: true }] } });
    expect(await getTargetKey(database.read, ben.scope, { id })).toMatchObject({ canChange: true, canDelete: false });
    expect(await findTarget(database.read, eve.scope, { id })).toBeNull();
    await setGrants({ ctx: ada, input: { id } });
    expect(await findTarget(database.read, ben.scope, { id })).toBeNull();
    // The creator's own grant is not in the list and stays.
    expect(await getTargetKey(database.read, ada.scope, { id })).toMatchObject({ canChange: true, canDelete: true });
  });

  it("gives nobody a right that the giver lacks", async () => {
    const { id } = await make(ada);
    await setGrants({ ctx: ada, input: { id, people: [{ username: "ben", canChange: true }] } });
    const people = [{ username: "ben", canChange: true, canDelete: true }];
    expect((await refusal(setGrants({ ctx: ben, input: { id, people } }))).code).toBe("FORBIDDEN");
    const groups = [{ id: bens.id, canChange: true }];
    await setGrants({ ctx: ben, input: { id, groups, people: [{ username: "ben", canChange: true }] } });
    expect((await listGrants(database.read, ben.scope, { id })).groups).toEqual([
      { id: bens.id, name: "Bens", canChange: true, canDelete: false },
    ]);
  });

  it("leaves groups alone that the actor cannot see, and refuses foreign ones like unknown ones", async () => {
    const { id } = await make(ada, { groups: [adas.id] });
    await setGrants({
      ctx: ada,
      input: { id, groups: [{ id: adas.id, canChange: true }], people: [{ username: "ben", canChange: true }] },
    });
    await setGrants({ ctx: ben, input: { id, people: [{ username: "ben", canChange: true }] } });
    expect((await listGrants(database.read, ada.scope, { id })).groups).toHaveLength(1);
    const foreign = await refusal(setGrants({ ctx: ben, input: { id, groups: [{ id: adas.id }] } }));
    const unknown = await refusal(setGrants({ ctx: ben, input: { id, groups: [{ id: "nothing" }] } }));
    expect(foreign.fieldErrors).toEqual(unknown.fieldErrors);
    const person = await refusal(setGrants({ ctx: ada, input: { id, people: [{ username: "whoever" }] } }));
    expect(person.fieldErrors?.["people.0.username"]).toBeDefined();
  });

  it("does not let a person lock herself out", async () => {
    const { id } = await make(ada);
    await setGrants({ ctx: ada, input: { id, people: [{ username: "ben", canChange: true }] } });
    const error = await refusal(setGrants({ ctx: ben, input: { id, people: [{ username: "ben" }] } }));
    expect(error.fieldErrors?.people).toBeDefined();
    expect(await getTargetKey(database.read, ben.scope, { id })).toMatchObject({ canChange: true });
  });

  it("is not for those who only see the target", async () => {
    const { id } = await make(ada, { visibility: "public" });
    expect((await refusal(setGrants({ ctx: eve, input: { id } }))).code).toBe("FORBIDDEN");
    expect((await refusal(listGrants(database.read, eve.scope, { id }))).code).toBe("FORBIDDEN");
  });
});

describe("comments", () => {
  it("are visible as the target is", async () => {
    const { id } = await make(ada);
    const comment = await addComment({ ctx: ada, input: { targetId: id, body: "A **bright** one <script>" } });
    expect(comment).toMatchObject({ author: "ada", body: "A **bright** one <script>", editedAt: null });
    expect((await listComments(database.read, ada.scope, { targetId: id })).items).toEqual([comment]);
    expect((await refusal(listComments(database.read, eve.scope, { targetId: id }))).code).toBe("NOT_FOUND");
    expect((await refusal(addComment({ ctx: eve, input: { targetId: id, body: "hello" } }))).code).toBe("NOT_FOUND");
    expect((await refusal(editComment({ ctx: eve, input: { id: comment.id, body: "x" } }))).code).toBe("NOT_FOUND");
    expect((await refusal(addComment({ ctx: nobody(database), input: { targetId: id, body: "x" } }))).code).toBe(
      "UNAUTHENTICATED",
    );
  });

  it("mention only people who see the target, and never in code", async () => {
    const hidden = await make(ada);
    const one = await addComment({
      ctx: ada,
      input: { targetId: hidden.id, body: "@ben. @root, `@eve` x@eve @nobody" },
    });
    expect(one.mentions).toEqual(["root"]);
    const seen = await make(ada, { visibility: "public" });
    const two = await addComment({ ctx: ada, input: { targetId: seen.id, body: "see this, @Ben." } });
    expect(two.mentions).toEqual(["Ben"]);
    if (ben.actor.kind !== "user") throw new Error("ben is a person");
    const mentions = await listMentions(database.read, ben.scope, { userPk: ben.actor.userPk });
    expect(mentions.map((mention) => mention.target.id)).toEqual([seen.id]);
    const edited = await editComment({ ctx: ada, input: { id: two.id, body: "never mind" } });
    expect(edited).toMatchObject({ mentions: [], body: "never mind" });
    expect(edited.editedAt).not.toBeNull();
  });

  it("are changed by who wrote them and deleted by her or an administrator", async () => {
    const { id } = await make(ada, { visibility: "public" });
    const comment = await addComment({ ctx: ada, input: { targetId: id, body: "mine" } });
    expect((await refusal(editComment({ ctx: ben, input: { id: comment.id, body: "x" } }))).code).toBe("FORBIDDEN");
    expect((await refusal(editComment({ ctx: admin, input: { id: comment.id, body: "x" } }))).code).toBe("FORBIDDEN");
    expect((await refusal(deleteComment({ ctx: ben, input: { id: comment.id } }))).code).toBe("FORBIDDEN");
    await deleteComment({ ctx: admin, input: { id: comment.id } });
    expect((await listComments(database.read, ada.scope, { targetId: id })).items).toEqual([]);
  });

  it("refuse empty and endless texts, and page by cursor", async () => {
    const { id } = await make(ada);
    expect(
      (await refusal(addComment({ ctx: ada, input: { targetId: id, body: "  " } }))).fieldErrors?.body,
    ).toBeDefined();
    const endless = "x".repeat(1_000_000);
    expect((await refusal(addComment({ ctx: ada, input: { targetId: id, body: endless } }))).code).toBe(
      "INVALID_INPUT",
    );
    for (const body of ["1", "2", "3"]) await addComment({ ctx: ada, input: { targetId: id, body } });
    const first = await listComments(database.read, ada.scope, { targetId: id, limit: 2 });
    const rest = await listComments(database.read, ada.scope, {
      targetId: id,
      limit: 2,
      cursor: first.nextCursor ?? "",
    });
    expect([...first.items, ...rest.items].map((comment) => comment.body)).toEqual(["3", "2", "1"]);
  });
});
