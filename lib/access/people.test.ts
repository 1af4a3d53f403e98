import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/core/actor";
import { anonymous } from "@/lib/core/actor";
import { disableUser, enableUser, setRole, updateEmail } from "./commands/change-account";
import { createUser } from "./commands/create-user";
import { ensureFirstAdministrator } from "./commands/ensure-first-administrator";
import { createGroup, deleteGroup, renameGroup } from "./commands/groups";
import { addMember, removeMember, setMemberRole } from "./commands/members";
import { getGroup, listGroups, listUsableGroups } from "./queries/groups";
import { listAudit } from "./queries/list-audit";
import { getUser, listUsers } from "./queries/users";
import { sessionScope, systemScope } from "./scope";
import { createTestPeople, type TestPeople, testPassword } from "./testing";

let people: TestPeople;
let admin: UserActor;
let manager: UserActor;
let member: UserActor;
let outsider: UserActor;
let groupId: string;

beforeAll(async () => {
  people = await createTestPeople();
  admin = await people.user("admin", "admin");
  manager = await people.user("manager");
  member = await people.user("member");
  outsider = await people.user("outsider");
  groupId = await people.group("Transients", [
    [manager, "manager"],
    [member, "member"],
  ]);
});
afterAll(() => people.database.destroy());

const scope = (actor: UserActor) => sessionScope(actor, true);
const refused = (code: string) => ({ code });

describe("accounts", () => {
  it("are made by administrators only", async () => {
    const input = { username: "someone", password: testPassword };
    await expect(createUser({ ctx: people.as(manager), input })).rejects.toMatchObject(refused("FORBIDDEN"));
    await expect(createUser({ ctx: people.as(anonymous), input })).rejects.toMatchObject(refused("UNAUTHENTICATED"));
    const byToken: UserActor = { ...admin, via: "token", access: "read" };
    await expect(createUser({ ctx: people.as(byToken), input })).rejects.toMatchObject(refused("FORBIDDEN"));
  });

  it("have names that cannot be told apart only by case or form", async () => {
    const input = { username: "ＭＥＭＢＥＲ", password: testPassword };
    await expect(createUser({ ctx: people.as(admin), input })).rejects.toMatchObject({
      fieldErrors: { username: ["This name is taken."] },
    });
    for (const username of ["аdmin", "a b", "", "x".repeat(51), "a\u202eb", "<b>", "-x"]) {
      await expect(
        createUser({ ctx: people.as(admin), input: { username, password: testPassword } }),
      ).rejects.toThrow();
    }
  });

  it("never leave without an administrator", async () => {
    const ctx = people.as(admin);
    await expect(disableUser({ ctx, input: { userId: admin.userId } })).rejects.toMatchObject(refused("CONFLICT"));
    await expect(setRole({ ctx, input: { userId: admin.userId, role: "member" } })).rejects.toMatchObject(
      refused("CONFLICT"),
    );
    const second = await people.user("second", "admin");
    await disableUser({ ctx, input: { userId: second.userId } });
    await expect(setRole({ ctx, input: { userId: admin.userId, role: "member" } })).rejects.toMatchObject(
      refused("CONFLICT"),
    );
    await enableUser({ ctx, input: { userId: second.userId } });
    await setRole({ ctx, input: { userId: second.userId, role: "member" } });
  });

  it("show their e-mail address to themselves and administrators only", async () => {
    await updateEmail({ ctx: people.as(admin), input: { userId: member.userId, email: "member@example.org" } });
    const seenBy = async (actor: UserActor) => (await getUser(people.database.read, scope(actor), member.userId)).email;
    expect([await seenBy(member), await seenBy(admin), await seenBy(manager)]).toEqual([
      "member@example.org",
      "member@example.org",
      null,
    ]);
    const input = { userId: member.userId, email: "other@example.org" };
    for (const actor of [manager, member])
      await expect(updateEmail({ ctx: people.as(actor), input })).rejects.toMatchObject(refused("FORBIDDEN"));
  });

  it("are listed to those who share a group, all of them to administrators", async () => {
    const names = async (actor: UserActor) =>
      (await listUsers(people.database.read, scope(actor))).items.map((user) => user.username);
    expect(await names(member)).toEqual(["manager", "member"]);
    expect(await names(outsider)).toEqual(["outsider"]);
    expect(await names(admin)).toContain("outsider");
    await expect(getUser(people.database.read, scope(outsider), member.userId)).rejects.toMatchObject(
      refused("NOT_FOUND"),
    );
    const page = await listUsers(people.database.read, scope(admin), { limit: 2 });
    const next = await listUsers(people.database.read, scope(admin), { limit: 2, cursor: page.nextCursor ?? "" });
    expect(page.items.at(-1)?.username).not.toBe(next.items[0]?.username);
    expect((await listUsers(people.database.read, scope(admin), { q: "%" })).items).toEqual([]);
  });
});

