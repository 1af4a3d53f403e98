import { sql } from "drizzle-orm";
import type * as z from "zod";
import { alertLinks } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import { recordAudit } from "@/lib/audit/record";
import { notFound } from "@/lib/core/errors";
import { unlinkAlertSchema } from "../schema";
import { changeableTarget } from "./changeable-target";

/**
 * Takes the link between a target and a broker's object away: its photometry is fetched no more. What was measured and
 * said stays. @throws NOT_FOUND also where there is no such link
 */
export async function unlinkAlert({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof unlinkAlertSchema>;
}): Promise<void> {
  const { targetId, brokerId, alertId } = unlinkAlertSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const target = await changeableTarget(tx, ctx, targetId);
    const gone = await tx
      .delete(alertLinks)
      .where(
        sql`${alertLinks.targetPk} = ${target.pk} AND ${alertLinks.brokerId} = ${brokerId} AND ${alertLinks.alertId} = ${alertId}`,
      )
      .returning({ alertId: alertLinks.alertId });
    if (gone.length === 0) throw notFound("link");
    await recordAudit(tx, ctx, {
      verb: "alert.unlink",
      objectType: "target",
      objectId: targetId,
      targetId,
      summary: `Unlinked from ${alertId} at ${brokerId}`,
    });
  });
}
