import type { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import { dataProducts } from "@/db/schema/data-products";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { isTomError, TomError } from "@/lib/core/errors";
import { type Emission, emit } from "@/lib/events/emit";
import { getTargetKey } from "@/lib/targets/queries/get-target";
import type { Reader } from "../queries/product-rows";
import type { FileStore, StoredFile } from "../storage";
import type { DataProductDto } from "../types";
import { insertProduct, requireType, toEventObject } from "./store-product";
import { overQuota, quotaLeft } from "./upload-product";

/** A file that a facility has. */
export type FacilityFile = {
  /** Unique at the facility. */
  facilityProductId: string;
  name: string;
  /** Where it is fetched; null: the facility told none. */
  url: string | null;
  /** A key of `dataProducts` in tom.config.ts. */
  type: string;
};

export type SaveFacilityProducts = {
  targetId: string;
  observationRecordId: string | null;
  facilityId: string;
  files: readonly FacilityFile[];
};

export type SavedProducts = {
  saved: DataProductDto[];
  /** Here already, by the facility's id. */
  known: number;
  failed: { facilityProductId: string; message: string }[];
};

type Parts = {
  ctx: Context;
  store: FileStore;
  /**
   * Hands on the bytes of an address while they come, within its limits of size and time; again from the beginning when the
   * transport failed. @throws TomError with a sentence for people
   */
  fetchFile: <Taken>(
    request: { url: string; maxBytes: number; signal?: AbortSignal },
    take: (body: Readable) => Promise<Taken>,
  ) => Promise<Taken>;
  /** Of one file. */
  maxBytes: number;
  /** All files of one person together, in bytes; null = no limit. The house has none. */
  quotaBytes: number | null;
  /** When it ends, no further file is fetched; those that came are kept. */
  signal?: AbortSignal;
  /** Before each file: how many are done, of how many that are not here yet. */
  onFile?: (done: number, total: number, name: string) => void;
  input: SaveFacilityProducts;
};

type Fetched = FacilityFile & { file: StoredFile };

const filesMost = 500;

/**
 * Fetches the files of an observation that are not here yet and stores them: all that came in one transaction, with
 * `data_product_post_save` for each and `multiple_data_products_post_save` once. A file that cannot be fetched is told, and
 * the others are kept. The same files again change nothing.
 * @throws NOT_FOUND, FORBIDDEN, INVALID_INPUT (a type that is not configured)
 */
export async function saveFacilityProducts({ ctx, ...rest }: Parts): Promise<SavedProducts> {
  const parts = { ctx, ...rest };
  const { store, input } = rest;
  requireWriter(ctx.actor);
  for (const { type } of input.files) requireType(ctx, type);
  const { pk: targetPk } = await changeable(ctx.database.read, ctx, input.targetId);
  const wanted = await unknownFiles(ctx, targetPk, input);
  const fetched: Fetched[] = [];
  const kept = new Set<string>();
  try {
    const failed = await fetchAll(parts, wanted, fetched);
    // Fetching takes its time: the target is looked for again, and the right to change it.
    const saved = await ctx.database.write(async (tx) => {
      const still = await changeable(tx, ctx, input.targetId);
      return storeAll(tx, ctx, still.pk, input, fetched);
    });
    for (const { key } of saved) kept.add(key);
    const products = saved.map(({ product }) => product);
    return { saved: products, known: input.files.length - wanted.length + fetched.length - products.length, failed };
  } finally {
    // Somebody else's fetching may have been faster, or the transaction may have failed.
    for (const { file } of fetched) if (!kept.has(file.key)) await store.remove(file.key);
  }
}

/** Fetches what it can into the store, and answers what it could not. @throws MISCONFIGURED when nothing can be stored */
async function fetchAll(parts: Parts, wanted: readonly FacilityFile[], fetched: Fetched[]) {
  const { ctx, quotaBytes, signal, onFile } = parts;
  const failed: SavedProducts["failed"] = [];
  const left = await quotaLeft(ctx.database.read, ctx, { quotaBytes });
  let used = 0;
  for (const [done, one] of wanted.entries()) {
    if (signal?.aborted) break;
    onFile?.(done, wanted.length, one.name);
    try {
      const file = await fetchOne(parts, one, left === null ? null : left - used);
      used += file.sizeBytes;
      fetched.push({ ...one, file });
    } catch (error) {
      if (signal?.aborted) break;
      if (isTomError(error) && error.code === "MISCONFIGURED") throw error;
      const message = isTomError(error) ? error.message : "The file could not be stored.";
      failed.push({ facilityProductId: one.facilityProductId, message });
    }
  }
  return failed;
}

async function fetchOne(parts: Parts, { url }: FacilityFile, left: number | null): Promise<StoredFile> {
  const { store, fetchFile, signal } = parts;
  if (url === null) throw new TomError("UPSTREAM_FAILED", "Its facility gives it to nobody, or not to this TOM.");
  if (left !== null && left <= 0) throw overQuota(0);
  const isShort = left !== null && left < parts.maxBytes;
  const maxBytes = isShort ? left : parts.maxBytes;
  try {
    const file = await fetchFile({ url, maxBytes, ...(signal ? { signal } : {}) }, (body) =>
      store.put(body, { maxBytes, ...(signal ? { signal } : {}) }),
    );
    if (file.sizeBytes > 0) return file;
    await store.remove(file.key);
  } catch (error) {
    if (isShort && isTomError(error) && error.code === "LIMIT_EXCEEDED") throw overQuota(left);
    throw error;
  }
  throw new TomError("UPSTREAM_FAILED", "The file is empty.");
}

async function changeable(db: Reader, ctx: Context, targetId: string): Promise<{ pk: number }> {
  const target = await getTargetKey(db, ctx.scope, { id: targetId });
  if (!target.canChange) throw new TomError("FORBIDDEN", "You may see this target, but not add files to it.");
  return target;
}

async function unknownFiles(ctx: Context, targetPk: number, { facilityId, files }: SaveFacilityProducts) {
  const rows = await ctx.database.read
    .select({ productId: dataProducts.productId })
    .from(dataProducts)
    .where(sql`${dataProducts.targetPk} = ${targetPk} AND ${dataProducts.facilityId} = ${facilityId}
      AND ${dataProducts.productId} IS NOT NULL`);
  const known = new Set(rows.map(({ productId }) => productId));
  const byId = new Map(files.map((file) => [file.facilityProductId, file]));
  return [...byId.values()].filter((file) => !known.has(file.facilityProductId)).slice(0, filesMost);
}

async function storeAll(
  tx: Tx,
  ctx: Context,
  targetPk: number,
  input: SaveFacilityProducts,
  fetched: readonly Fetched[],
): Promise<{ key: string; product: DataProductDto }[]> {
  const { facilityId, observationRecordId, targetId } = input;
  const saved: { key: string; product: DataProductDto }[] = [];
  for (const { file, name, type, facilityProductId } of fetched) {
    const own = { observationRecordId, facilityId, productId: facilityProductId, timeScale: "utc" as const };
    const product = await insertProduct(tx, ctx, targetPk, { file, filename: name, type, ...own });
    if (product !== null) saved.push({ key: file.key, product });
  }
  const [first] = saved;
  if (first === undefined) return saved;
  await recordAudit(tx, ctx, {
    verb: "dataProduct.fetch",
    objectType: "target",
    objectId: targetId,
    targetId,
    summary: `Fetched ${saved.length} ${saved.length === 1 ? "file" : "files"} from ${facilityId}`,
  });
  const each = saved.map(
    ({ product }): Emission<"data_product_post_save"> => ({
      event: "data_product_post_save",
      objectType: "data_product",
      objectId: product.id,
      targetId,
      payload: { dataProduct: toEventObject(product) },
    }),
  );
  await emit(tx, ctx, each);
  const about = { objectType: "target", objectId: targetId, targetId };
  const payload = { dataProducts: saved.map(({ product }) => toEventObject(product)) };
  await emit(tx, ctx, [{ event: "multiple_data_products_post_save", ...about, payload }]);
  return saved;
}
