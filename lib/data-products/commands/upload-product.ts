import { eq, sql } from "drizzle-orm";
import { dataProducts } from "@/db/schema/data-products";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { invalidInput, TomError } from "@/lib/core/errors";
import { sizeText } from "@/lib/core/size-text";
import { emit } from "@/lib/events/emit";
import { getTargetKey } from "@/lib/targets/queries/get-target";
import { hasQuota } from "../policy";
import type { Reader } from "../queries/product-rows";
import type { UploadFields } from "../schema";
import type { StoredFile } from "../storage";
import type { DataProductDto } from "../types";
import { insertProduct, requireType, toEventObject } from "./store-product";

export type UploadLimits = {
  /** All files of one person together, in bytes; null = no limit. */
  quotaBytes: number | null;
};

/**
 * Whether an upload would be taken, before its bytes are: the type, the target, the right to change it.
 * @throws INVALID_INPUT, NOT_FOUND, FORBIDDEN, UNAUTHENTICATED
 */
export async function checkUpload({
  ctx,
  input,
}: {
  ctx: Context;
  input: UploadFields;
}): Promise<{ targetPk: number }> {
  requireUser(ctx.actor);
  return changeableTarget(ctx.database.read, ctx, input);
}

async function changeableTarget(db: Reader, ctx: Context, input: UploadFields): Promise<{ targetPk: number }> {
  requireType(ctx, input.type);
  const target = await getTargetKey(db, ctx.scope, { id: input.targetId });
  if (!target.canChange) throw new TomError("FORBIDDEN", "You may see this target, but not add files to it.");
  return { targetPk: target.pk };
}

/** Bytes that a person may still store; null = without limit. */
export async function quotaLeft(db: Reader, ctx: Context, { quotaBytes }: UploadLimits): Promise<number | null> {
  if (quotaBytes === null || ctx.actor.kind !== "user" || !hasQuota(ctx.actor)) return null;
  const [row] = await db
    .select({ used: sql<number>`coalesce(sum(${dataProducts.sizeBytes}), 0)` })
    .from(dataProducts)
    .where(eq(dataProducts.createdByPk, ctx.actor.userPk));
  return Math.max(0, quotaBytes - (row?.used ?? 0));
}

export const overQuota = (left: number): TomError =>
  new TomError(
    "LIMIT_EXCEEDED",
    `Your files have no room for it: ${sizeText(left)} are left. Delete some, or ask for more.`,
    {
      detail: { tooLarge: true },
    },
  );

/**
 * Stores an uploaded file as a data product: one row, one line in the trail, one `data_product_post_upload`, and its
 * processing in the queue, in one transaction. Whoever put the file into the store takes it out again when this throws.
 * @throws INVALID_INPUT, NOT_FOUND, FORBIDDEN, LIMIT_EXCEEDED (the person's quota)
 */
export async function uploadProduct({
  ctx,
  input,
  limits,
}: {
  ctx: Context;
  input: { fields: UploadFields; file: StoredFile; filename: string | null | undefined };
  limits: UploadLimits;
}): Promise<DataProductDto> {
  requireUser(ctx.actor);
  const { fields, file, filename } = input;
  if (file.sizeBytes === 0) throw invalidInput({ file: ["The file is empty."] });
  return ctx.database.write(async (tx) => {
    const { targetPk } = await changeableTarget(tx, ctx, fields);
    const left = await quotaLeft(tx, ctx, limits);
    if (left !== null && file.sizeBytes > left) throw overQuota(left);
    const { type, timeScale, observationRecordId } = fields;
    const own = { type, timeScale, observationRecordId, facilityId: null, productId: null };
    const product = await insertProduct(tx, ctx, targetPk, { file, filename, ...own });
    if (product === null) throw new Error("A new file met one that is there already.");
    await recordUpload(tx, ctx, product);
    return product;
  });
}

async function recordUpload(tx: Tx, ctx: Context, product: DataProductDto): Promise<void> {
  const about = { objectType: "data_product", objectId: product.id, targetId: product.targetId };
  await recordAudit(tx, ctx, {
    ...about,
    verb: "dataProduct.upload",
    summary: `Uploaded ${product.filename} (${product.type}, ${sizeText(product.sizeBytes)})`,
  });
  await emit(tx, ctx, [
    { ...about, event: "data_product_post_upload", payload: { dataProduct: toEventObject(product) } },
  ]);
}
