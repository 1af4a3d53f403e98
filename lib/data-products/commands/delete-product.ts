import { eq, sql } from "drizzle-orm";
import { dataProducts } from "@/db/schema/data-products";
import { observationRecords } from "@/db/schema/observations";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { counted } from "@/lib/core/counted";
import { getChangeableProduct } from "../queries/get-product";
import type { DataProductBelongings } from "../types";
import { withdrawAll } from "./withdraw-data";

/**
 * Deletes a file with the measurements and spectra that nothing else gave. Its bytes go from the store soon after.
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function deleteProduct({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<DataProductBelongings & { filename: string }> {
  requireWriter(ctx.actor);
  return ctx.database.write(async (tx) => {
    const product = await getChangeableProduct(tx, ctx.scope, input.id);
    const gone = await withdrawAll(tx, product);
    // Whoever deletes a file of an observation has decided: it does not come back by itself.
    await tx
      .update(observationRecords)
      .set({ filesNextAt: null })
      .where(
        sql`${observationRecords.pk} = (SELECT p.observation_pk FROM ${dataProducts} p WHERE p.pk = ${product.pk})`,
      );
    await tx.delete(dataProducts).where(eq(dataProducts.pk, product.pk));
    const along = [
      gone.photometry.own > 0 ? counted(gone.photometry.own, "measurement") : null,
      gone.spectra.own > 0 ? counted(gone.spectra.own, "spectrum", "spectra") : null,
    ].filter((part) => part !== null);
    await recordAudit(tx, ctx, {
      verb: "dataProduct.delete",
      objectType: "data_product",
      objectId: product.id,
      targetId: product.targetId,
      summary: `Deleted ${product.filename}${along.length === 0 ? "" : ` with ${along.join(" and ")}`}`,
    });
    return { ...gone, filename: product.filename };
  });
}
