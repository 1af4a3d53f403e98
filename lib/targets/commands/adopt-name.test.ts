import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { addGroup, addUser, house, refusal } from "../testing";
import { adoptName } from "./adopt-name";
import { createTarget } from "./create-target";

let database: TestDatabase;
let ada: Context;
let ben: Context;
let root: Context;
let adas: { id: string };
let both: { id: string };
beforeEach(async () => {
  database = await createTestDatabase();
  [ada, ben, root] = [
    await addUser(database, "ada"),
    await addUser(database, "ben"),
    await addUser(database, "root", "admin"),
  ];
  adas = await addGroup(database, "Adas", [ada]);
  both = await addGroup(database, "Both", [ada, ben]);
});
afterEach(() => database.destroy());

const make = (ctx: Context, name: string, more: object = {}) =>
  createTarget({ ctx, input: { name, raDeg: 1, decDeg: 1, ...more } });
const told = (ctx: Context, id: string) => adoptName({ ctx, input: { id, name: "SN 2026abc" } });

describe("the name that an authority gave an object", () => {
  it.each([
    ["whoever sees its holder alone", () => ada],
    ["an administrator", () => root],
    ["the house", () => house(database)],
  ])("is taken by a target whose readers do not all see another that has it, when told to %s", async (_who, who) => {
    await make(ada, "SN 2026abc", { groups: [adas.id] });
    const { id } = await make(ben, "AT 2026abc", { groups: [both.id] });
    expect(await told(who(), id)).toMatchObject({ name: "SN 2026abc", aliases: ["AT 2026abc"] });
  });

  it.each([
    ["everybody signed in", { visibility: "public" }],
    ["its group", {}],
  ])("stays with a target that %s sees who sees this one", async (_who, more) => {
    await make(ada, "SN 2026abc", { ...more, groups: [both.id] });
    const { id } = await make(ben, "AT 2026abc", { groups: [both.id] });
    expect((await refusal(told(house(database), id))).message).toBe("SN 2026abc is already the target SN 2026abc");
  });

  it("stays with a target of the same group when the maker is an administrator, who sees everything", async () => {
    await make(ada, "SN 2026abc", { groups: [both.id] });
    const { id } = await make(root, "AT 2026abc", { groups: [both.id] });
    expect((await refusal(told(house(database), id))).code).toBe("CONFLICT");
  });

  it("is taken by a target that nobody need sign in for though one that only people who sign in see has it", async () => {
    await make(ada, "SN 2026abc", { visibility: "public" });
    const { id } = await make(ben, "AT 2026abc", { visibility: "open" });
    expect((await told(house(database), id)).name).toBe("SN 2026abc");
  });

  it.each([
    ["open", "open"],
    ["open", "public"],
    ["public", "public"],
  ] as const)("stays with a target that is %s where it is told to one that is %s", async (holder, asking) => {
    await make(ada, "SN 2026abc", { visibility: holder });
    const { id } = await make(ben, "AT 2026abc", { visibility: asking });
    expect((await refusal(told(house(database), id))).code).toBe("CONFLICT");
  });

  it("is taken by a public target though a private one has it", async () => {
    await make(ada, "SN 2026abc");
    const { id } = await make(ben, "AT 2026abc", { visibility: "public" });
    expect((await told(house(database), id)).name).toBe("SN 2026abc");
  });
});
