import { and, eq, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { apiTokens, sessions } from "@/db/schema/people";
import type { Clock } from "@/lib/core/clock";
import { isoBefore, lastSeenStepMs } from "../session-life";

type Touch = { database: Database; clock: Clock; pk: number };

/** Notes that a session is in use, at most once a minute. Not a change anyone made, so it has no audit row. */
export async function touchSession({ database, clock, pk }: Touch): Promise<void> {
  const now = clock.now();
  const stale = and(eq(sessions.pk, pk), lt(sessions.lastSeenAt, isoBefore(now, lastSeenStepMs)));
  await database.write((tx) => tx.update(sessions).set({ lastSeenAt: now.toISOString() }).where(stale));
}

/** The same for an API token. */
export async function touchToken({ database, clock, pk }: Touch): Promise<void> {
  const at = clock.now().toISOString();
  await database.write((tx) => tx.update(apiTokens).set({ lastUsedAt: at }).where(eq(apiTokens.pk, pk)));
}
