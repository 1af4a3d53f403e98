import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";
import { notFound, TomError } from "@/lib/core/errors";
import { groupNameKey, usernameKey } from "../names";
import type { GroupRole } from "../types";

export type UserRow = typeof users.$inferSelect;
export type GroupRow = typeof groups.$inferSelect;

export async function getUserRow(db: ReadDb, userId: string): Promise<UserRow> {
  const [row] = await db.select().from(users).where(eq(users.id, userId)).limit(1);
  if (!row) throw notFound("account");
  return row;
}

export async function findUserByName(db: ReadDb, username: string): Promise<UserRow | null> {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(users.usernameKey, usernameKey(username)))
    .limit(1);
  return row ?? null;
}

export async function getGroupRow(db: ReadDb, groupId: string): Promise<GroupRow> {
  const [row] = await db.select().from(groups).where(eq(groups.id, groupId)).limit(1);
  if (!row) throw notFound("group");
  return row;
}

/** By id or by name. */
export async function findGroup(db: ReadDb, idOrName: string): Promise<GroupRow | null> {
  const [row] = await db
    .select()
    .from(groups)
    .where(or(eq(groups.id, idOrName), eq(groups.nameKey, groupNameKey(idOrName))))
    .limit(1);
  return row ?? null;
}

export async function findRoleInGroup(db: ReadDb, userPk: number, groupPk: number): Promise<GroupRole | null> {
  const [row] = await db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.userPk, userPk), eq(memberships.groupPk, groupPk)))
    .limit(1);
  return row?.role ?? null;
}

/** Throws when nobody but `userPk` could administer this installation. */
export async function requireAnotherAdmin(db: ReadDb, userPk: number): Promise<void> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt), eq(users.isService, false), ne(users.pk, userPk)));
  if ((row?.count ?? 0) === 0) {
    throw new TomError("CONFLICT", "This is the last administrator: name another one first.");
  }
}
