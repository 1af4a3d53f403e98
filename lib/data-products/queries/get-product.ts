import { and, eq, sql } from "drizzle-orm";
import { dataProductPhotometry, dataProductResults, dataProductSpectra, dataProducts } from "@/db/schema/data-products";
import { targets } from "@/db/schema/targets";
import { changeableBy, type VisibleScope, visibleTo } from "@/lib/access/scope";
import { notFound, TomError } from "@/lib/core/errors";
import type { ImageHeader, RejectedRow } from "@/lib/data-processors/contract";
import type { DataProductBelongings, DataProductDto, DataProductResult } from "../types";
import { ofItsTarget, type Reader, selectProducts, toProduct } from "./product-rows";

const seen = (scope: VisibleScope, id: string) => and(eq(dataProducts.id, id), ofItsTarget, visibleTo(scope));

/** @throws NOT_FOUND when there is none, or its target is not visible */
export async function getProduct(db: Reader, scope: VisibleScope, id: string): Promise<DataProductDto> {
  const [row] = await selectProducts(db).where(seen(scope, id));
  if (!row) throw notFound("file");
  return toProduct(row);
}

export type ProductKey = typeof dataProducts.$inferSelect & {
  targetId: string;
  targetName: string;
  raDeg: number | null;
  decDeg: number | null;
  canChange: boolean;
  previewKey: string | null;
};

/** The row itself and the reader's rights: what commands on a file begin with. @throws NOT_FOUND */
export async function getProductKey(db: Reader, scope: VisibleScope, id: string): Promise<ProductKey> {
  const [found] = await db
    .select({
      product: dataProducts,
      targetId: targets.id,
      targetName: targets.name,
      raDeg: targets.raDeg,
      decDeg: targets.decDeg,
      may: sql<number>`${changeableBy(scope)}`,
      previewKey: dataProductResults.previewKey,
    })
    .from(dataProducts)
    .crossJoin(targets)
    .leftJoin(dataProductResults, eq(dataProductResults.productPk, dataProducts.pk))
    .where(seen(scope, id));
  if (!found) throw notFound("file");
  const { product, may, ...rest } = found;
  return { ...product, ...rest, canChange: Boolean(may) };
}

/** The same for who changes it. @throws NOT_FOUND, FORBIDDEN */
export async function getChangeableProduct(db: Reader, scope: VisibleScope, id: string): Promise<ProductKey> {
  const key = await getProductKey(db, scope, id);
  if (!key.canChange) throw new TomError("FORBIDDEN", "You may see this file, but not change its target.");
  return key;
}

type ResultRow = typeof dataProductResults.$inferSelect;

const resultRowOf = async (db: Reader, { pk }: ProductKey): Promise<ResultRow | undefined> =>
  (await db.select().from(dataProductResults).where(eq(dataProductResults.productPk, pk)))[0];

/**
 * What the newest processing said, row by row. A file that could not be read has one rejected row, which is the file.
 * @throws NOT_FOUND; CONFLICT while there is no result yet or it is being read again, or for a type that nothing reads
 */
export async function getResult(db: Reader, scope: VisibleScope, id: string): Promise<DataProductResult> {
  const product = await getProductKey(db, scope, id);
  const row = await resultRowOf(db, product);
  const { status } = product;
  if (status === "failed") {
    const message = product.message ?? "It could not be read.";
    const none = { accepted: 0, revised: 0, unchanged: 0, notes: [], header: null, preview: null, processedAt: null };
    return { ...none, status, rejected: [{ row: 0, field: "", message }], rejectedTotal: 1 };
  }
  if (status !== "processed" || !row) throw new TomError("CONFLICT", whyNoResult(product, row));
  return toResult(status, row);
}

function whyNoResult({ jobId }: ProductKey, row: ResultRow | undefined): string {
  if (jobId === null) return "Nothing reads files of this type.";
  return row === undefined
    ? "This file is not processed yet."
    : "This file is being read again: its new result is here once its status is processed or failed.";
}

/** What the last processing that ended well said, also while the file is read again; null when none has. @throws NOT_FOUND */
export async function getLastResult(db: Reader, scope: VisibleScope, id: string): Promise<DataProductResult | null> {
  const product = await getProductKey(db, scope, id);
  const row = await resultRowOf(db, product);
  return row === undefined ? null : toResult(product.status, row);
}

const toResult = (status: DataProductResult["status"], row: ResultRow): DataProductResult => ({
  status,
  accepted: row.accepted,
  revised: row.revised,
  unchanged: row.unchanged,
  rejected: row.rejected as RejectedRow[],
  rejectedTotal: row.rejectedTotal,
  notes: row.notes as string[],
  header: row.header as ImageHeader | null,
  preview:
    row.previewWidth === null || row.previewHeight === null
      ? null
      : { width: row.previewWidth, height: row.previewHeight },
  processedAt: row.processedAt,
});

/** What the deletion of a file would take along, and what would stay. @throws NOT_FOUND */
export async function getBelongings(db: Reader, scope: VisibleScope, id: string): Promise<DataProductBelongings> {
  const { pk } = await getProductKey(db, scope, id);
  const [light] = await db.all<{ own: number; total: number }>(sql`
    SELECT count(*) AS total, coalesce(sum(p.via = '["file"]' AND NOT EXISTS (
        SELECT 1 FROM ${dataProductPhotometry} o WHERE o.photometry_pk = d.photometry_pk AND o.product_pk <> d.product_pk
      )), 0) AS own
    FROM ${dataProductPhotometry} d JOIN photometry p ON p.pk = d.photometry_pk WHERE d.product_pk = ${pk}`);
  const [spectra] = await db.all<{ own: number; total: number }>(sql`
    SELECT count(*) AS total, coalesce(sum(NOT EXISTS (
        SELECT 1 FROM ${dataProductSpectra} o WHERE o.spectrum_pk = d.spectrum_pk AND o.product_pk <> d.product_pk
      )), 0) AS own
    FROM ${dataProductSpectra} d WHERE d.product_pk = ${pk}`);
  const parted = (row: { own: number; total: number } | undefined) => ({
    own: row?.own ?? 0,
    shared: (row?.total ?? 0) - (row?.own ?? 0),
  });
  return { photometry: parted(light), spectra: parted(spectra) };
}
