import { desc, eq, sql } from "drizzle-orm";
import { dataProductPhotometry, dataProductSpectra } from "@/db/schema/data-products";
import { photometry } from "@/db/schema/photometry";
import { spectra } from "@/db/schema/spectra";
import type { VisibleScope } from "@/lib/access/scope";
import { mjdToIso } from "@/lib/astro/time";
import type { ProductPoint, ProductSpectrum } from "../types";
import { getProductKey } from "./get-product";
import type { Reader } from "./product-rows";

/** The newest measurements that a file gave. @throws NOT_FOUND */
export async function listProductPoints(
  db: Reader,
  scope: VisibleScope,
  { id, limit }: { id: string; limit: number },
): Promise<ProductPoint[]> {
  const { pk } = await getProductKey(db, scope, id);
  const rows = await db
    .select({
      pk: photometry.pk,
      observedAtMjd: photometry.observedAtMjd,
      band: photometry.band,
      mag: photometry.mag,
      magErr: photometry.magErr,
      fluxNjy: photometry.fluxNjy,
      limitMag: photometry.limitMag,
      source: photometry.source,
      telescope: photometry.telescope,
      instrument: photometry.instrument,
    })
    .from(dataProductPhotometry)
    .innerJoin(photometry, eq(photometry.pk, dataProductPhotometry.photometryPk))
    .where(eq(dataProductPhotometry.productPk, pk))
    .orderBy(desc(photometry.observedAtMjd), desc(photometry.pk))
    .limit(limit);
  return rows.map(({ pk: rowPk, ...row }) => ({
    ...row,
    row: rowPk.toString(36),
    observedAt: mjdToIso(row.observedAtMjd),
  }));
}

/** The spectra that a file gave. @throws NOT_FOUND */
export async function listProductSpectra(db: Reader, scope: VisibleScope, id: string): Promise<ProductSpectrum[]> {
  const { pk } = await getProductKey(db, scope, id);
  return db
    .select({
      id: spectra.id,
      observedAtMjd: spectra.observedAtMjd,
      points: spectra.points,
      instrument: spectra.instrument,
    })
    .from(dataProductSpectra)
    .innerJoin(spectra, eq(spectra.pk, dataProductSpectra.spectrumPk))
    .where(eq(dataProductSpectra.productPk, pk))
    .orderBy(sql`${spectra.observedAtMjd} IS NULL`, desc(spectra.observedAtMjd))
    .limit(100);
}
