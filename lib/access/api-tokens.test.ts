import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/core/actor";
import { createToken, revokeToken } from "./commands/api-tokens";
import { disableUser, setRole } from "./commands/change-account";
import { addMember } from "./commands/members";
import { listTokens } from "./queries/account";
import { findToken } from "./queries/find-credentials";
import { hashSecret } from "./secrets";
import { createTestPeople, type TestPeople } from "./testing";

let people: TestPeople;
let admin: UserActor;
const dayMs = 86_400_000;

beforeAll(async () => {
  people = await createTestPeople();
  admin = await people.user("admin", "admin");
});
afterAll(() => people.database.destroy());

const find = async (token: string) => findToken(people.database.read, await hashSecret(token), people.clock.now());
const make = (user: UserActor, scope: "read" | "write" = "read", days = 30) =>
  createToken({ ctx: people.as(user), input: { name: "script", scope, days } });

describe("an API token", () => {
  it("has 256 random bits, is shown once and stored as a hash with its prefix", async () => {
    const user = await people.user("ada");
    const { token, record } = await make(user);
    expect(token).toMatch(/^tom_[A-Za-z0-9_-]{43}$/);
    expect(token.startsWith(record.prefix)).toBe(true);
    const stored = JSON.stringify(await people.database.read.all("SELECT * FROM api_tokens"));
    expect(stored).not.toContain(token);
    expect(JSON.stringify(await listTokens(people.database.read, user, people.clock.now()))).not.toContain(token);
  });

  it("acts with its scope: one that reads cannot change anything", async () => {
    const manager = await people.user("manager");
    const groupId = await people.group("Team", [[manager, "manager"]]);
    const reading = await find((await make(manager)).token);
    expect(reading?.actor).toMatchObject({ via: "token", access: "read", userId: manager.userId });
    const input = { groupId, username: "ada" };
    await expect(addMember({ ctx: people.as(reading?.actor ?? manager), input })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const writing = await find((await make(manager, "write")).token);
    await addMember({ ctx: people.as(writing?.actor ?? admin), input });
  });

  it("cannot make another token, whatever its scope", async () => {
    const user = await people.user("nester");
    const writing = await find((await make(user, "write")).token);
    await expect(make(writing?.actor ?? user, "write")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("works until its day, which is at most a year away", async () => {
    const user = await people.user("brief");
    const { token } = await make(user, "read", 1);
    people.clock.advance(dayMs - 1000);
    expect(await find(token)).not.toBeNull();
    people.clock.advance(2000);
    expect(await find(token)).toBeNull();
    for (const days of [0, 366, 1.5]) await expect(make(user, "read", days)).rejects.toThrow();
  });

  it("stops at once when it is revoked or its account disabled", async () => {
    const user = await people.user("leaver", "admin");
    const [first, second] = [await make(user), await make(user)];
    await revokeToken({ ctx: people.as(user), input: { tokenId: first.record.id } });
    expect(await find(first.token)).toBeNull();
    expect((await find(second.token))?.actor.role).toBe("admin");
    await disableUser({ ctx: people.as(admin), input: { userId: user.userId } });
    expect(await find(second.token)).toBeNull();
  });

  it("ends with the role that it was made under: a member's script is never an administrator's", async () => {
    const user = await people.user("riser");
    const { token } = await make(user);
    await setRole({ ctx: people.as(admin), input: { userId: user.userId, role: "admin" } });
    expect(await find(token)).toBeNull();
  });

  it("of another person can be neither revoked nor made", async () => {
    const eve = await people.user("eve");
    const { record } = await make(admin);
    await expect(revokeToken({ ctx: people.as(eve), input: { tokenId: record.id } })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const call = { ctx: people.as(admin), input: { name: "x", scope: "read" as const }, forUserId: eve.userId };
    await expect(createToken(call)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const made = await createToken({ ...call, ctx: people.system });
    expect((await find(made.token))?.actor.userId).toBe(eve.userId);
  });
});
