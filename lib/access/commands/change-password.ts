import { eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { invalidInput, TomError } from "@/lib/core/errors";
import type { AccessContext } from "../context";
import { passwordProblem } from "../password-rules";
import { hashPassword, isPassword } from "../passwords";
import { requireAdmin, requireOwnSession } from "../policy";
import { changePasswordSchema, setPasswordSchema } from "../schema";
import { reserveAttempt, settleAttempt } from "../throttle";
import { endSessionsOf } from "./end-sessions";
import { getUserRow, type UserRow } from "./find-rows";

type OwnChange = { currentPassword: string; newPassword: string };

/**
 * One's own password. The current one is asked again, counted like a sign-in, because a forgotten open browser must not be enough.
 * Every session ends, the one that asks included: the door gives that browser a new one.
 */
export async function changePassword(call: { ctx: AccessContext; input: OwnChange; network: string }): Promise<void> {
  const { ctx, network } = call;
  const actor = requireOwnSession(ctx.actor);
  const input = changePasswordSchema.parse(call.input);
  const user = await getUserRow(ctx.database.read, actor.userId);
  const subject = { usernameKey: user.usernameKey, network, now: ctx.clock.now() };
  const attempt = await ctx.database.write((tx) => reserveAttempt(tx, subject));
  const isCurrent = await isPassword(user.passwordHash, input.currentPassword);
  if (!isCurrent) throw invalidInput({ currentPassword: ["This is not your current password."] });
  await ctx.database.write((tx) => settleAttempt(tx, attempt, subject));
  if (input.newPassword === input.currentPassword) throw invalidInput({ newPassword: ["This is the current one."] });
  const problem = passwordProblem(input.newPassword, user.username);
  if (problem) throw invalidInput({ newPassword: [problem] });
  const passwordHash = await hashPassword(input.newPassword);
  await ctx.database.write((tx) => storePassword(tx, ctx, user, passwordHash));
}

/** Anybody's password, by an administrator or from the command line; all sessions of the account end. */
export async function setPassword({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: { userId: string; password: string };
}): Promise<void> {
  requireAdmin(ctx.actor);
  const { userId, password } = setPasswordSchema.parse(input);
  const user = await getUserRow(ctx.database.read, userId);
  if (user.isService) throw new TomError("FORBIDDEN", "Nobody signs in to a service account.");
  const problem = passwordProblem(password, user.username);
  if (problem) throw invalidInput({ password: [problem] });
  const passwordHash = await hashPassword(password);
  await ctx.database.write((tx) => storePassword(tx, ctx, user, passwordHash));
}

async function storePassword(tx: Tx, ctx: AccessContext, user: UserRow, passwordHash: string): Promise<void> {
  const at = nowIso(ctx.clock);
  await tx.update(users).set({ passwordHash, updatedAt: at }).where(eq(users.pk, user.pk));
  await endSessionsOf(tx, user.pk, at);
  await recordAudit(tx, ctx, {
    verb: "user.changePassword",
    objectType: "user",
    objectId: user.id,
    summary: `Changed the password of ${user.username}`,
  });
}
