import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { UserActor } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createUser } from "./commands/create-user";
import { getUserRow } from "./commands/find-rows";
import { createGroup } from "./commands/groups";
import { addMember } from "./commands/members";
import type { AccessContext } from "./context";
import type { GroupRole, UserRole } from "./types";

export const testPassword = "seven sisters rise";

/** A clock that a test moves. */
export type TestClock = Clock & { advance(ms: number): void };

function testClock(iso = "2026-03-01T12:00:00.000Z"): TestClock {
  let nowMs = Date.parse(iso);
  return {
    now: () => new Date(nowMs),
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

/** A house of people for tests: a real database, a clock, and short ways to make accounts and groups. */
export type TestPeople = {
  database: TestDatabase;
  clock: TestClock;
  system: AccessContext;
  as(actor: AccessContext["actor"]): AccessContext;
  user(username: string, role?: UserRole): Promise<UserActor>;
  group(name: string, members: readonly (readonly [UserActor, GroupRole])[]): Promise<string>;
};

export async function createTestPeople(): Promise<TestPeople> {
  const database = await createTestDatabase();
  const clock = testClock();
  const as = (actor: AccessContext["actor"]): AccessContext => ({
    actor,
    database,
    clock,
    logger: silentLogger,
    requestId: "test",
  });
  const system = as({ kind: "system", job: "test" });
  return {
    database,
    clock,
    system,
    as,
    async user(username, role = "member") {
      const { id } = await createUser({ ctx: system, input: { username, password: testPassword, role } });
      const { pk } = await getUserRow(database.read, id);
      return { kind: "user", userId: id, userPk: pk, username, role, via: "session", access: "write" };
    },
    async group(name, members) {
      const { id } = await createGroup({ ctx: system, input: { name } });
      for (const [user, role] of members) {
        await addMember({ ctx: system, input: { groupId: id, username: user.username, role } });
      }
      return id;
    },
  };
}
