import { and, eq } from "drizzle-orm";
import { dataProducts } from "@/db/schema/data-products";
import { observationRecords } from "@/db/schema/observations";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import { nowIso } from "@/lib/core/clock";
import { invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { UploadTimeScale } from "@/lib/data-processors/contract";
import type { HookPayloads } from "@/lib/events/catalog";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { contentTypeOf } from "../content-type";
import { shownFileName } from "../file-name";
import { processProductSpec } from "../jobs/process-spec";
import { getProduct } from "../queries/get-product";
import type { StoredFile } from "../storage";
import type { DataProductDto } from "../types";

/** A file in the store, and what is known of it. */
export type NewProduct = {
  file: StoredFile;
  filename: string | null | undefined;
  type: string;
  timeScale: UploadTimeScale;
  observationRecordId: string | null;
  facilityId: string | null;
  productId: string | null;
};

/** @throws INVALID_INPUT on `type` for what tom.config.ts does not have */
export function requireType(ctx: Context, type: string): void {
  const types = Object.keys(ctx.config.dataProducts);
  if (Object.hasOwn(ctx.config.dataProducts, type)) return;
  throw invalidInput({ type: [`There is no such type of file; there is ${types.join(", ")}.`] });
}

/** @throws INVALID_INPUT for an observation that is not the target's */
async function observationOf(tx: Tx, targetPk: number, id: string | null): Promise<number | null> {
  if (id === null) return null;
  const [row] = await tx
    .select({ pk: observationRecords.pk })
    .from(observationRecords)
    .where(and(eq(observationRecords.id, id), eq(observationRecords.targetPk, targetPk)));
  if (!row) throw invalidInput({ observationRecordId: ["There is no such observation of this target."] });
  return row.pk;
}

/**
 * Writes the row of a file, and asks for its processing where something reads its type. Answers null where the file of a
 * facility is here already.
 */
export async function insertProduct(
  tx: Tx,
  ctx: Context,
  targetPk: number,
  product: NewProduct,
): Promise<DataProductDto | null> {
  const { file, filename, observationRecordId, ...rest } = product;
  const id = newId();
  const at = nowIso(ctx.clock);
  const [row] = await tx
    .insert(dataProducts)
    .values({
      ...rest,
      id,
      targetPk,
      observationPk: await observationOf(tx, targetPk, observationRecordId),
      filename: shownFileName(filename),
      contentType: contentTypeOf(file.head),
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      storageKey: file.key,
      status: "uploaded",
      createdByPk: ctx.actor.kind === "user" ? ctx.actor.userPk : null,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing()
    .returning({ pk: dataProducts.pk });
  if (!row) return null;
  if (ctx.config.dataProducts[product.type]?.processor) {
    const jobId = await enqueueJob(tx, ctx, processProductSpec, { productId: id, processing: 0 });
    await tx.update(dataProducts).set({ jobId }).where(eq(dataProducts.pk, row.pk));
  }
  return getProduct(tx, systemScope("data_product"), id);
}

/** The file as events carry it. */
export const toEventObject = (product: DataProductDto): HookPayloads["data_product_post_upload"]["dataProduct"] => ({
  id: product.id,
  targetId: product.targetId,
  targetName: product.targetName,
  observationRecordId: product.observationRecordId,
  productId: product.productId,
  type: product.type,
  filename: product.filename,
  contentType: product.contentType,
  sizeBytes: product.sizeBytes,
  status: product.status,
  createdAt: product.createdAt,
  updatedAt: product.updatedAt,
  createdBy: product.createdBy,
});
