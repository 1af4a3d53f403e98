import { and, eq, isNull, or } from "drizzle-orm";
import { possibleDuplicates } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { getTargetKey } from "../queries/get-target";

/**
 * Says that two targets are not the same object: the note goes from both and does not come back. By who may change the
 * target on whose page she stands and sees the other. @throws NOT_FOUND, FORBIDDEN
 */
export async function dismissPossibleDuplicate({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; otherId: string };
}): Promise<void> {
  const user = requireUser(ctx.actor);
  await ctx.database.write(async (tx) => {
    const own = await getTargetKey(tx, ctx.scope, { id: input.id });
    const other = await getTargetKey(tx, ctx.scope, { id: input.otherId });
    if (!own.canChange) throw new TomError("FORBIDDEN", "You may see this target but not change it.");
    const p = possibleDuplicates;
    const pair = or(
      and(eq(p.targetPk, own.pk), eq(p.otherPk, other.pk)),
      and(eq(p.targetPk, other.pk), eq(p.otherPk, own.pk)),
    );
    const changed = await tx
      .update(p)
      .set({ dismissedAt: nowIso(ctx.clock), dismissedByPk: user.userPk })
      .where(and(pair, isNull(p.dismissedAt)))
      .returning({ pk: p.targetPk });
    if (changed.length === 0) throw notFound("note");
    await recordAudit(tx, ctx, {
      verb: "target.dismissDuplicate",
      objectType: "target",
      objectId: own.id,
      targetId: own.id,
      // The other target is not named: not every reader of this history sees it.
      summary: "Said that a possible duplicate is another object",
    });
  });
}
