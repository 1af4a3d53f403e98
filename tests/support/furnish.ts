import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { createToken } from "@/lib/access/commands/api-tokens";
import { createUser } from "@/lib/access/commands/create-user";
import { createGroup } from "@/lib/access/commands/groups";
import { addMember } from "@/lib/access/commands/members";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { testConfig } from "@/lib/targets/testing";

/** What a data folder holds before the app owns it: people, groups and tokens, written by the commands of the house. */

export const housePassword = "quiet meridian lanterns 52";

/** Opens the database of a folder that no process owns, with this version's schema, and closes it again. */
export async function furnish<T>(dataDir: string, work: (house: Context) => Promise<T>): Promise<T> {
  const url = `file:${dataDir}/tom.db`;
  await migrateDatabase({ url, dataDir });
  const database = openDatabase({ url });
  try {
    const result = await work({
      actor: { kind: "system", job: "test" },
      scope: systemScope("test"),
      database,
      config: testConfig,
      clock: systemClock,
      logger: silentLogger,
      requestId: "test",
    });
    // Fold the log into the file: what a test does to the file is then all there is.
    await database.read.all("PRAGMA wal_checkpoint(TRUNCATE)");
    return result;
  } finally {
    await database.close();
  }
}

export type Person = { id: string; username: string };

export async function addPerson(
  house: Context,
  username: string,
  role: "member" | "admin" = "member",
  groups: readonly string[] = [],
): Promise<Person> {
  const { id } = await createUser({
    ctx: house,
    input: { username, password: housePassword, role, groups: [...groups] },
  });
  return { id, username };
}

export async function addGroup(house: Context, name: string, managers: readonly Person[] = []): Promise<string> {
  const { id } = await createGroup({ ctx: house, input: { name } });
  for (const { username } of managers) {
    await addMember({ ctx: house, input: { groupId: id, username, role: "manager" } });
  }
  return id;
}

/** The token itself, which a caller sends, and its id, by which its owner revokes it. */
export async function addToken(
  house: Context,
  owner: Person,
  scope: "read" | "write",
): Promise<{ token: string; id: string }> {
  const input = { name: `${scope} for tests`, scope, days: 30 };
  const { token, record } = await createToken({ ctx: house, input, forUserId: owner.id });
  return { token, id: record.id };
}
