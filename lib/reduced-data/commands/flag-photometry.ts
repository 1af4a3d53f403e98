import { inArray, sql } from "drizzle-orm";
import type * as z from "zod";
import { photometry } from "@/db/schema/photometry";
import type { Context } from "@/lib/access/context";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { counted } from "@/lib/core/counted";
import { notFound } from "@/lib/core/errors";
import type { flagInputSchema } from "../schema";
import { changeableTarget } from "./add-photometry";
import { refreshSummary } from "./refresh-summary";

/** Marks points as bad, with the reason, or takes the mark off. The points stay: hollow, and out of bins and fits. */
export async function flagPhotometry({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof flagInputSchema>;
}): Promise<{ changed: number }> {
  const pks = input.rows.map((row) => Number.parseInt(row, 36));
  return ctx.database.write(async (tx) => {
    const targetPk = await changeableTarget(tx, ctx, input.targetId);
    let changed = 0;
    for (let from = 0; from < pks.length; from += 500) {
      const some = pks.slice(from, from + 500).filter(Number.isSafeInteger);
      const rows = await tx
        .update(photometry)
        .set({
          flaggedReason: input.reason,
          flaggedByPk: input.reason !== null && ctx.actor.kind === "user" ? ctx.actor.userPk : null,
          flaggedAt: input.reason === null ? null : nowIso(ctx.clock),
        })
        .where(sql`${photometry.targetPk} = ${targetPk} AND ${inArray(photometry.pk, some)}`)
        .returning({ pk: photometry.pk });
      changed += rows.length;
    }
    if (changed === 0) throw notFound("point");
    await refreshSummary(tx, targetPk, 0);
    await recordAudit(tx, ctx, {
      verb: input.reason === null ? "photometry.unflag" : "photometry.flag",
      objectType: "target",
      objectId: input.targetId,
      targetId: input.targetId,
      summary:
        input.reason === null
          ? `Took the flag off ${counted(changed, "point")}`
          : `Flagged ${counted(changed, "point")}: ${input.reason}`,
    });
    return { changed };
  });
}
