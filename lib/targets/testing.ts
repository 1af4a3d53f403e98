import * as z from "zod";
import type { Database } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { sessionScope, systemScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import { anonymous, type UserActor } from "@/lib/core/actor";
import { fixedClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { silentLogger } from "@/lib/core/logger";

/** People, groups and contexts for tests on a real database. */

export const testConfig: TomConfig = {
  display: { name: "Test", hints: true, theme: "system" },
  access: { anonymous: "read" },
  targets: {
    type: "SIDEREAL",
    defaultVisibility: "private",
    extraFields: { host: z.string().max(20), peakMag: z.number(), vetted: z.boolean() },
    listColumns: [],
    match: { radiusArcsec: 2 },
  },
  brokers: [],
  brokerTimeoutMs: 10_000,
  hooks: {},
  retentionDays: { outbox: 30, runs: 90, jobs: 7, idempotencyKeys: 1, frozenAlerts: null },
};

const at = "2026-11-21T00:00:00.000Z";

const base = (database: Database) => ({
  database,
  config: testConfig,
  clock: fixedClock(at),
  logger: silentLogger,
  requestId: "test",
});

export async function addUser(
  database: Database,
  username: string,
  role: "member" | "admin" = "member",
): Promise<Context> {
  const id = newId();
  const [row] = await database.write((tx) =>
    tx
      .insert(users)
      .values({ id, username, usernameKey: username.toLowerCase(), role, createdAt: at, updatedAt: at })
      .returning({ pk: users.pk }),
  );
  const actor: UserActor = {
    kind: "user",
    userId: id,
    userPk: row?.pk ?? -1,
    username,
    role,
    via: "session",
    access: "write",
  };
  return { ...base(database), actor, scope: sessionScope(actor, true) };
}

export async function addGroup(
  database: Database,
  name: string,
  members: readonly Context[],
): Promise<{ pk: number; id: string; name: string }> {
  const id = newId();
  return database.write(async (tx) => {
    const [row] = await tx
      .insert(groups)
      .values({ id, name, nameKey: name.toLowerCase(), createdAt: at })
      .returning({ pk: groups.pk });
    const pk = row?.pk ?? -1;
    for (const { actor } of members) {
      if (actor.kind !== "user") continue;
      await tx.insert(memberships).values({ userPk: actor.userPk, groupPk: pk, role: "member", createdAt: at });
    }
    return { pk, id, name };
  });
}

export const nobody = (database: Database): Context => ({
  ...base(database),
  actor: anonymous,
  scope: sessionScope(anonymous, true),
});

export const house = (database: Database): Context => ({
  ...base(database),
  actor: { kind: "system", job: "test" },
  scope: systemScope("test"),
});
