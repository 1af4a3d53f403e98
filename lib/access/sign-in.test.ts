import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/core/actor";
import { anonymous } from "@/lib/core/actor";
import { disableUser, setRole } from "./commands/change-account";
import { changePassword, setPassword } from "./commands/change-password";
import { revokeAllSessions, revokeSession, signOut } from "./commands/end-session";
import { type NewSession, signIn } from "./commands/sign-in";
import { touchSession } from "./commands/touch";
import { listSessions } from "./queries/account";
import { findSession } from "./queries/find-credentials";
import { hashSecret } from "./secrets";
import { createTestPeople, type TestPeople, testPassword } from "./testing";

let people: TestPeople;
const minute = 60_000;
const hour = 60 * minute;
const from = { network: "192.0.2.0/24", userAgent: "test" };

beforeAll(async () => {
  people = await createTestPeople();
  await people.user("keeper", "admin");
});
afterAll(() => people.database.destroy());

const enter = (
  username: string,
  password = testPassword,
  network = from.network,
  replaces?: string,
): Promise<NewSession> =>
  signIn({
    ctx: people.as(anonymous),
    input: { username, password },
    from: { ...from, network },
    replaces: replaces ?? null,
  });
const isLive = async ({ secret }: NewSession): Promise<boolean> =>
  (await findSession(people.database.read, await hashSecret(secret), people.clock.now())) !== null;

describe("a session", () => {
  it("stands for the account as it is now and stores only a hash", async () => {
    const ada = await people.user("ada");
    const session = await enter(" ADA ");
    const found = await findSession(people.database.read, await hashSecret(session.secret), people.clock.now());
    expect(found?.actor).toEqual(ada);
    const rows = await people.database.read.all<Record<string, unknown>>("SELECT * FROM sessions");
    expect(JSON.stringify(rows)).not.toContain(session.secret);
  });

  type End = (user: UserActor, session: NewSession) => Promise<unknown>;
  const ends: [string, End][] = [
    ["sign-out", (user, { secret }) => signOut({ ctx: people.as(user), input: { secret } })],
    ["its own revocation", (user, { sessionId }) => revokeSession({ ctx: people.as(user), input: { sessionId } })],
    ["sign-out everywhere", (user) => revokeAllSessions({ ctx: people.as(user), input: { userId: user.userId } })],
    [
      "a change of password",
      (user) =>
        changePassword({
          ctx: people.as(user),
          input: { currentPassword: testPassword, newPassword: "another long sentence" },
          network: from.network,
        }),
    ],
    [
      "a password set by an administrator",
      (user) => setPassword({ ctx: people.system, input: { userId: user.userId, password: "another long sentence" } }),
    ],
    ["a change of role", (user) => setRole({ ctx: people.system, input: { userId: user.userId, role: "admin" } })],
    ["disabling the account", (user) => disableUser({ ctx: people.system, input: { userId: user.userId } })],
  ];
  it.each(ends)("is refused on the next request after %s", async (name, end) => {
    const username = `ends-${ends.findIndex(([other]) => other === name)}`;
    const user = await people.user(username);
    const session = await enter(username);
    expect(await isLive(session)).toBe(true);
    await end(user, session);
    expect(await isLive(session)).toBe(false);
  });

  it("ends after 24 hours without use and after 7 days in any case", async () => {
    await people.user("idle");
    const left = await enter("idle");
    const used = await enter("idle");
    const pk = async () =>
      (await findSession(people.database.read, await hashSecret(used.secret), people.clock.now()))?.sessionPk;
    for (let hours = 0; hours < 7 * 24 - 12; hours += 12) {
      people.clock.advance(12 * hour);
      const own = await pk();
      expect(own).toBeDefined();
      await touchSession({ database: people.database, clock: people.clock, pk: own ?? -1 });
    }
    expect(await isLive(left)).toBe(false);
    expect(await isLive(used)).toBe(true);
    people.clock.advance(12 * hour);
    expect(await isLive(used)).toBe(false);
  });

  it("gets a new id at each sign-in, and the one the browser had ends", async () => {
    await people.user("twice");
    const first = await enter("twice");
    const second = await enter("twice", testPassword, from.network, first.secret);
    expect(second.secret).not.toBe(first.secret);
    expect([await isLive(first), await isLive(second)]).toEqual([false, true]);
  });

  it("of another person cannot be ended or listed", async () => {
    const eve = await people.user("eve");
    const bob = await people.user("bob");
    const { sessionId } = await enter("bob");
    await expect(revokeSession({ ctx: people.as(eve), input: { sessionId } })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(revokeAllSessions({ ctx: people.as(eve), input: { userId: bob.userId } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const mine = await listSessions(people.database.read, eve, people.clock.now());
    expect(mine.map((session) => session.id)).not.toContain(sessionId);
  });
});

describe("sign-in", () => {
  it("answers alike for an unknown name, a wrong password and a disabled account", async () => {
    const off = await people.user("off");
    await disableUser({ ctx: people.system, input: { userId: off.userId } });
    const texts = await Promise.all(
      [enter("nobody-here"), enter("ada", "not the password"), enter("off")].map((attempt) =>
        attempt.then(
          () => "signed in",
          (error: Error & { code: string }) => `${error.code} ${error.message}`,
        ),
      ),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toMatch(/^UNAUTHENTICATED/);
  });

  it("asks the current password before it changes, and counts wrong ones", async () => {
    const user = await people.user("changer");
    const change = (currentPassword: string) =>
      changePassword({
        ctx: people.as(user),
        input: { currentPassword, newPassword: "quite another one" },
        network: "198.51.100.0/24",
      });
    for (let guess = 0; guess < 10; guess++)
      await expect(change("wrong")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(change(testPassword)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });
});
