import { eq } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { groups, memberships } from "@/db/schema/people";

/** Ids of the groups that a person belongs to. */
export async function listOwnGroupIds(db: ReadDb, userPk: number): Promise<string[]> {
  const rows = await db
    .select({ id: groups.id })
    .from(memberships)
    .innerJoin(groups, eq(groups.pk, memberships.groupPk))
    .where(eq(memberships.userPk, userPk));
  return rows.map((row) => row.id);
}
