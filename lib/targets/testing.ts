import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Database } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { sessionScope, systemScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import { anonymous, type UserActor } from "@/lib/core/actor";
import { fixedClock } from "@/lib/core/clock";
import { isTomError, type TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { silentLogger } from "@/lib/core/logger";

/** People, groups and contexts for tests on a real database. */

export const testConfig: TomConfig = {
  origin: "https://tom.example.org",
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
  facilities: [],
  facilityTimeoutMs: 10_000,
  dataProducts: {
    photometry: { label: "Photometry", processor: "photometry" },
    spectroscopy: { label: "Spectroscopy", processor: "spectroscopy" },
    image: { label: "Image", processor: "image" },
    other: { label: "Other file", processor: null },
  },
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

/** The refusal that some work ends in; anything else, success included, is an error of the test. */
export async function refusal(work: Promise<unknown>): Promise<TomError> {
  const error = await work.then(
    () => new Error("was accepted"),
    (caught: unknown) => caught,
  );
  if (!isTomError(error)) throw error;
  return error;
}

/**
 * Many targets in a few statements, spread over the sphere, every tenth private with a grant for one of the groups:
 * for the plans and figures of lists. Names `ZTF20` + letters, aliases `Gaia` + digits.
 */
export async function seedMany(
  database: Database,
  args: { count: number; groupPks: readonly number[] },
): Promise<void> {
  const groupList = JSON.stringify(args.groupPks);
  for (let from = 0; from < args.count; from += 20_000) {
    const to = Math.min(args.count, from + 20_000);
    await database.write(async (tx) => {
      const series = sql`WITH RECURSIVE s(i) AS (SELECT ${from + 1} UNION ALL SELECT i + 1 FROM s WHERE i < ${to})`;
      const [start] = await tx.all<{ pk: number }>(sql`SELECT coalesce(max(pk), 0) - ${from} AS pk FROM targets`);
      const shift = start?.pk ?? 0;
      await tx.run(sql`${series} INSERT INTO targets
        (pk, id, name, type, visibility, ra_deg, dec_deg, created_at, updated_at, newest_mag, newest_band, newest_detection_mjd)
        SELECT i + ${shift}, printf('00000000-0000-7000-8000-%012d', i),
          printf('ZTF20%c%c%c%06d', 97 + i % 26, 97 + i / 26 % 26, 97 + i / 676 % 26, i), 'SIDEREAL',
          CASE i % 10 WHEN 0 THEN 'private' WHEN 1 THEN 'open' ELSE 'public' END,
          (i * 0.61803398875 - CAST(i * 0.61803398875 AS INTEGER)) * 360, degrees(asin(2.0 * i / ${args.count} - 1)),
          strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i, 'unixepoch'),
          strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i * 7919 % 1000003, 'unixepoch'),
          CASE WHEN i % 3 THEN 14 + i * 7919 % 8000 / 1000.0 END, CASE WHEN i % 3 THEN 'g' END,
          CASE WHEN i % 3 THEN 59000 + i * 104729 % 1500000 / 1000.0 END FROM s`);
      const named = sql`SELECT pk, name FROM targets WHERE pk > ${from + shift} AND pk <= ${to + shift}`;
      await tx.run(sql`INSERT INTO target_names (target_pk, is_primary, name, name_key, created_at)
        SELECT pk, 1, name, lower(name), '' FROM (${named})
        UNION ALL SELECT pk, 0, printf('Gaia%08d', pk * 7), printf('gaia%08d', pk * 7), '' FROM (${named})`);
      await tx.run(sql`INSERT INTO target_search (rowid, names)
        SELECT pk, name || char(10) || printf('Gaia%08d', pk * 7) FROM (${named})`);
      await tx.run(sql`INSERT INTO target_grants (target_pk, principal_kind, principal_pk, can_change, can_delete, created_at)
        SELECT t.pk, 'group', g.value, 1, 1, '' FROM targets t JOIN json_each(${groupList}) g ON g.key = t.pk / 10 % ${args.groupPks.length}
        WHERE t.pk > ${from + shift} AND t.pk <= ${to + shift} AND t.visibility = 'private'`);
      await tx.run(sql`INSERT INTO target_tags (target_pk, tag)
        SELECT pk, CASE WHEN pk % 5000 = 0 THEN 'rare' ELSE 'common' END FROM targets
        WHERE pk > ${from + shift} AND pk <= ${to + shift} AND pk % 4 = 0`);
    });
  }
}
