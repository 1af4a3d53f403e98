import { and, eq, isNull } from "drizzle-orm";
import { apiTokens, sessions } from "@/db/schema/people";
import type { Tx } from "@/db/write";

/** Every session of an account ends: the next request with one of their cookies is nobody's. Returns how many. */
export async function endSessionsOf(tx: Tx, userPk: number, at: string): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.userPk, userPk), isNull(sessions.revokedAt)))
    .returning({ pk: sessions.pk });
  return ended.length;
}

export async function revokeTokensOf(tx: Tx, userPk: number, at: string): Promise<number> {
  const ended = await tx
    .update(apiTokens)
    .set({ revokedAt: at })
    .where(and(eq(apiTokens.userPk, userPk), isNull(apiTokens.revokedAt)))
    .returning({ pk: apiTokens.pk });
  return ended.length;
}
