import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { targetGrants, targets } from "@/db/schema/targets";
import { anonymous, type UserActor } from "@/lib/core/actor";
import { newId } from "@/lib/core/ids";
import { disableUser } from "../commands/change-account";
import { getGroupRow } from "../commands/find-rows";
import { sessionScope } from "../scope";
import { createTestPeople, type TestPeople } from "../testing";
import { whoCanSee } from "./who-can-see";

let people: TestPeople;
let admin: UserActor;
let creator: UserActor;
let guest: UserActor;
let member: UserActor;
let outsider: UserActor;
let groupId: string;
const ids = { open: newId(), public: newId(), private: newId() };

beforeAll(async () => {
  people = await createTestPeople();
  admin = await people.user("admin", "admin");
  creator = await people.user("creator");
  guest = await people.user("guest");
  member = await people.user("member");
  outsider = await people.user("outsider");
  const gone = await people.user("gone");
  groupId = await people.group("Kilonovae", [
    [member, "member"],
    [creator, "member"],
    [gone, "member"],
  ]);
  await disableUser({ ctx: people.as(admin), input: { userId: gone.userId } });
  const groupPk = (await getGroupRow(people.database.read, groupId)).pk;
  const at = "2026-03-01T00:00:00.000Z";
  await people.database.write(async (tx) => {
    for (const [visibility, id] of Object.entries(ids) as ["open" | "public" | "private", string][]) {
      const row = { id, name: `AT ${visibility}`, type: "SIDEREAL" as const, visibility, createdAt: at, updatedAt: at };
      const [target] = await tx.insert(targets).values(row).returning({ pk: targets.pk });
      const grant = { targetPk: target?.pk ?? -1, createdAt: at };
      await tx.insert(targetGrants).values([
        {
          ...grant,
          principalKind: "user",
          principalPk: creator.userPk,
          canChange: true,
          canDelete: true,
          isCreator: true,
        },
        { ...grant, principalKind: "user", principalPk: guest.userPk, canChange: false, canDelete: false },
        { ...grant, principalKind: "group", principalPk: groupPk, canChange: true, canDelete: true },
      ]);
    }
  });
});
afterAll(() => people.database.destroy());

const ask = (actor: UserActor | typeof anonymous, id: string) =>
  whoCanSee(people.database.read, sessionScope(actor, true), id);

describe("who can see a target", () => {
  it("names each person once, with every grant that lets her in and the rights they give", async () => {
    const { people: seen, everyone, otherGroups } = await ask(creator, ids.private);
    expect({ everyone, otherGroups }).toEqual({ everyone: "nobody", otherGroups: 0 });
    const group = { kind: "group", groupId, groupName: "Kilonovae" };
    expect(seen).toEqual([
      {
        userId: creator.userId,
        username: "creator",
        canChange: true,
        canDelete: true,
        grants: [{ kind: "creator" }, group],
      },
      { userId: guest.userId, username: "guest", canChange: false, canDelete: false, grants: [{ kind: "personal" }] },
      { userId: member.userId, username: "member", canChange: true, canDelete: true, grants: [group] },
      {
        userId: admin.userId,
        username: "admin",
        canChange: true,
        canDelete: true,
        grants: [{ kind: "administrator" }],
      },
    ]);
  });

  it("keeps the name of a group from those who are not in it, and says how many there are", async () => {
    const answer = await ask(guest, ids.private);
    expect(JSON.stringify(answer)).not.toContain("Kilonovae");
    expect(JSON.stringify(answer)).not.toContain(groupId);
    expect(answer.otherGroups).toBe(1);
    expect(answer.people.map((person) => person.username)).toEqual(["creator", "guest", "member", "admin"]);
  });

  it("is told only to those who can see it themselves", async () => {
    await expect(ask(outsider, ids.private)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask(anonymous, ids.private)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask(anonymous, ids.public)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await ask(outsider, ids.public)).everyone).toBe("signed-in");
    expect((await ask(admin, ids.private)).people).toHaveLength(4);
  });

  it("tells readers without sign-in no names", async () => {
    expect(await ask(anonymous, ids.open)).toEqual({
      visibility: "open",
      everyone: "anyone",
      people: [],
      truncated: false,
      otherGroups: 0,
    });
  });
});
