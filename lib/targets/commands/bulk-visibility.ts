import { inArray } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import type { Visibility } from "../types";
import { type BulkReport, type BulkSelection, bulkChange } from "./bulk-change";

/** Says anew who may see many targets; groups and people with a grant keep it. @throws LIMIT_EXCEEDED */
export async function setVisibilityOfMany({
  ctx,
  input: { selection, visibility },
}: {
  ctx: Context;
  input: { selection: BulkSelection; visibility: Visibility };
}): Promise<BulkReport> {
  return bulkChange(ctx, selection, {
    verb: "target.update",
    field: "visibility",
    judge: (target) => (target.visibility === visibility ? "same" : null),
    async apply(tx, pks) {
      await tx
        .update(targets)
        .set({ visibility })
        .where(inArray(targets.pk, [...pks]));
    },
  });
}
