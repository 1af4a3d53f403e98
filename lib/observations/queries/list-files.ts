import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";
import type { FacilityProduct } from "@/lib/facilities/contract";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import { getRecordRow } from "./read-observations";

/**
 * What the facility keeps of an observation, asked of it now: its addresses may hold signatures that end within hours, so
 * nothing of this is stored. @throws NOT_FOUND, FORBIDDEN, CONFLICT where it has none, and why it did not answer
 */
export async function listFiles(
  ctx: Context,
  facilities: FacilityRegistry,
  id: string,
): Promise<{ files: readonly FacilityProduct[] }> {
  const { record, mayChange } = await getRecordRow(ctx.database.read, ctx.scope, id);
  if (!mayChange) throw new TomError("FORBIDDEN", "The files are for those who may change the target.");
  const facility = facilities.find(record.facilityId);
  if (facility === null || record.observationId === null || !facility.capabilities.includes("listDataProducts")) {
    throw new TomError("CONFLICT", "This facility keeps no list of files.");
  }
  return { files: (await facility.connect().listDataProducts?.(record.observationId)) ?? [] };
}
