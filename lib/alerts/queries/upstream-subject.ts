import { asc, desc, eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { alertLinks } from "@/db/schema/alerts";
import { photometry } from "@/db/schema/photometry";
import type { VisibleScope } from "@/lib/access/scope";
import type { PhotometryDraft } from "@/lib/brokers/contract";
import type { UpstreamSubject } from "@/lib/brokers/contract-upstream";
import { getTarget, getTargetKey } from "@/lib/targets/queries/get-target";

/** Around the first detection: what a discovery report can need. */
const rowsBefore = 100;
const rowsAfter = 100;

type Row = typeof photometry.$inferSelect;

const toDraft = (row: Row): PhotometryDraft => ({
  observedAtMjd: row.observedAtMjd,
  band: row.band,
  mag: row.mag,
  magErr: row.magErr,
  fluxNjy: row.fluxNjy,
  fluxErrNjy: row.fluxErrNjy,
  limitMag: row.limitMag,
  limitSigma: row.limitSigma,
  magSystem: row.magSystem === "AB" || row.magSystem === "Vega" ? row.magSystem : null,
  brightness: row.brightness,
  forced: row.kind === "forced",
  forcedProducer: row.producer,
  negative: row.negative,
  timeReference: row.timeReference,
  telescope: row.telescope,
  instrument: row.instrument,
  source: row.source,
  sourceId: row.sourceId,
});

/** The first detection with what follows, and the limits before it; flagged points are none. */
async function photometryAround(db: ReadDb, targetPk: number): Promise<PhotometryDraft[]> {
  const good = sql`${photometry.targetPk} = ${targetPk} AND ${photometry.flaggedReason} IS NULL`;
  const detections = await db
    .select()
    .from(photometry)
    .where(sql`${good} AND ${photometry.kind} = 'detection' AND ${photometry.mag} IS NOT NULL`)
    .orderBy(asc(photometry.observedAtMjd))
    .limit(rowsAfter);
  const firstMjd = detections.find((row) => !row.negative)?.observedAtMjd ?? null;
  const limits = await db
    .select()
    .from(photometry)
    .where(
      sql`${good} AND ${photometry.kind} = 'limit'${firstMjd === null ? sql`` : sql` AND ${photometry.observedAtMjd} < ${firstMjd}`}`,
    )
    .orderBy(desc(photometry.observedAtMjd))
    .limit(rowsBefore);
  return [...limits.toReversed(), ...detections].map(toDraft);
}

/** What a target says for a report on it. @throws NOT_FOUND */
export async function upstreamSubject(
  db: ReadDb,
  scope: VisibleScope,
  args: { targetId: string; brokerId: string; author: string },
): Promise<UpstreamSubject> {
  const { pk } = await getTargetKey(db, scope, { id: args.targetId });
  const target = await getTarget(db, scope, { id: args.targetId });
  const links = await db
    .select({ alertId: alertLinks.alertId })
    .from(alertLinks)
    .where(sql`${alertLinks.targetPk} = ${pk} AND ${eq(alertLinks.brokerId, args.brokerId)}`)
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
    observation: null,
    photometry: await photometryAround(db, pk),
    author: args.author,
  };
}
