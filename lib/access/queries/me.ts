import { asc, eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";
import type { UserActor } from "@/lib/core/actor";
import { notFound } from "@/lib/core/errors";
import type { GroupMembershipDto, UserRole } from "../types";

export type Me = {
  user: { id: string; username: string; email: string | null; role: UserRole };
  groups: GroupMembershipDto[];
};

/** One's own account and groups. */
export async function getMe(db: ReadDb, actor: UserActor): Promise<Me> {
  const [user] = await db
    .select({ id: users.id, username: users.username, email: users.email, role: users.role })
    .from(users)
    .where(eq(users.pk, actor.userPk))
    .limit(1);
  if (!user) throw notFound("account");
  const own = await db
    .select({ id: groups.id, name: groups.name, role: memberships.role })
    .from(memberships)
    .innerJoin(groups, eq(groups.pk, memberships.groupPk))
    .where(eq(memberships.userPk, actor.userPk))
    .orderBy(asc(groups.nameKey));
  return { user, groups: own };
}
