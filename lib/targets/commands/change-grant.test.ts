import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import type { ChangeGrantInput } from "../grant-schema";
import { findTarget, getTargetKey } from "../queries/get-target";
import { listGrants } from "../queries/list-grants";
import { addGroup, addUser, refusal } from "../testing";
import { changeGrant } from "./change-grant";
import { createTarget } from "./create-target";
import { setGrants } from "./set-grants";

let database: TestDatabase;
let ada: Context;
let ben: Context;
let eve: Context;
let adas: { id: string };
let bens: { id: string };

beforeAll(async () => {
  database = await createTestDatabase();
  ada = await addUser(database, "ada");
  ben = await addUser(database, "ben");
  eve = await addUser(database, "eve");
  await addUser(database, "locked");
  await addUser(database, "robot");
  await database.write((tx) => tx.run(sql`UPDATE users SET disabled_at = created_at WHERE username = 'locked'`));
  await database.write((tx) => tx.run(sql`UPDATE users SET is_service = 1 WHERE username = 'robot'`));
  adas = await addGroup(database, "Adas", [ada]);
  bens = await addGroup(database, "Bens", [ben]);
});
afterAll(() => database.destroy());

let serial = 0;
async function make(more: object = {}): Promise<string> {
  serial += 1;
  return (await createTarget({ ctx: ada, input: { name: `Let in ${serial}`, raDeg: 1, decDeg: 1, ...more } })).id;
}

type Step = ChangeGrantInput["step"];
const person = (ctx: Context, id: string, who: string, step: Step) =>
  changeGrant({ ctx, input: { id, kind: "person", who, step } });
const group = (ctx: Context, id: string, who: string, step: Step) =>
  changeGrant({ ctx, input: { id, kind: "group", who, step } });
const rights = async (ctx: Context, id: string) => {
  const { canChange, canDelete } = await getTargetKey(database.read, ctx.scope, { id });
  return { canChange, canDelete };
};

describe("one grant", () => {
  it("lets a person see, then change, then everything, and takes her out again", async () => {
    const id = await make();
    await person(ada, id, "BEN", "view");
    expect(await rights(ben, id)).toEqual({ canChange: false, canDelete: false });
    await person(ada, id, "ben", "change");
    expect(await rights(ben, id)).toEqual({ canChange: true, canDelete: false });
    await person(ada, id, "ben", "all");
    expect(await rights(ben, id)).toEqual({ canChange: true, canDelete: true });
    await person(ada, id, "ben", "none");
    expect(await findTarget(database.read, ben.scope, { id })).toBeNull();
    expect(await rights(ada, id)).toEqual({ canChange: true, canDelete: true });
  });

  it("gives a group of one's own view only, and leaves everybody else's right as it is", async () => {
    const id = await make();
    await person(ada, id, "eve", "change");
    await person(ada, id, "ben", "change");
    await group(ben, id, bens.id, "view");
    await group(ada, id, adas.id, "all");
    await person(ben, id, "eve", "view");
    expect((await listGrants(database.read, ada.scope, { id })).groups).toMatchObject([
      { id: adas.id, canChange: true, canDelete: true },
    ]);
    expect((await listGrants(database.read, ben.scope, { id })).groups).toMatchObject([
      { id: bens.id, canChange: false, canDelete: false },
    ]);
    expect(await rights(eve, id)).toEqual({ canChange: false, canDelete: false });
    expect(await rights(ben, id)).toEqual({ canChange: true, canDelete: false });
  });

  it("says the same of a name that nobody has as of an account that cannot be let in", async () => {
    const id = await make();
    const answers = await Promise.all(
      ["nobody here", "locked", "robot"].map(async (who) => (await refusal(person(ada, id, who, "view"))).fieldErrors),
    );
    expect(answers[0]).toEqual({ who: ["There is nobody of this name who could be let in"] });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    const foreign = await refusal(group(ada, id, bens.id, "view"));
    const unknown = await refusal(group(ada, id, "nothing", "view"));
    expect(foreign.fieldErrors?.who).toEqual(unknown.fieldErrors?.who);
    expect(foreign.fieldErrors?.who).toHaveLength(1);
  });

  it("keeps in a person whose account was locked since, until she is taken out", async () => {
    const id = await make();
    const gone = await addUser(database, "gone");
    await person(ada, id, "gone", "view");
    const pk = gone.actor.kind === "user" ? gone.actor.userPk : -1;
    await database.write((tx) => tx.run(sql`UPDATE users SET disabled_at = created_at WHERE pk = ${pk}`));
    await person(ada, id, "ben", "view");
    const names = async () =>
      (await listGrants(database.read, ada.scope, { id })).people.map(({ username }) => username);
    expect(await names()).toEqual(["ada", "ben", "gone"]);
    await person(ada, id, "gone", "none");
    expect(await names()).toEqual(["ada", "ben"]);
  });

  it("neither gives more than the giver has nor locks her out nor touches the creator, said on the field", async () => {
    const id = await make();
    await person(ada, id, "ben", "change");
    expect((await refusal(person(ben, id, "eve", "all"))).code).toBe("FORBIDDEN");
    expect((await refusal(person(ben, id, "ben", "view"))).fieldErrors?.who).toBeDefined();
    expect((await refusal(person(ben, id, "Ada", "none"))).fieldErrors?.who).toBeDefined();
    expect(await rights(ben, id)).toEqual({ canChange: true, canDelete: false });
  });

  it("is for those who may change the target", async () => {
    const seen = await make({ visibility: "public" });
    expect((await refusal(person(eve, seen, "ben", "view"))).code).toBe("FORBIDDEN");
    expect((await refusal(person(eve, await make(), "ben", "view"))).code).toBe("NOT_FOUND");
  });

  it("loses no grant that another person gives at the same moment", async () => {
    const id = await make();
    await person(ada, id, "ben", "change");
    const both = await Promise.allSettled([group(ada, id, adas.id, "view"), person(ben, id, "eve", "view")]);
    const { groups, people } = await listGrants(database.read, ada.scope, { id });
    const found = [groups.length === 1, people.some(({ username }) => username === "eve")];
    expect(found).toEqual(both.map(({ status }) => status === "fulfilled"));
    await setGrants({ ctx: ada, input: { id } });
  });
});
