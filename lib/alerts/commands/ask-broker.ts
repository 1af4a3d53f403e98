import { sql } from "drizzle-orm";
import type * as z from "zod";
import { alertLinks, brokerViews } from "@/db/schema/alerts";
import { targetNames, targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { visibleTo } from "@/lib/access/scope";
import { positionAt } from "@/lib/astro/sphere";
import { julianYear } from "@/lib/astro/time";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { nowIso } from "@/lib/core/clock";
import { notFound } from "@/lib/core/errors";
import { type LookUpSubject, lookUp } from "../queries/look-up";
import { askBrokerSchema } from "../schema";
import type { BrokerViewDto } from "../types";

/**
 * Asks one broker what it has at a target's place and under its names, and keeps the answer for everybody who may see
 * the target. Whoever sees it may ask; an answer changes nothing about the target.
 */
export async function askBroker({
  ctx,
  brokers,
  input,
}: {
  ctx: Context;
  brokers: BrokerRegistry;
  input: z.input<typeof askBrokerSchema>;
}): Promise<BrokerViewDto> {
  const { targetId, brokerId } = askBrokerSchema.parse(input);
  const broker = brokers.get(brokerId);
  const { pk, subject } = await subjectOf(ctx, targetId, brokerId);
  const answer = await lookUp(broker, subject);
  const askedAt = nowIso(ctx.clock);
  // A cached answer of a service, not a change that a person made: nothing for the trail.
  await ctx.database.write(async (tx) => {
    const [still] = await tx.select({ pk: targets.pk }).from(targets).where(sql`${targets.pk} = ${pk}`);
    if (!still) throw notFound("target");
    const values = { askedAt, status: answer.status, message: answer.message, sightings: answer.sightings };
    await tx
      .insert(brokerViews)
      .values({ targetPk: pk, brokerId, ...values })
      .onConflictDoUpdate({ target: [brokerViews.targetPk, brokerViews.brokerId], set: values });
  });
  return { brokerId, askedAt, ...answer };
}

async function subjectOf(
  ctx: Context,
  targetId: string,
  brokerId: string,
): Promise<{ pk: number; subject: LookUpSubject }> {
  const [target] = await ctx.database.read
    .select({
      pk: targets.pk,
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
  const { raDeg, decDeg } = target;
  const isFixed = target.type === "SIDEREAL" && raDeg !== null && decDeg !== null;
  return {
    pk: target.pk,
    subject: {
      names: names.map(({ name }) => name),
      alertIds: links.map(({ alertId }) => alertId),
      position: isFixed ? positionAt({ ...target, raDeg, decDeg }, julianYear(ctx.clock.now())) : null,
      radiusArcsec: ctx.config.targets.match.radiusArcsec,
    },
  };
}
