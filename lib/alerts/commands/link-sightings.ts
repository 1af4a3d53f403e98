import type * as z from "zod";
import type { Context } from "@/lib/access/context";
import { isSolarSystemObject } from "@/lib/astro/solar-system";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { invalidInput } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { fetchPhotometry } from "../jobs/fetch-photometry";
import { listBrokerViews } from "../queries/list-broker-views";
import { linkSightingsSchema } from "../schema";
import { addLink } from "./add-link";
import { changeableTarget } from "./changeable-target";

/**
 * Links objects that brokers were seen to have to the target, and fetches their light curves in the background: one job a
 * broker. Only what stands in the kept answers can be linked, so that no made-up address gets onto the page.
 */
export async function linkSightings({
  ctx,
  brokers,
  input,
}: {
  ctx: Context;
  brokers: BrokerRegistry;
  input: z.input<typeof linkSightingsSchema>;
}): Promise<{ linked: number; jobIds: string[] }> {
  const { targetId, sightings } = linkSightingsSchema.parse(input);
  await changeableTarget(ctx.database.read, ctx, targetId);
  const views = await listBrokerViews(ctx.database.read, ctx.scope, targetId);
  const chosen = sightings.map(({ brokerId, alertId }) => {
    const seen = views.find((view) => view.brokerId === brokerId)?.sightings.find((one) => one.alertId === alertId);
    if (!seen) throw invalidInput({ sightings: [`${alertId.slice(0, 60)} is not among what ${brokerId} answered.`] });
    // What only passed here is no part of the target.
    if (seen.foundBy === "position" && isSolarSystemObject(seen.solarSystem))
      throw invalidInput({
        sightings: [`${alertId.slice(0, 60)} lies at a known solar-system object, which only passed here.`],
      });
    return { brokerId, alertId, url: seen.url, name: seen.name };
  });
  const jobIds = await ctx.database.write(async (tx) => {
    const ids: string[] = [];
    for (const one of chosen) await addLink(tx, ctx, { targetId, ...one });
    for (const brokerId of new Set(chosen.map((one) => one.brokerId))) {
      if (!brokers.get(brokerId).capabilities.includes("processReducedData")) continue;
      const items = chosen.filter((one) => one.brokerId === brokerId).map(({ alertId }) => ({ targetId, alertId }));
      ids.push(await enqueueJob(tx, ctx, fetchPhotometry, { brokerId, runId: null, items }));
    }
    return ids;
  });
  return { linked: chosen.length, jobIds };
}
