import { sql } from "drizzle-orm";
import { dataProducts } from "@/db/schema/data-products";
import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";
import type { FacilityRegistry, RegisteredFacility } from "@/lib/facilities/registry";
import type { ListedFile } from "../types";
import { getRecordRow, type RecordRow } from "./read-observations";

export type FilesAtFacility = { row: RecordRow; facility: RegisteredFacility; files: readonly ListedFile[] };

/**
 * A record whose facility can list its files, for whoever may change its target.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT where it has no list
 */
export async function withFiles(
  ctx: Context,
  facilities: FacilityRegistry,
  id: string,
): Promise<{ row: RecordRow; facility: RegisteredFacility; observationId: string }> {
  const row = await getRecordRow(ctx.database.read, ctx.scope, id);
  if (!row.mayChange) throw new TomError("FORBIDDEN", "The files are for those who may change the target.");
  const { facilityId, observationId } = row.record;
  const facility = facilities.find(facilityId);
  if (facility === null || observationId === null || !facility.capabilities.includes("listDataProducts")) {
    throw new TomError("CONFLICT", "This facility keeps no list of files.");
  }
  return { row, facility, observationId };
}

/**
 * What the facility keeps of an observation, asked of it now: its addresses may hold signatures that end within hours, so
 * nothing of this is stored. @throws NOT_FOUND, FORBIDDEN, CONFLICT where it has none, and why it did not answer
 */
export async function listFiles(ctx: Context, facilities: FacilityRegistry, id: string): Promise<FilesAtFacility> {
  const { row, facility, observationId } = await withFiles(ctx, facilities, id);
  const files = (await facility.connect().listDataProducts?.(observationId)) ?? [];
  const here = await ctx.database.read
    .select({ id: dataProducts.id, productId: dataProducts.productId })
    .from(dataProducts)
    .where(
      sql`${dataProducts.targetPk} = ${row.record.targetPk} AND ${dataProducts.facilityId} = ${facility.id}
        AND ${dataProducts.productId} IN (SELECT value FROM json_each(${JSON.stringify(files.map((file) => file.id))}))`,
    );
  const known = new Map(here.map((product) => [product.productId, product.id]));
  return { row, facility, files: files.map((file) => ({ ...file, dataProductId: known.get(file.id) ?? null })) };
}
