import { cookies } from "next/headers";
import { type Theme, themeCookie, themeFrom } from "@/components/ui/preferences";
import { listSessions, listTokens } from "@/lib/access/queries/account";
import { getMe, type Me } from "@/lib/access/queries/me";
import type { ApiTokenDto, SessionDto } from "@/lib/access/types";
import { readClaim } from "@/lib/mail/queries/read-claim";
import { addressProofs } from "@/lib/web/address-proofs";
import { services } from "@/lib/web/services";
import { getSession, requirePageUser } from "@/lib/web/session";

export type ProfilePage = Me & {
  sessions: (SessionDto & { isThis: boolean })[];
  tokens: ApiTokenDto[];
  theme: Theme;
};

export async function loadProfile(): Promise<ProfilePage> {
  const { actor, database, clock } = await requirePageUser("/profile");
  const now = clock.now();
  const [me, sessions, tokens, current, jar] = await Promise.all([
    getMe(database.read, actor),
    listSessions(database.read, actor, now),
    listTokens(database.read, actor, now),
    getSession(),
    cookies(),
  ]);
  return {
    ...me,
    sessions: sessions.map((session) => ({ ...session, isThis: session.id === current?.sessionId })),
    tokens,
    theme: themeFrom(jar.get(themeCookie)?.value),
  };
}

/** The address that a mailed link is for; null where the link is not this person's, too old or used. */
export async function loadClaim(proof: string): Promise<string | null> {
  const ctx = await requirePageUser(
    proof === "" ? "/profile/address" : `/profile/address?proof=${encodeURIComponent(proof)}`,
  );
  const claim = readClaim(ctx, addressProofs(services().secrets), proof);
  if (!claim) return null;
  const { user } = await getMe(ctx.database.read, ctx.actor);
  return user.email === claim.instead ? claim.email : null;
}
