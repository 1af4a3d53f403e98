import { and, eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { memberships } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { invalidInput, notFound, TomError } from "@/lib/core/errors";
import type { AccessContext } from "../context";
import { canManageGroup, requireAdmin, requireUser } from "../policy";
import { addMemberSchema, memberSchema, setMemberRoleSchema } from "../schema";
import type { GroupRole } from "../types";
import { findRoleInGroup, findUserByName, type GroupRow, getGroupRow, getUserRow } from "./find-rows";
import { takeQueriesBack } from "./take-queries-back";

type Added = { groupId: string; username: string; role?: GroupRole };

/** For the group's managers and administrators. A member who is added again gets the role named. */
export async function addMember({ ctx, input }: { ctx: AccessContext; input: Added }): Promise<{ userId: string }> {
  requireSomebody(ctx);
  const { groupId, username, role } = addMemberSchema.parse(input);
  return ctx.database.write(async (tx) => {
    const group = await managedGroup(tx, ctx, groupId);
    const user = await findUserByName(tx, username);
    if (!user || user.isService) throw invalidInput({ username: ["There is no account of this name."] });
    if (user.disabledAt !== null) throw invalidInput({ username: ["This account is disabled."] });
    const before = await findRoleInGroup(tx, user.pk, group.pk);
    if (before === role) return { userId: user.id };
    await tx
      .insert(memberships)
      .values({ userPk: user.pk, groupPk: group.pk, role, createdAt: nowIso(ctx.clock) })
      .onConflictDoUpdate({ target: [memberships.userPk, memberships.groupPk], set: { role } });
    await recordAudit(tx, ctx, {
      verb: "group.addMember",
      objectType: "group",
      objectId: group.id,
      summary: `Added ${user.username} to ${group.name} as ${role}`,
      changes: { [user.username]: [before, role] },
    });
    return { userId: user.id };
  });
}

/**
 * For the group's managers and administrators; everyone may leave a group herself. The saved queries that she shared with
 * it are hers alone from then on, unless she is an administrator.
 */
export async function removeMember({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: { groupId: string; userId: string };
}): Promise<void> {
  requireSomebody(ctx);
  const { groupId, userId } = memberSchema.parse(input);
  const leaves = ctx.actor.kind === "user" && ctx.actor.userId === userId;
  await ctx.database.write(async (tx) => {
    const group = leaves ? await knownGroup(tx, ctx, groupId) : await managedGroup(tx, ctx, groupId);
    const user = await getUserRow(tx, userId);
    const role = await findRoleInGroup(tx, user.pk, group.pk);
    if (role === null) throw notFound("member");
    await tx.delete(memberships).where(and(eq(memberships.userPk, user.pk), eq(memberships.groupPk, group.pk)));
    if (user.role !== "admin") await takeQueriesBack(tx, ctx, { user, group });
    await recordAudit(tx, ctx, {
      verb: "group.removeMember",
      objectType: "group",
      objectId: group.id,
      summary: leaves ? `${user.username} left ${group.name}` : `Removed ${user.username} from ${group.name}`,
      changes: { [user.username]: [role, null] },
    });
  });
}

type NewRole = { groupId: string; userId: string; role: GroupRole };

export async function setMemberRole({ ctx, input }: { ctx: AccessContext; input: NewRole }): Promise<void> {
  requireSomebody(ctx);
  const { groupId, userId, role } = setMemberRoleSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const group = await managedGroup(tx, ctx, groupId);
    const user = await getUserRow(tx, userId);
    const before = await findRoleInGroup(tx, user.pk, group.pk);
    if (before === null) throw notFound("member");
    if (before === role) return;
    await tx
      .update(memberships)
      .set({ role })
      .where(and(eq(memberships.userPk, user.pk), eq(memberships.groupPk, group.pk)));
    await recordAudit(tx, ctx, {
      verb: "group.setMemberRole",
      objectType: "group",
      objectId: group.id,
      summary: `Made ${user.username} ${role} of ${group.name}`,
      changes: { [user.username]: [before, role] },
    });
  });
}

const requireSomebody = (ctx: AccessContext): void => {
  if (ctx.actor.kind === "system") requireAdmin(ctx.actor);
  else requireUser(ctx.actor);
};

/** The group, when the actor is in it or an administrator; otherwise it does not exist for her. */
async function knownGroup(
  tx: ReadDb,
  ctx: AccessContext,
  groupId: string,
): Promise<GroupRow & { myRole: GroupRole | null }> {
  const group = await getGroupRow(tx, groupId);
  const myRole = ctx.actor.kind === "user" ? await findRoleInGroup(tx, ctx.actor.userPk, group.pk) : null;
  if (myRole === null && !canManageGroup(ctx.actor, null)) throw notFound("group");
  return { ...group, myRole };
}

/** @throws NOT_FOUND for who does not know the group, FORBIDDEN for who does not manage it. */
export async function managedGroup(tx: ReadDb, ctx: AccessContext, groupId: string): Promise<GroupRow> {
  const group = await knownGroup(tx, ctx, groupId);
  if (!canManageGroup(ctx.actor, group.myRole)) {
    throw new TomError("FORBIDDEN", "Only managers of this group may do this.");
  }
  return group;
}
