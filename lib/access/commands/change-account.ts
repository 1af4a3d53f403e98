import { eq } from "drizzle-orm";
import { groups, memberships, users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { invalidInput, TomError } from "@/lib/core/errors";
import type { AccessContext } from "../context";
import { requireAdmin, requireOwnSession } from "../policy";
import { setRoleSchema, updateEmailSchema, userIdSchema } from "../schema";
import type { UserRole } from "../types";
import { emitApproval } from "./emit-approval";
import { endSessionsOf, revokeTokensOf } from "./end-sessions";
import { getUserRow, requireAnotherAdmin } from "./find-rows";

/** Ends every session and token of the account at once and lets nobody sign in to it. Its work stays. */
export async function disableUser({ ctx, input }: { ctx: AccessContext; input: { userId: string } }): Promise<void> {
  requireAdmin(ctx.actor);
  const { userId } = userIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const user = await getUserRow(tx, userId);
    if (user.disabledAt !== null) return;
    if (user.role === "admin") await requireAnotherAdmin(tx, user.pk);
    const at = nowIso(ctx.clock);
    await tx.update(users).set({ disabledAt: at, updatedAt: at }).where(eq(users.pk, user.pk));
    const ended = await endSessionsOf(tx, user.pk, at);
    const revoked = await revokeTokensOf(tx, user.pk, at);
    await recordAudit(tx, ctx, {
      verb: "user.disable",
      objectType: "user",
      objectId: user.id,
      summary: `Disabled the account ${user.username}; ${ended} sessions and ${revoked} tokens ended`,
    });
  });
}

export async function enableUser({ ctx, input }: { ctx: AccessContext; input: { userId: string } }): Promise<void> {
  requireAdmin(ctx.actor);
  const { userId } = userIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const user = await getUserRow(tx, userId);
    if (user.disabledAt === null) return;
    if (user.isService) throw new TomError("FORBIDDEN", "A service account stays as it is.");
    await tx
      .update(users)
      .set({ disabledAt: null, updatedAt: nowIso(ctx.clock) })
      .where(eq(users.pk, user.pk));
    await recordAudit(tx, ctx, {
      verb: "user.enable",
      objectType: "user",
      objectId: user.id,
      summary: `Enabled the account ${user.username}`,
    });
    await emitApproval(tx, ctx, { ...user, groups: await groupsOf(tx, user.pk) }, "enabled");
  });
}

const groupsOf = (tx: Tx, userPk: number): Promise<{ id: string; name: string }[]> =>
  tx
    .select({ id: groups.id, name: groups.name })
    .from(memberships)
    .innerJoin(groups, eq(groups.pk, memberships.groupPk))
    .where(eq(memberships.userPk, userPk))
    .orderBy(groups.nameKey);

/**
 * Changes what an account is; its sessions and tokens end, so that none goes on with rights of before, and none that a
 * member made for a script is an administrator's from now on.
 */
export async function setRole({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: { userId: string; role: UserRole };
}): Promise<void> {
  requireAdmin(ctx.actor);
  const { userId, role } = setRoleSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const user = await getUserRow(tx, userId);
    if (user.role === role) return;
    if (user.isService) throw new TomError("FORBIDDEN", "A service account stays as it is.");
    if (user.role === "admin") await requireAnotherAdmin(tx, user.pk);
    const at = nowIso(ctx.clock);
    await tx.update(users).set({ role, updatedAt: at }).where(eq(users.pk, user.pk));
    await endSessionsOf(tx, user.pk, at);
    await revokeTokensOf(tx, user.pk, at);
    await recordAudit(tx, ctx, {
      verb: "user.setRole",
      objectType: "user",
      objectId: user.id,
      summary: `Made ${user.username} ${role === "admin" ? "an administrator" : "a member"}`,
      changes: { role: [user.role, role] },
    });
  });
}

/**
 * Sets anybody's address, for administrators; a person may take her own away, and gives another one by answering a mail
 * that was sent there (`confirmAddress`). Nothing is ever decided by an address.
 */
export async function updateEmail({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: { userId: string; email: string };
}): Promise<void> {
  const parsed = updateEmailSchema.safeParse(input);
  const isOwn = ctx.actor.kind === "user" && ctx.actor.userId === input.userId;
  if (isOwn) requireOwnSession(ctx.actor);
  if (!isOwn || (parsed.success && parsed.data.email !== null)) requireAdmin(ctx.actor);
  if (!parsed.success) throw invalidInput({ email: [parsed.error.issues[0]?.message ?? "Not an e-mail address."] });
  const { userId, email } = parsed.data;
  await ctx.database.write(async (tx) => storeAddress(tx, ctx, await getUserRow(tx, userId), email));
}

type Person = Awaited<ReturnType<typeof getUserRow>>;

/** An address that is known to be hers; null takes it away. */
export async function storeAddress(tx: Tx, ctx: AccessContext, user: Person, email: string | null): Promise<void> {
  if (user.email === email) return;
  await tx
    .update(users)
    .set({ email, updatedAt: nowIso(ctx.clock) })
    .where(eq(users.pk, user.pk));
  await recordAudit(tx, ctx, {
    verb: "user.updateEmail",
    objectType: "user",
    objectId: user.id,
    summary: `Changed the e-mail address of ${user.username}`,
  });
}
