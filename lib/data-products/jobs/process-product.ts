import { Readable } from "node:stream";
import { and, eq, inArray } from "drizzle-orm";
import { dataProducts } from "@/db/schema/data-products";
import type { Context } from "@/lib/access/context";
import { nowIso } from "@/lib/core/clock";
import { counted } from "@/lib/core/counted";
import { isTomError, TomError } from "@/lib/core/errors";
import type {
  ImageResult,
  ProcessRequest,
  ProcessResult,
  RunLimits,
  UploadTimeScale,
} from "@/lib/data-processors/contract";
import { defineJob, type JobCall } from "@/lib/jobs/define-job";
import type { WriteReport } from "@/lib/reduced-data/types";
import { type StorableResult, storeResult } from "../commands/store-result";
import { getChangeableProduct, type ProductKey } from "../queries/get-product";
import type { FileStore } from "../storage";
import { processProductSpec } from "./process-spec";

type Run = (request: ProcessRequest, limits: RunLimits) => Promise<ProcessResult>;

const timeoutMs = 120_000;
const memoryMb = 512;
const previewBytesMax = 32 * 1024 * 1024;
/** Steps of the progress: reading is most of it, then the rows are stored. */
const steps = 100;
const readSteps = 80;

/**
 * Reads a file by the processor of its type and stores what it gave, with the rights that whoever asked has now. A file
 * that cannot be read ends as failed, with the processor's sentence; a trigger of the database says so on the file, as it
 * does for a job that is cancelled.
 */
export const createProcessProductJob = (store: FileStore, run: Run) =>
  defineJob({
    ...processProductSpec,
    concurrency: 2,
    timeoutMs: 600_000,
    async run({ ctx, payload: { productId, processing }, progress, signal }) {
      const product = await begin(ctx, productId, processing);
      if (product === null) return null;
      const result = await read(ctx, { product, store, run, progress, signal });
      progress(readSteps, steps, "Storing what was read");
      const report = await keep(ctx, store, { productId, processing, result });
      if (report === null) return null;
      progress(steps, steps, sentence(result, report));
      return { productId, ...report, rejected: result.rejectedTotal };
    },
  });

/** Null where nothing is to be done: the file is gone, a newer processing was asked for, or this one has ended. */
async function begin(ctx: Context, productId: string, processing: number): Promise<ProductKey | null> {
  let product: ProductKey;
  try {
    product = await getChangeableProduct(ctx.database.read, ctx.scope, productId);
  } catch (error) {
    if (isTomError(error) && error.code === "NOT_FOUND") return null;
    throw error;
  }
  if (product.processing !== processing || product.status === "processed") return null;
  await ctx.database.write(async (tx) => {
    await tx
      .update(dataProducts)
      .set({ status: "processing", message: null, updatedAt: nowIso(ctx.clock) })
      .where(
        and(
          eq(dataProducts.pk, product.pk),
          eq(dataProducts.processing, processing),
          inArray(dataProducts.status, ["uploaded", "failed"]),
        ),
      );
  });
  return product;
}

type Reading = Pick<JobCall, "progress" | "signal"> & { product: ProductKey; store: FileStore; run: Run };

async function read(ctx: Context, { product, store, run, progress, signal }: Reading): Promise<ProcessResult> {
  const processor = ctx.config.dataProducts[product.type]?.processor;
  if (!processor) throw new TomError("INVALID_INPUT", "Nothing reads files of this type any more.");
  progress(0, steps, `Reading ${product.filename}`);
  const file = await store.onDisk(product.storageKey);
  try {
    return await run(
      {
        processor,
        path: file.path,
        name: product.filename,
        // Written from the same list.
        timeScale: product.timeScale as UploadTimeScale,
        target: { raDeg: product.raDeg, decDeg: product.decDeg },
      },
      { timeoutMs, memoryMb, signal, onProgress: (fraction) => progress(fraction * readSteps, steps) },
    );
  } catch (error) {
    // A file that is too large for its limits is so at the next attempt as well.
    if (isTomError(error) && error.code === "LIMIT_EXCEEDED") {
      throw new TomError("BAD_MESSAGE", error.message, { cause: error });
    }
    throw error;
  } finally {
    await file.done();
  }
}

/** The preview of an image goes into the store first, and out again where nobody came to need it. */
async function keep(
  ctx: Context,
  store: FileStore,
  input: { productId: string; processing: number; result: ProcessResult },
): Promise<WriteReport | null> {
  const { result } = input;
  if (result.kind !== "image") return storeResult({ ctx, input: { ...input, result } });
  const preview = await putPreview(store, result);
  const storable: StorableResult = { ...result, preview };
  let report: WriteReport | null = null;
  try {
    report = await storeResult({ ctx, input: { ...input, result: storable } });
    return report;
  } finally {
    if (report === null && preview !== null) await store.remove(preview.key);
  }
}

async function putPreview(store: FileStore, { preview }: ImageResult) {
  if (preview === null) return null;
  const { png, width, height } = preview;
  const { key } = await store.put(Readable.from([Buffer.from(png)]), { maxBytes: previewBytesMax });
  return { key, width, height };
}

function sentence(result: ProcessResult, report: WriteReport): string {
  if (result.kind === "image") return "Made a preview";
  const { inserted, revised, unchanged } = report;
  const [one, many] = result.kind === "photometry" ? ["measurement", "measurements"] : ["spectrum", "spectra"];
  return `${counted(inserted, one, many)} added, ${revised} revised, ${unchanged} known, ${result.rejectedTotal} rejected`;
}
