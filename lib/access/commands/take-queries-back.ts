import { and, eq, sql } from "drizzle-orm";
import { brokerQueries } from "@/db/schema/alerts";
import type { Tx } from "@/db/write";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import type { AccessContext } from "../context";

type Leaving = { user: { pk: number; username: string }; group: { pk: number; name: string } };

/** The saved queries that somebody shared with a group become her own again when she leaves it: she publishes there no more. */
export async function takeQueriesBack(tx: Tx, ctx: AccessContext, { user, group }: Leaving): Promise<void> {
  const taken = await tx
    .update(brokerQueries)
    .set({ groupPk: null, version: sql`${brokerQueries.version} + 1`, updatedAt: nowIso(ctx.clock) })
    .where(and(eq(brokerQueries.ownerPk, user.pk), eq(brokerQueries.groupPk, group.pk)))
    .returning({ id: brokerQueries.id, name: brokerQueries.name });
  for (const { id, name } of taken) {
    await recordAudit(tx, ctx, {
      verb: "query.update",
      objectType: "query",
      objectId: id,
      summary: `Took the query ${name} out of ${group.name}, which ${user.username} is no longer in`,
    });
  }
}
