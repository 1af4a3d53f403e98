import { eq, sql } from "drizzle-orm";
import { alertLinks } from "@/db/schema/alerts";
import { jobs } from "@/db/schema/events";
import { targetNames } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { isIauName } from "@/lib/astro/names";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { invalidInput } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { fetchPhotometry } from "../jobs/fetch-photometry";
import { changeableTarget } from "./changeable-target";

/**
 * Fetches a target's photometry anew, in the background: from the brokers it is linked to, and from those that can
 * be asked by its names. One job a broker, so that a dead one does not hold up the others; the first job's id is told.
 */
export async function refreshTarget({
  ctx,
  brokers,
  input,
}: {
  ctx: Context;
  brokers: BrokerRegistry;
  input: { targetId: string };
}): Promise<{ jobId: string; jobIds: string[] }> {
  const { jobIds } = await fetchFromBrokers({ ctx, brokers, input });
  if (jobIds.length > 0) return { jobId: jobIds[0] ?? "", jobIds };
  throw invalidInput({
    "": ["No broker knows this target: it is linked to none, and none of its names is a survey's id."],
  });
}

/** The same where no broker may be the answer: then no job starts. @throws NOT_FOUND, FORBIDDEN */
export async function fetchFromBrokers({
  ctx,
  brokers,
  input,
}: {
  ctx: Context;
  brokers: BrokerRegistry;
  input: { targetId: string };
}): Promise<{ jobIds: string[] }> {
  const { pk } = await changeableTarget(ctx.database.read, ctx, input.targetId);
  const links = await ctx.database.read.select().from(alertLinks).where(eq(alertLinks.targetPk, pk));
  const names = await ctx.database.read
    .select({ name: targetNames.name })
    .from(targetNames)
    .where(eq(targetNames.targetPk, pk));
  const work = brokers
    .list()
    .filter((broker) => broker.state === "ready" && broker.capabilities.includes("processReducedData"))
    .flatMap((broker) => {
      const linked = links.find((link) => link.brokerId === broker.id)?.alertId;
      const byName = names.find(({ name }) => brokerNames.test(name) || isIauName(name))?.name;
      const alertId = linked ?? byName;
      return alertId === undefined ? [] : [{ brokerId: broker.id, alertId }];
    });
  const jobIds = await ctx.database.write(async (tx) => {
    const ids: string[] = [];
    for (const { brokerId, alertId } of work) {
      const payload = { brokerId, runId: null, items: [{ targetId: input.targetId, alertId }] };
      ids.push((await waitingJob(tx, ctx, payload)) ?? (await enqueueJob(tx, ctx, fetchPhotometry, payload)));
    }
    return ids;
  });
  return { jobIds };
}

/** The id of her own job that waits to do the same; null where none does. One that runs may have read before now. */
async function waitingJob(tx: Tx, ctx: Context, payload: object): Promise<string | null> {
  const ownerPk = ctx.actor.kind === "user" ? ctx.actor.userPk : null;
  const [row] = await tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      sql`${jobs.kind} = ${fetchPhotometry.kind} AND ${jobs.status} = 'queued' AND ${jobs.ownerPk} IS ${ownerPk}
        AND json_extract(${jobs.payload}, '$.input') = json(${JSON.stringify(payload)})`,
    )
    .limit(1);
  return row?.id ?? null;
}

/** Ids that surveys and brokers give: ZTF objects, the long numbers of the LSST, Gaia's alerts, ANTARES's loci; IAU names are the TNS's. */
const brokerNames = /^(ZTF\d{2}[a-z]{7}|\d{15,20}|Gaia\d{2}[a-z]{2,4}|ANT\d{4}[a-z0-9]{5,})$/;
