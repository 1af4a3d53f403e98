import { eq } from "drizzle-orm";
import { dataProducts } from "@/db/schema/data-products";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { invalidInput } from "@/lib/core/errors";
import type { UploadTimeScale } from "@/lib/data-processors/contract";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { processProductSpec } from "../jobs/process-spec";
import { getChangeableProduct } from "../queries/get-product";

/**
 * Has a file read again, perhaps in another time scale. The new result replaces the old one with its measurements; a
 * processing under way is dropped. Fires no upload hook.
 * @throws NOT_FOUND, FORBIDDEN, INVALID_INPUT for a type that nothing reads
 */
export async function reprocessProduct({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; timeScale?: UploadTimeScale | undefined };
}): Promise<{ id: string; jobId: string }> {
  requireWriter(ctx.actor);
  return ctx.database.write(async (tx) => {
    const product = await getChangeableProduct(tx, ctx.scope, input.id);
    if (!ctx.config.dataProducts[product.type]?.processor) {
      throw invalidInput({ "": ["Nothing reads files of this type."] });
    }
    const processing = product.processing + 1;
    const timeScale = input.timeScale ?? product.timeScale;
    const jobId = await enqueueJob(tx, ctx, processProductSpec, { productId: product.id, processing });
    await tx
      .update(dataProducts)
      .set({ processing, timeScale, jobId, status: "processing", message: null, updatedAt: nowIso(ctx.clock) })
      .where(eq(dataProducts.pk, product.pk));
    await recordAudit(tx, ctx, {
      verb: "dataProduct.reprocess",
      objectType: "data_product",
      objectId: product.id,
      targetId: product.targetId,
      summary: `Asked for ${product.filename} to be read again (${timeScale})`,
    });
    return { id: product.id, jobId };
  });
}
