import { and, asc, eq, isNull } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups, memberships, users } from "@/db/schema/people";
import { targetGrants, targets } from "@/db/schema/targets";
import { notFound } from "@/lib/core/errors";
import { type VisibleScope, visibleTo } from "../scope";
import type { Viewer, ViewGrant, WhoCanSeeDto } from "../types";

const mostPeople = 1000;

/**
 * Who may see a target, person by person, with every grant that lets each in. For those who may see the target.
 *
 * People are always named, because "who" is the question. The name of a group is told to its members and to administrators
 * only; others read that a group they are not in lets a person in. Readers who have not signed in learn the visibility and
 * no names.
 *
 * @throws NOT_FOUND when the target is not visible in `scope`.
 */
export async function whoCanSee(db: ReadDb, scope: VisibleScope, targetId: string): Promise<WhoCanSeeDto> {
  const [target] = await db
    .select({ pk: targets.pk, visibility: targets.visibility })
    .from(targets)
    .where(and(eq(targets.id, targetId), visibleTo(scope)))
    .limit(1);
  if (!target) throw notFound("target");
  const everyone = ({ open: "anyone", public: "signed-in", private: "nobody" } as const)[target.visibility];
  const answer = { visibility: target.visibility, everyone };
  if (scope.kind === "anonymous") return { ...answer, people: [], truncated: false, otherGroups: 0 };
  const ownGroupPks = await groupsOf(db, scope);
  const entries = [
    ...(await personalGrants(db, target.pk)),
    ...(await groupGrants(db, target.pk)),
    ...(await administrators(db)),
  ];
  const knows = (groupPk: number): boolean => scope.kind === "all" || ownGroupPks.has(groupPk);
  const people = gather(entries, knows);
  const granted = await grantedGroups(db, target.pk);
  return {
    ...answer,
    people: people.slice(0, mostPeople),
    truncated: people.length > mostPeople || entries.length >= mostPeople,
    otherGroups: granted.filter((groupPk) => !knows(groupPk)).length,
  };
}

type Entry = {
  userId: string;
  username: string;
  canChange: boolean;
  canDelete: boolean;
  grant: Exclude<ViewGrant, { kind: "group" }> | { kind: "group"; groupPk: number; groupId: string; groupName: string };
};

const person = { userId: users.id, username: users.username };
const isActive = and(isNull(users.disabledAt), eq(users.isService, false));

async function groupsOf(db: ReadDb, scope: VisibleScope): Promise<Set<number>> {
  const rows = await db
    .select({ groupPk: memberships.groupPk })
    .from(memberships)
    .where(eq(memberships.userPk, scope.userPk ?? -1));
  return new Set(rows.map((row) => row.groupPk));
}

async function personalGrants(db: ReadDb, targetPk: number): Promise<Entry[]> {
  const rows = await db
    .select({
      ...person,
      canChange: targetGrants.canChange,
      canDelete: targetGrants.canDelete,
      isCreator: targetGrants.isCreator,
    })
    .from(targetGrants)
    .innerJoin(users, eq(users.pk, targetGrants.principalPk))
    .where(and(eq(targetGrants.targetPk, targetPk), eq(targetGrants.principalKind, "user"), isActive))
    .orderBy(asc(users.usernameKey))
    .limit(mostPeople);
  return rows.map(({ isCreator, ...row }) => ({ ...row, grant: { kind: isCreator ? "creator" : "personal" } }));
}

async function groupGrants(db: ReadDb, targetPk: number): Promise<Entry[]> {
  const rows = await db
    .select({
      ...person,
      canChange: targetGrants.canChange,
      canDelete: targetGrants.canDelete,
      groupPk: groups.pk,
      groupId: groups.id,
      groupName: groups.name,
    })
    .from(targetGrants)
    .innerJoin(groups, eq(groups.pk, targetGrants.principalPk))
    .innerJoin(memberships, eq(memberships.groupPk, groups.pk))
    .innerJoin(users, eq(users.pk, memberships.userPk))
    .where(and(eq(targetGrants.targetPk, targetPk), eq(targetGrants.principalKind, "group"), isActive))
    .orderBy(asc(groups.nameKey), asc(users.usernameKey))
    .limit(mostPeople);
  return rows.map(({ groupPk, groupId, groupName, ...row }) => ({
    ...row,
    grant: { kind: "group", groupPk, groupId, groupName },
  }));
}

async function administrators(db: ReadDb): Promise<Entry[]> {
  const rows = await db
    .select(person)
    .from(users)
    .where(and(eq(users.role, "admin"), isActive))
    .orderBy(asc(users.usernameKey))
    .limit(mostPeople);
  return rows.map((row) => ({ ...row, canChange: true, canDelete: true, grant: { kind: "administrator" } }));
}

async function grantedGroups(db: ReadDb, targetPk: number): Promise<number[]> {
  const rows = await db
    .select({ groupPk: targetGrants.principalPk })
    .from(targetGrants)
    .where(and(eq(targetGrants.targetPk, targetPk), eq(targetGrants.principalKind, "group")));
  return rows.map((row) => row.groupPk);
}

/** One entry a person, with her rights from every grant together. Order: personal grants, groups, administrators. */
function gather(entries: readonly Entry[], knows: (groupPk: number) => boolean): Viewer[] {
  const people = new Map<string, Viewer>();
  for (const { userId, username, canChange, canDelete, grant } of entries) {
    const known = people.get(userId) ?? { userId, username, canChange: false, canDelete: false, grants: [] };
    people.set(userId, {
      ...known,
      canChange: known.canChange || canChange,
      canDelete: known.canDelete || canDelete,
      grants: [...known.grants, asTold(grant, knows)],
    });
  }
  return [...people.values()];
}

function asTold(grant: Entry["grant"], knows: (groupPk: number) => boolean): ViewGrant {
  if (grant.kind !== "group") return grant;
  return knows(grant.groupPk)
    ? { kind: "group", groupId: grant.groupId, groupName: grant.groupName }
    : { kind: "group", groupId: null, groupName: null };
}
