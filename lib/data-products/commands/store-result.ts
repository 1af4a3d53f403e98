import { eq, sql } from "drizzle-orm";
import { dataProductResults, dataProducts } from "@/db/schema/data-products";
import { users } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import type { ImageHeader, PhotometryResult, RejectedRow, SpectroscopyResult } from "@/lib/data-processors/contract";
import { savePhotometry } from "@/lib/reduced-data/commands/save-photometry";
import { saveSpectra } from "@/lib/reduced-data/commands/save-spectra";
import type { WriteReport } from "@/lib/reduced-data/types";
import { draftToMeasurement, draftToSpectrum } from "../draft-to-measurement";
import { getChangeableProduct, type ProductKey } from "../queries/get-product";
import { viaFile, withdrawAll } from "./withdraw-data";

/** What an image brings is in the store by now: only its key is written. */
export type StorableImage = {
  kind: "image";
  preview: { key: string; width: number; height: number } | null;
  header: ImageHeader;
  rejected: RejectedRow[];
  rejectedTotal: number;
  notes: string[];
};

export type StorableResult = PhotometryResult | SpectroscopyResult | StorableImage;

/** Version of the code that reads files; written with each measurement. */
const parserVersion = "1";

/**
 * Writes what a processing brought, in one transaction: every good row, what is not given any more taken back, the result.
 * Answers null where a newer processing was asked for meanwhile.
 * @throws NOT_FOUND, FORBIDDEN by the rights that the person behind it has now
 */
export async function storeResult({
  ctx,
  input,
}: {
  ctx: Context;
  input: { productId: string; processing: number; result: StorableResult };
}): Promise<WriteReport | null> {
  const { productId, processing, result } = input;
  return ctx.database.write(async (tx) => {
    const product = await getChangeableProduct(tx, ctx.scope, productId);
    if (product.processing !== processing) return null;
    const report = await writeData(tx, ctx, product, result);
    await writeOutcome(tx, ctx, product.pk, result, report);
    return report;
  });
}

async function writeData(tx: Tx, ctx: Context, product: ProductKey, result: StorableResult): Promise<WriteReport> {
  if (result.kind === "photometry") return writePhotometry(tx, ctx, product, result);
  if (result.kind === "spectroscopy") return writeSpectra(tx, ctx, product, result);
  await withdrawAll(tx, product);
  return { inserted: result.preview === null ? 0 : 1, revised: 0, unchanged: 0 };
}

const deliveryOf = (product: ProductKey) => ({
  via: viaFile,
  provenance: `file:${product.id}`,
  told: `from ${product.filename}`,
});

/** Whose measurements they are where the file does not say: the same at each processing, whoever asks for it. */
async function sourceOf(tx: Tx, product: ProductKey): Promise<string> {
  if (product.facilityId !== null) return product.facilityId;
  const [row] = await tx
    .select({ username: users.username })
    .from(users)
    .where(eq(users.pk, product.createdByPk ?? -1));
  return row?.username ?? "file";
}

async function writePhotometry(
  tx: Tx,
  ctx: Context,
  product: ProductKey,
  { rows }: PhotometryResult,
): Promise<WriteReport> {
  const source = await sourceOf(tx, product);
  const [newest] = await tx.all<{ pk: number | null }>(sql`SELECT max(pk) AS pk FROM photometry`);
  const known: number[] = [];
  const report = await savePhotometry(
    tx,
    ctx,
    { pk: product.targetPk, id: product.targetId },
    rows.map(({ draft }) => draftToMeasurement(draft, source)),
    { ...deliveryOf(product), parserVersion, known: (pk) => known.push(pk) },
  );
  const fresh = await tx.all<{ pk: number }>(sql`
    SELECT pk FROM photometry WHERE pk > ${newest?.pk ?? 0} AND target_pk = ${product.targetPk}`);
  const given = [...known, ...fresh.map(({ pk }) => pk)];
  await tx.run(sql`INSERT OR IGNORE INTO data_product_photometry (product_pk, photometry_pk)
    SELECT ${product.pk}, value FROM json_each(${JSON.stringify(given)})`);
  await withdrawAll(tx, product, { photometry: given, spectra: [] });
  return report;
}

async function writeSpectra(
  tx: Tx,
  ctx: Context,
  product: ProductKey,
  { spectra }: SpectroscopyResult,
): Promise<WriteReport> {
  const source = await sourceOf(tx, product);
  const target = { pk: product.targetPk, id: product.targetId };
  const drafts = spectra.map(({ draft }) => draftToSpectrum(draft, source));
  const { pks, ...report } = await saveSpectra(tx, ctx, target, drafts, deliveryOf(product));
  await tx.run(sql`INSERT OR IGNORE INTO data_product_spectra (product_pk, spectrum_pk)
    SELECT ${product.pk}, value FROM json_each(${JSON.stringify(pks)})`);
  await withdrawAll(tx, product, { photometry: [], spectra: pks });
  return report;
}

async function writeOutcome(
  tx: Tx,
  ctx: Context,
  productPk: number,
  result: StorableResult,
  report: WriteReport,
): Promise<void> {
  const at = nowIso(ctx.clock);
  const image = result.kind === "image" ? result : null;
  // Taken out, not written over: what the old one had in the store goes with it.
  await tx.delete(dataProductResults).where(eq(dataProductResults.productPk, productPk));
  await tx.insert(dataProductResults).values({
    productPk,
    kind: result.kind,
    accepted: report.inserted + report.revised,
    revised: report.revised,
    unchanged: report.unchanged,
    rejectedTotal: result.rejectedTotal,
    rejected: result.rejected,
    notes: result.notes,
    header: image?.header ?? null,
    previewKey: image?.preview?.key ?? null,
    previewWidth: image?.preview?.width ?? null,
    previewHeight: image?.preview?.height ?? null,
    processedAt: at,
  });
  await tx
    .update(dataProducts)
    .set({ status: "processed", message: null, updatedAt: at })
    .where(eq(dataProducts.pk, productPk));
}
