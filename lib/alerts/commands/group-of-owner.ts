import { sql } from "drizzle-orm";
import type { brokerQueries } from "@/db/schema/alerts";
import { users } from "@/db/schema/people";
import type { Tx } from "@/db/write";

type Owned = Pick<typeof brokerQueries.$inferSelect, "ownerPk" | "groupPk">;

/** The group that a query runs for: none when its owner has left it. What an administrator or nobody owns stays where it is. */
export async function groupOfOwner(tx: Pick<Tx, "select">, { ownerPk, groupPk }: Owned): Promise<number | null> {
  if (groupPk === null || ownerPk === null) return groupPk;
  const [owner] = await tx
    .select({ pk: users.pk })
    .from(users)
    .where(
      sql`${users.pk} = ${ownerPk} AND (${users.role} = 'admin' OR EXISTS (SELECT 1 FROM memberships m
        WHERE m.user_pk = ${ownerPk} AND m.group_pk = ${groupPk}))`,
    );
  return owner ? groupPk : null;
}
