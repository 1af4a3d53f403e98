import { sql } from "drizzle-orm";
import { alertLinks } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { changeableBy } from "@/lib/access/scope";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";

type Link = { targetId: string; brokerId: string; alertId: string; url: string; name: string };

/** Somebody else's target is told of, and left as it is: who may only see it adds no link to it. */
export async function addLink(tx: Tx, ctx: Context, { targetId, brokerId, alertId, url, name }: Link): Promise<void> {
  const [target] = await tx
    .select({ pk: targets.pk })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${changeableBy(ctx.scope)}`);
  if (!target) return;
  const linkedByPk = ctx.actor.kind === "user" ? ctx.actor.userPk : null;
  const added = await tx
    .insert(alertLinks)
    .values({ targetPk: target.pk, brokerId, alertId, url, linkedByPk, createdAt: nowIso(ctx.clock) })
    .onConflictDoNothing()
    .returning({ targetPk: alertLinks.targetPk });
  if (added.length > 0) {
    await recordAudit(tx, ctx, {
      verb: "alert.link",
      objectType: "target",
      objectId: targetId,
      targetId,
      summary: `Linked to ${name} at ${brokerId}`,
    });
  }
}
