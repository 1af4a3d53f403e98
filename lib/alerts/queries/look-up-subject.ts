import { sql } from "drizzle-orm";
import { alertLinks } from "@/db/schema/alerts";
import { targetNames, targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { visibleTo } from "@/lib/access/scope";
import { positionAt } from "@/lib/astro/sphere";
import { julianYear } from "@/lib/astro/time";
import { notFound } from "@/lib/core/errors";
import type { LookUpSubject } from "./look-up";

/**
 * A target as one broker is asked for it: under all of its names, by the objects that are linked to it, and where it is
 * now. What moves has no place. @throws NOT_FOUND where the reader does not see it
 */
export async function lookUpSubject(
  ctx: Context,
  { targetId, brokerId, radiusArcsec }: { targetId: string; brokerId: string; radiusArcsec: number },
): Promise<{ pk: number; name: string; subject: LookUpSubject }> {
  const [target] = await ctx.database.read
    .select({
      pk: targets.pk,
      name: targets.name,
      type: targets.type,
      raDeg: targets.raDeg,
      decDeg: targets.decDeg,
      epoch: targets.epoch,
      pmRaMasPerYr: targets.pmRaMasPerYr,
      pmDecMasPerYr: targets.pmDecMasPerYr,
      parallaxMas: targets.parallaxMas,
    })
    .from(targets)
    .where(sql`${targets.id} = ${targetId} AND ${visibleTo(ctx.scope)}`);
  if (!target) throw notFound("target");
  const names = await ctx.database.read
    .select({ name: targetNames.name })
    .from(targetNames)
    .where(sql`${targetNames.targetPk} = ${target.pk}`)
    .limit(50);
  const links = await ctx.database.read
    .select({ alertId: alertLinks.alertId })
    .from(alertLinks)
    .where(sql`${alertLinks.targetPk} = ${target.pk} AND ${alertLinks.brokerId} = ${brokerId}`)
    .limit(10);
  const { pk, name, raDeg, decDeg } = target;
  const isFixed = target.type === "SIDEREAL" && raDeg !== null && decDeg !== null;
  return {
    pk,
    name,
    subject: {
      names: names.map((one) => one.name),
      alertIds: links.map(({ alertId }) => alertId),
      position: isFixed ? positionAt({ ...target, raDeg, decDeg }, julianYear(ctx.clock.now())) : null,
      radiusArcsec,
    },
  };
}
