import { eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { users } from "@/db/schema/people";

/** When a person last looked at Home, ISO 8601 UTC; null: never. */
export async function findLastHome(db: ReadDb, userPk: number): Promise<string | null> {
  const [row] = await db.select({ at: users.lastHomeAt }).from(users).where(eq(users.pk, userPk)).limit(1);
  return row?.at ?? null;
}
