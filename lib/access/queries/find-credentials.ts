import { and, eq, gt, isNull } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { apiTokens, sessions, users } from "@/db/schema/people";
import type { UserActor } from "@/lib/core/actor";
import { isoBefore, sessionIdleMs } from "../session-life";
import type { TokenScope } from "../types";

export type LiveSession = { actor: UserActor; sessionId: string; sessionPk: number; lastSeenAt: string };

const person = { userId: users.id, userPk: users.pk, username: users.username, role: users.role };

/**
 * The session of a cookie with the account as it is now, in one read: null when the session ended, was idle too long or
 * expired, or the account is disabled.
 */
export async function findSession(db: ReadDb, secretHash: string, now: Date): Promise<LiveSession | null> {
  const [row] = await db
    .select({ ...person, sessionId: sessions.id, sessionPk: sessions.pk, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .innerJoin(users, eq(users.pk, sessions.userPk))
    .where(
      and(
        eq(sessions.secretHash, secretHash),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now.toISOString()),
        gt(sessions.lastSeenAt, isoBefore(now, sessionIdleMs)),
        isNull(users.disabledAt),
        eq(users.isService, false),
      ),
    )
    .limit(1);
  // A session without an account is no session.
  if (!row?.userId) return null;
  const { sessionId, sessionPk, lastSeenAt, ...user } = row;
  return { actor: { kind: "user", ...user, via: "session", access: "write" }, sessionId, sessionPk, lastSeenAt };
}

export type LiveToken = {
  actor: UserActor;
  tokenId: string;
  tokenPk: number;
  scope: TokenScope;
  expiresAt: string;
  lastUsedAt: string | null;
};

/** The same for an API token. */
export async function findToken(db: ReadDb, secretHash: string, now: Date): Promise<LiveToken | null> {
  const [row] = await db
    .select({
      ...person,
      tokenId: apiTokens.id,
      tokenPk: apiTokens.pk,
      scope: apiTokens.scope,
      expiresAt: apiTokens.expiresAt,
      lastUsedAt: apiTokens.lastUsedAt,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.pk, apiTokens.userPk))
    .where(
      and(
        eq(apiTokens.secretHash, secretHash),
        isNull(apiTokens.revokedAt),
        gt(apiTokens.expiresAt, now.toISOString()),
        isNull(users.disabledAt),
      ),
    )
    .limit(1);
  if (!row?.userId) return null;
  const { tokenId, tokenPk, scope, expiresAt, lastUsedAt, ...user } = row;
  return {
    actor: { kind: "user", ...user, via: "token", access: scope },
    tokenId,
    tokenPk,
    scope,
    expiresAt,
    lastUsedAt,
  };
}
