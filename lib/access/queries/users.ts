import { and, asc, eq, gt, inArray, like, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";
import { notFound } from "@/lib/core/errors";
import { usernameKey } from "../names";
import type { VisibleScope } from "../scope";
import type { GroupMembershipDto, UserDto } from "../types";

export type ListUsers = {
  /** Part of a name. */
  q?: string | undefined;
  /** `nextCursor` of the page before. */
  cursor?: string | undefined;
  /** 1 to 200. */
  limit?: number | undefined;
};

/** Whom a reader may know of: administrators everyone, others themselves and those they share a group with. */
function knownTo(scope: VisibleScope): SQL {
  if (scope.kind === "all") return sql`1 = 1`;
  if (scope.kind !== "user") return sql`1 = 0`;
  const me = scope.userPk ?? -1;
  return sql`(${users.pk} = ${me} OR EXISTS (
    SELECT 1 FROM memberships theirs JOIN memberships mine ON mine.group_pk = theirs.group_pk
    WHERE theirs.user_pk = ${users.pk} AND mine.user_pk = ${me}))`;
}

/** People by name, each with the groups that the reader may know of. E-mail addresses are for administrators and oneself. */
export async function listUsers(
  db: ReadDb,
  scope: VisibleScope,
  args: ListUsers = {},
): Promise<{ items: UserDto[]; nextCursor: string | null }> {
  const limit = Math.min(200, Math.max(1, args.limit ?? 100));
  const part = usernameKey(args.q ?? "").replace(/[\\%_]/g, "\\$&");
  const rows = await db
    .select()
    .from(users)
    .where(
      and(
        eq(users.isService, false),
        knownTo(scope),
        part === "" ? undefined : sql`${like(users.usernameKey, `%${part}%`)} ESCAPE '\\'`,
        args.cursor ? gt(users.usernameKey, usernameKey(args.cursor)) : undefined,
      ),
    )
    .orderBy(asc(users.usernameKey))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const groupsOf = await knownGroupsOf(
    db,
    scope,
    page.map((row) => row.pk),
  );
  return {
    items: page.map((row) => toDto(row, scope, groupsOf.get(row.pk) ?? [])),
    nextCursor: rows.length > limit ? (page.at(-1)?.usernameKey ?? null) : null,
  };
}

/** One person. @throws NOT_FOUND for someone the reader may not know of. */
export async function getUser(db: ReadDb, scope: VisibleScope, userId: string): Promise<UserDto> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, userId), knownTo(scope)))
    .limit(1);
  if (!row) throw notFound("account");
  const groupsOf = await knownGroupsOf(db, scope, [row.pk]);
  return toDto(row, scope, groupsOf.get(row.pk) ?? []);
}

async function knownGroupsOf(
  db: ReadDb,
  scope: VisibleScope,
  userPks: number[],
): Promise<Map<number, GroupMembershipDto[]>> {
  const byUser = new Map<number, GroupMembershipDto[]>();
  if (userPks.length === 0) return byUser;
  const ownGroups = sql`${memberships.groupPk} IN (SELECT m.group_pk FROM memberships m WHERE m.user_pk = ${scope.userPk ?? -1})`;
  const rows = await db
    .select({ userPk: memberships.userPk, id: groups.id, name: groups.name, role: memberships.role })
    .from(memberships)
    .innerJoin(groups, eq(groups.pk, memberships.groupPk))
    .where(and(inArray(memberships.userPk, userPks), scope.kind === "all" ? undefined : ownGroups))
    .orderBy(asc(groups.nameKey));
  for (const { userPk, ...group } of rows) byUser.set(userPk, [...(byUser.get(userPk) ?? []), group]);
  return byUser;
}

function toDto(row: typeof users.$inferSelect, scope: VisibleScope, known: GroupMembershipDto[]): UserDto {
  return {
    id: row.id,
    username: row.username,
    email: scope.kind === "all" || row.pk === scope.userPk ? row.email : null,
    role: row.role,
    disabled: row.disabledAt !== null,
    createdAt: row.createdAt,
    groups: known,
  };
}
