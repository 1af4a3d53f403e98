import { sql } from "drizzle-orm";
import type * as z from "zod";
import { brokerViews } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { nowIso } from "@/lib/core/clock";
import { notFound } from "@/lib/core/errors";
import { lookUp } from "../queries/look-up";
import { lookUpSubject } from "../queries/look-up-subject";
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
  const { radiusArcsec } = ctx.config.targets.match;
  const { pk, subject } = await lookUpSubject(ctx, { targetId, brokerId, radiusArcsec });
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
