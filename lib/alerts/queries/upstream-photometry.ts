import { asc, desc, eq, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { dataProductPhotometry, dataProducts } from "@/db/schema/data-products";
import { photometry } from "@/db/schema/photometry";
import type { PhotometryDraft } from "@/lib/brokers/contract";

/** Photometry as a report tells of it; flagged points are none. */

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

/** The first detection with what follows, and the limits before it. */
export async function photometryAround(db: ReadDb, targetPk: number): Promise<PhotometryDraft[]> {
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

/** What the files of an observation gave, in time order. */
export async function photometryOfObservation(db: ReadDb, observationPk: number): Promise<PhotometryDraft[]> {
  const rows = await db
    .selectDistinct({ row: photometry })
    .from(dataProducts)
    .innerJoin(dataProductPhotometry, eq(dataProductPhotometry.productPk, dataProducts.pk))
    .innerJoin(photometry, eq(photometry.pk, dataProductPhotometry.photometryPk))
    .where(sql`${dataProducts.observationPk} = ${observationPk} AND ${photometry.flaggedReason} IS NULL`)
    .orderBy(asc(photometry.observedAtMjd), asc(photometry.pk))
    .limit(rowsAfter);
  return rows.map(({ row }) => toDraft(row));
}
