import { eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";

export type AccountLine = {
  username: string;
  role: string;
  email: string | null;
  disabledAt: string | null;
  createdAt: string;
  groups: string;
};

/** Every account with its groups, for the command line. */
export async function everyUser(db: ReadDb): Promise<AccountLine[]> {
  return db
    .select({
      username: users.username,
      role: users.role,
      email: users.email,
      disabledAt: users.disabledAt,
      createdAt: users.createdAt,
      groups: sql<string>`coalesce(group_concat(${groups.name}, ', '), '')`,
    })
    .from(users)
    .leftJoin(memberships, eq(memberships.userPk, users.pk))
    .leftJoin(groups, eq(groups.pk, memberships.groupPk))
    .where(eq(users.isService, false))
    .groupBy(users.pk)
    .orderBy(users.usernameKey);
}
