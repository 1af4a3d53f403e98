import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { apiTokens, sessions } from "@/db/schema/people";
import type { UserActor } from "@/lib/core/actor";
import { isoBefore, sessionIdleMs } from "../session-life";
import type { ApiTokenDto, SessionDto } from "../types";

/** One's own sessions that still work, the last used first. */
export async function listSessions(db: ReadDb, actor: UserActor, now: Date): Promise<SessionDto[]> {
  return db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      network: sessions.network,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userPk, actor.userPk),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now.toISOString()),
        gt(sessions.lastSeenAt, isoBefore(now, sessionIdleMs)),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt))
    .limit(200);
}

/** One's own tokens that still work, the newest first. The token itself is stored nowhere. */
export async function listTokens(db: ReadDb, actor: UserActor, now: Date): Promise<ApiTokenDto[]> {
  return db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      prefix: apiTokens.prefix,
      scope: apiTokens.scope,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      lastUsedAt: apiTokens.lastUsedAt,
    })
    .from(apiTokens)
    .where(
      and(eq(apiTokens.userPk, actor.userPk), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now.toISOString())),
    )
    .orderBy(desc(apiTokens.pk))
    .limit(200);
}
