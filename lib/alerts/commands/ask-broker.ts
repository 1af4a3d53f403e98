import { sql } from "drizzle-orm";
import type * as z from "zod";
import { brokerViews } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { notFound } from "@/lib/core/errors";
import { datedAnswer } from "../queries/dated-answer";
import { lookUp } from "../queries/look-up";
import { lookUpSubject } from "../queries/look-up-subject";
import { askBrokerSchema } from "../schema";
import type { BrokerViewDto } from "../types";
import { followName } from "./follow-name";

/**
 * Asks one broker what it has at a target's place and under its names, and keeps the answer for everybody who may see
 * the target. Whoever sees it may ask; an answer changes nothing about the target but its name, where a naming authority
 * has renamed it and this person may change it.
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
  const { pk, name: own, subject } = await lookUpSubject(ctx, { targetId, brokerId, radiusArcsec });
  const answer = await datedAnswer(broker, ctx.clock, () => lookUp(broker, subject));
  // A cached answer of a service, not a change that a person made: nothing for the trail.
  await ctx.database.write(async (tx) => {
    // By id too: the key of a deleted target goes to the next one, which may be somebody else's.
    const [still] = await tx
      .select({ pk: targets.pk })
      .from(targets)
      .where(sql`${targets.pk} = ${pk} AND ${targets.id} = ${targetId}`);
    if (!still) throw notFound("target");
    const { askedAt, status, message, sightings } = answer;
    const values = { askedAt, status, message, sightings };
    await tx
      .insert(brokerViews)
      .values({ targetPk: pk, brokerId, ...values })
      .onConflictDoUpdate({ target: [brokerViews.targetPk, brokerViews.brokerId], set: values });
  });
  for (const { foundBy, name } of answer.sightings) {
    if (foundBy !== "position") await followName(ctx, broker, { id: targetId, names: [own, ...subject.names] }, name);
  }
  return { brokerId, ...answer };
}
