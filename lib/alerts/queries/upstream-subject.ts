import { desc, eq, sql } from "drizzle-orm";
import { alertLinks } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import type { UpstreamSubject } from "@/lib/brokers/contract-upstream";
import { TomError } from "@/lib/core/errors";
import { getRecordRow, type RecordRow } from "@/lib/observations/queries/read-observations";
import { getTarget, getTargetKey } from "@/lib/targets/queries/get-target";
import { type ReadFile, upstreamObservation } from "./upstream-observation";
import { photometryAround } from "./upstream-photometry";

/** What a person starts a report from: a target, an observation of it, or both. */
export type ReportAbout = { targetId?: string | undefined; observationRecordId?: string | undefined };

export type ReportPlace = { targetId: string; targetPk: number; observation: RecordRow | null };

/**
 * The target of a report and the observation that it starts from.
 * @throws INVALID_INPUT with neither, or with an observation of another target; NOT_FOUND, FORBIDDEN
 */
export async function reportPlace({ database, scope }: Context, about: ReportAbout): Promise<ReportPlace> {
  const { targetId, observationRecordId } = about;
  const observation =
    observationRecordId === undefined ? null : await getRecordRow(database.read, scope, observationRecordId);
  const id = targetId ?? observation?.targetId;
  if (id === undefined) {
    const message = "A report is about a target or an observation; this one has neither.";
    throw new TomError("INVALID_INPUT", message, { fieldErrors: { targetId: [message] } });
  }
  if (observation !== null && observation.targetId !== id) {
    const message = "This observation is of another target.";
    throw new TomError("INVALID_INPUT", message, { fieldErrors: { observationRecordId: [message] } });
  }
  const { pk, canChange } = await getTargetKey(database.read, scope, { id });
  if (!canChange) throw new TomError("FORBIDDEN", "You may see this target, but not report on it.");
  return { targetId: id, targetPk: pk, observation };
}

/** What target and observation say for a report. @throws NOT_FOUND */
export async function upstreamSubject(
  { database, scope, config }: Context,
  { targetId, targetPk, observation }: ReportPlace,
  args: { brokerId: string; author: string; readFile?: ReadFile | null },
): Promise<UpstreamSubject> {
  const db = database.read;
  const target = await getTarget(db, scope, { id: targetId });
  const links = await db
    .select({ alertId: alertLinks.alertId })
    .from(alertLinks)
    .where(sql`${alertLinks.targetPk} = ${targetPk} AND ${eq(alertLinks.brokerId, args.brokerId)}`)
    .orderBy(desc(alertLinks.createdAt));
  return {
    target: {
      name: target.name,
      aliases: target.aliases,
      raDeg: target.raDeg,
      decDeg: target.decDeg,
      alertIds: links.map(({ alertId }) => alertId),
      redshift: target.redshift?.value ?? null,
      classifications: target.classifications.map(({ name, source, classifier, version, probability, date }) => ({
        name,
        source,
        classifier,
        version,
        probability,
        date,
      })),
    },
    observation:
      observation === null ? null : await upstreamObservation(db, config, observation, args.readFile ?? null),
    photometry: await photometryAround(db, targetPk),
    author: args.author,
  };
}
