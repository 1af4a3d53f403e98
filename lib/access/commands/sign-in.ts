import { and, eq, inArray, isNull, lt } from "drizzle-orm";
import { sessions, users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/core/actor";
import { nowIso } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { AccessContext } from "../context";
import { usernameKey } from "../names";
import { isPassword } from "../passwords";
import { hashSecret, newSecret } from "../secrets";
import { isoAfter, isoBefore, sessionAbsoluteMs } from "../session-life";
import { type AttemptSubject, reserveAttempt, settleAttempt } from "../throttle";
import { takeTurn } from "../turns";
import { findUserByName, type UserRow } from "./find-rows";

/** Where a sign-in comes from: the network of `network.ts` and what the browser calls itself. */
export type SignInOrigin = { network: string; userAgent: string };

export type NewSession = {
  /** The random id that the cookie carries; stored as a hash only. */
  secret: string;
  sessionId: string;
  expiresAt: string;
  userId: string;
  username: string;
};

type Call = {
  ctx: AccessContext;
  input: { username: string; password: string };
  from: SignInOrigin;
  /** The secret of the session that this browser had: it ends, so that no id lives through a sign-in. */
  replaces?: string | null;
};

/**
 * A name and a password for a new session.
 *
 * @throws UNAUTHENTICATED, the same for an unknown name, a wrong password and a disabled account, after the same work.
 * @throws LIMIT_EXCEEDED with `retryAfterS` when too many attempts failed; then no password is checked.
 */
export function signIn(call: Call): Promise<NewSession> {
  const key = usernameKey(call.input.username);
  // One after another per name and network: a rush of right sign-ins must not look like guesses made together.
  return takeTurn(`${key} ${call.from.network}`, () => signInNow(call, key));
}

async function signInNow({ ctx, input, from, replaces }: Call, key: string): Promise<NewSession> {
  const subject: AttemptSubject = { usernameKey: key.slice(0, 60), network: from.network, now: ctx.clock.now() };
  const attempt = await ctx.database.write((tx) => reserveAttempt(tx, subject));
  const user = await findUserByName(ctx.database.read, key);
  const isRight = await isPassword(user && !user.isService ? user.passwordHash : null, input.password.slice(0, 1000));
  if (!user || !isRight) throw refused();
  const oldHash = replaces ? await hashSecret(replaces) : null;
  const secret = newSecret();
  const secretHash = await hashSecret(secret);
  return ctx.database.write(async (tx) => {
    // Read again inside: the account may have been disabled, or its password changed, while the hash was computed.
    const [current] = await tx.select().from(users).where(eq(users.pk, user.pk)).limit(1);
    if (!current || current.disabledAt !== null || current.passwordHash !== user.passwordHash) throw refused();
    await settleAttempt(tx, attempt, subject);
    if (oldHash) await endSession(tx, oldHash, nowIso(ctx.clock));
    return insertSession(tx, ctx, current, secret, secretHash, from);
  });
}

/** A new session for a person who has just proved herself another way: after a change of her own password. */
export async function renewSession(call: {
  ctx: AccessContext;
  user: UserActor;
  from: SignInOrigin;
}): Promise<NewSession> {
  const { ctx, user, from } = call;
  const secret = newSecret();
  const secretHash = await hashSecret(secret);
  return ctx.database.write(async (tx) => {
    const [current] = await tx.select().from(users).where(eq(users.pk, user.userPk)).limit(1);
    if (!current || current.disabledAt !== null) throw refused();
    return insertSession(tx, ctx, current, secret, secretHash, from);
  });
}

const refused = (): TomError =>
  new TomError("UNAUTHENTICATED", "This name and this password do not open an account here.");

async function insertSession(
  tx: Tx,
  ctx: AccessContext,
  user: UserRow,
  secret: string,
  secretHash: string,
  from: SignInOrigin,
): Promise<NewSession> {
  const now = ctx.clock.now();
  const at = now.toISOString();
  const expired = tx
    .select({ pk: sessions.pk })
    .from(sessions)
    .where(lt(sessions.expiresAt, isoBefore(now, sessionAbsoluteMs)))
    .limit(100);
  await tx.delete(sessions).where(inArray(sessions.pk, expired));
  const sessionId = newId();
  const expiresAt = isoAfter(now, sessionAbsoluteMs);
  await tx.insert(sessions).values({
    id: sessionId,
    secretHash,
    userPk: user.pk,
    createdAt: at,
    lastSeenAt: at,
    expiresAt,
    network: from.network,
    userAgent: from.userAgent.replace(/[^\x20-\x7e]/g, "").slice(0, 300),
  });
  const actor: UserActor = {
    kind: "user",
    userId: user.id,
    userPk: user.pk,
    username: user.username,
    role: user.role,
    via: "session",
    access: "write",
  };
  await recordAudit(
    tx,
    { ...ctx, actor },
    {
      verb: "session.create",
      objectType: "session",
      objectId: sessionId,
      summary: `${user.username} signed in`,
    },
  );
  return { secret, sessionId, expiresAt, userId: user.id, username: user.username };
}

async function endSession(tx: Tx, secretHash: string, at: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.secretHash, secretHash), isNull(sessions.revokedAt)));
}
