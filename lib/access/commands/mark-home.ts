import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Clock } from "@/lib/core/clock";
import { isoBefore } from "../session-life";

const stepMs = 60_000;

/** Notes that a person looked at Home, at most once a minute. Not a change anyone made, so it has no audit row. */
export async function markHome({
  database,
  clock,
  userPk,
}: {
  database: Database;
  clock: Clock;
  userPk: number;
}): Promise<void> {
  const now = clock.now();
  const stale = or(isNull(users.lastHomeAt), lt(users.lastHomeAt, isoBefore(now, stepMs)));
  await database.write((tx) =>
    tx
      .update(users)
      .set({ lastHomeAt: now.toISOString() })
      .where(and(eq(users.pk, userPk), stale)),
  );
}
