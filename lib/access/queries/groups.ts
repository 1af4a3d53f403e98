import { and, asc, eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";
import { notFound } from "@/lib/core/errors";
import type { VisibleScope } from "../scope";
import type { GroupDetailDto, GroupDto } from "../types";

const mostGroups = 500;
const mostMembers = 1000;

const mine = (scope: VisibleScope) =>
  and(eq(memberships.groupPk, groups.pk), eq(memberships.userPk, scope.userPk ?? -1));
const known = (scope: VisibleScope) => (scope.kind === "all" ? sql`1 = 1` : sql`${memberships.userPk} IS NOT NULL`);

const fields = {
  id: groups.id,
  name: groups.name,
  description: groups.description,
  memberCount: sql<number>`(SELECT count(*) FROM memberships m WHERE m.group_pk = ${groups.pk})`,
  myRole: memberships.role,
  createdAt: groups.createdAt,
};

const webhookFields = {
  webhookUrl: groups.webhookUrl,
  triedAt: groups.webhookTriedAt,
  deliveredAt: groups.webhookDeliveredAt,
  outcome: groups.webhookOutcome,
};

/** The groups that a reader may know of: her own; for administrators all. In order of name. */
export async function listGroups(db: ReadDb, scope: VisibleScope): Promise<GroupDto[]> {
  return db
    .select(fields)
    .from(groups)
    .leftJoin(memberships, mine(scope))
    .where(known(scope))
    .orderBy(asc(groups.nameKey))
    .limit(mostGroups);
}

/** What a group picker offers: the groups that a person may give a target to, which are those she may know of. */
export async function listUsableGroups(db: ReadDb, scope: VisibleScope): Promise<{ id: string; name: string }[]> {
  return (await listGroups(db, scope)).map(({ id, name }) => ({ id, name }));
}

/** @throws NOT_FOUND for a group that the reader is not in, as for one that does not exist. */
export async function getGroup(db: ReadDb, scope: VisibleScope, groupId: string): Promise<GroupDetailDto> {
  const [group] = await db
    .select({ ...fields, ...webhookFields, pk: groups.pk })
    .from(groups)
    .leftJoin(memberships, mine(scope))
    .where(and(eq(groups.id, groupId), known(scope)))
    .limit(1);
  if (!group) throw notFound("group");
  const members = await db
    .select({
      userId: users.id,
      username: users.username,
      role: memberships.role,
      userRole: users.role,
      disabled: sql<number>`${users.disabledAt} IS NOT NULL`,
      since: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.pk, memberships.userPk))
    .where(eq(memberships.groupPk, group.pk))
    .orderBy(asc(users.usernameKey))
    .limit(mostMembers);
  const { pk: _pk, triedAt, deliveredAt, outcome, ...rest } = group;
  const canManage = scope.kind === "all" || group.myRole === "manager";
  return {
    ...rest,
    canManage,
    webhookUrl: canManage ? group.webhookUrl : null,
    webhookLast:
      canManage && triedAt !== null && outcome !== null
        ? { triedAt, outcome, deliveredAt, arrived: triedAt === deliveredAt }
        : null,
    members: members.map((member) => ({ ...member, disabled: Boolean(member.disabled) })),
  };
}