describe("groups", () => {
  it("are known to their members and administrators only", async () => {
    const names = async (actor: UserActor) =>
      (await listUsableGroups(people.database.read, scope(actor))).map((group) => group.name);
    expect([await names(member), await names(outsider), await names(admin)]).toEqual([
      ["Transients"],
      [],
      ["Transients"],
    ]);
    await expect(getGroup(people.database.read, scope(outsider), groupId)).rejects.toMatchObject(refused("NOT_FOUND"));
    const detail = await getGroup(people.database.read, scope(manager), groupId);
    expect(detail).toMatchObject({ canManage: true, myRole: "manager", memberCount: 2 });
    expect((await getGroup(people.database.read, scope(member), groupId)).canManage).toBe(false);
  });

  it("are managed by their own managers and by nobody else below an administrator", async () => {
    const other = await people.group("Others", [[outsider, "manager"]]);
    const add = (actor: UserActor, id: string) =>
      addMember({ ctx: people.as(actor), input: { groupId: id, username: "outsider" } });
    await expect(add(member, groupId)).rejects.toMatchObject(refused("FORBIDDEN"));
    await expect(add(outsider, groupId)).rejects.toMatchObject(refused("NOT_FOUND"));
    await expect(
      addMember({ ctx: people.as(manager), input: { groupId: other, username: "member" } }),
    ).rejects.toMatchObject(refused("NOT_FOUND"));
    await add(manager, groupId);
    await setMemberRole({ ctx: people.as(manager), input: { groupId, userId: outsider.userId, role: "manager" } });
    await removeMember({ ctx: people.as(manager), input: { groupId, userId: outsider.userId } });
    await expect(renameGroup({ ctx: people.as(manager), input: { groupId, name: "Mine" } })).rejects.toMatchObject(
      refused("FORBIDDEN"),
    );
    await expect(createGroup({ ctx: people.as(manager), input: { name: "Mine" } })).rejects.toMatchObject(
      refused("FORBIDDEN"),
    );
  });

  it("can be left by a member, who removes nobody else", async () => {
    const ctx = people.as(member);
    await expect(removeMember({ ctx, input: { groupId, userId: manager.userId } })).rejects.toMatchObject(
      refused("FORBIDDEN"),
    );
    await removeMember({ ctx, input: { groupId, userId: member.userId } });
    expect(await listGroups(people.database.read, scope(member))).toEqual([]);
    await addMember({ ctx: people.as(admin), input: { groupId, username: "member" } });
  });

  it("have names of one spelling, and are deleted only with the name typed again", async () => {
    const ctx = people.as(admin);
    await expect(createGroup({ ctx, input: { name: " transients " } })).rejects.toMatchObject(refused("INVALID_INPUT"));
    for (const name of ["", "  ", "x".repeat(81), "a\nb", "a\u202eb"]) {
      await expect(createGroup({ ctx, input: { name } })).rejects.toThrow();
    }
    const { id } = await createGroup({ ctx, input: { name: "Short lived" } });
    await expect(deleteGroup({ ctx, input: { groupId: id, name: "Transients" } })).rejects.toMatchObject(
      refused("INVALID_INPUT"),
    );
    await deleteGroup({ ctx, input: { groupId: id, name: "short lived" } });
    await expect(getGroup(people.database.read, systemScope("test"), id)).rejects.toMatchObject(refused("NOT_FOUND"));
  });
});

describe("the trail", () => {
  it("has a row for each change, without any password, for administrators", async () => {
    const trail = await listAudit(people.database.read, scope(admin), { limit: 200 });
    const verbs = new Set(trail.items.map((entry) => entry.verb));
    const expected = [
      "user.create",
      "user.disable",
      "user.enable",
      "user.setRole",
      "user.updateEmail",
      "group.create",
      "group.delete",
      "group.addMember",
      "group.removeMember",
      "group.setMemberRole",
    ];
    expect(expected.filter((verb) => !verbs.has(verb))).toEqual([]);
    expect(JSON.stringify(trail)).not.toContain(testPassword);
    expect(JSON.stringify(trail)).not.toContain("$argon2");
    await expect(listAudit(people.database.read, scope(manager))).rejects.toMatchObject(refused("FORBIDDEN"));
    await expect(listAudit(people.database.read, scope(admin), { cursor: "nonsense" })).rejects.toMatchObject(
      refused("INVALID_INPUT"),
    );
  });
});

describe("the first administrator", () => {
  it("is made once, and never changed by a later start", async () => {
    const fresh = await createTestPeople();
    const start = (password: string) =>
      ensureFirstAdministrator({ ctx: fresh.system, input: { username: "Keeper", password } });
    await expect(start("short")).rejects.toMatchObject(refused("MISCONFIGURED"));
    expect(await start("a long enough one")).toEqual({ created: true });
    expect(await start("another long one")).toEqual({ created: false });
    await fresh.database.destroy();
  });
});
