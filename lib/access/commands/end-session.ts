import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { notFound } from "@/lib/core/errors";
import type { AccessContext } from "../context";
import { requireAdmin, requireOwnSession } from "../policy";
import { sessionIdSchema, userIdSchema } from "../schema";
import { hashSecret } from "../secrets";
import { endSessionsOf } from "./end-sessions";
import { getUserRow } from "./find-rows";

/** Ends the session that a cookie stands for. Nothing happens when it has ended already. */
export async function signOut({ ctx, input }: { ctx: AccessContext; input: { secret: string } }): Promise<void> {
  const secretHash = await hashSecret(input.secret);
  await ctx.database.write(async (tx) => {
    const [ended] = await tx
      .update(sessions)
      .set({ revokedAt: nowIso(ctx.clock) })
      .where(and(eq(sessions.secretHash, secretHash), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (!ended) return;
    await recordAudit(tx, ctx, {
      verb: "session.end",
      objectType: "session",
      objectId: ended.id,
      summary: "Signed out",
    });
  });
}

/** Ends one of one's own sessions, on this or another device. */
export async function revokeSession({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: { sessionId: string };
}): Promise<void> {
  const actor = requireOwnSession(ctx.actor);
  const { sessionId } = sessionIdSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const own = and(eq(sessions.id, sessionId), eq(sessions.userPk, actor.userPk));
    const [row] = await tx.select({ revokedAt: sessions.revokedAt }).from(sessions).where(own).limit(1);
    if (!row) throw notFound("session");
    if (row.revokedAt !== null) return;
    await tx
      .update(sessions)
      .set({ revokedAt: nowIso(ctx.clock) })
      .where(own);
    await recordAudit(tx, ctx, {
      verb: "session.end",
      objectType: "session",
      objectId: sessionId,
      summary: "Ended a session",
    });
  });
}

/** Signs out everywhere: one's own sessions, or, for administrators, another person's. Returns how many ended. */
export async function revokeAllSessions({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: { userId: string };
}): Promise<number> {
  const { userId } = userIdSchema.parse(input);
  if (ctx.actor.kind === "user" && ctx.actor.userId === userId) requireOwnSession(ctx.actor);
  else requireAdmin(ctx.actor);
  return ctx.database.write(async (tx) => {
    const user = await getUserRow(tx, userId);
    const count = await endSessionsOf(tx, user.pk, nowIso(ctx.clock));
    await recordAudit(tx, ctx, {
      verb: "session.endAll",
      objectType: "user",
      objectId: user.id,
      summary: `Ended ${count} sessions of ${user.username}`,
    });
    return count;
  });
}
