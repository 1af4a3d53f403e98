import { eq } from "drizzle-orm";
import { observationRecords } from "@/db/schema/observations";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import { toObservation } from "../queries/read-observations";
import { changeableRecord } from "./update-observation";

/**
 * Deletes a record with its history; at the facility nothing changes. The trail keeps what it was.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT (stale version)
 */
export async function deleteObservation({
  ctx,
  facilities,
  input,
}: {
  ctx: Context;
  facilities: FacilityRegistry;
  input: { id: string; version?: number | undefined };
}): Promise<{ id: string; targetId: string }> {
  requireWriter(ctx.actor);
  return ctx.database.write(async (tx) => {
    const row = await changeableRecord(tx, ctx, facilities, input);
    const was = toObservation(facilities, row);
    await tx.delete(observationRecords).where(eq(observationRecords.pk, row.record.pk));
    await recordAudit(tx, ctx, {
      verb: "observation.delete",
      objectType: "observation",
      objectId: was.id,
      targetId: was.targetId,
      summary: `Deleted an observation with ${was.facilityName}, ${was.status}`,
      changes: { observation: [was, null] },
    });
    return { id: was.id, targetId: was.targetId };
  });
}
