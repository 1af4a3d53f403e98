import { eq } from "drizzle-orm";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { systemScope } from "@/lib/access/scope";
import { recordAudit } from "@/lib/audit/record";
import { TomError } from "@/lib/core/errors";
import { getTargetKey } from "../queries/get-target";
import { readObjects } from "../queries/read-targets";
import { deleteSearch } from "./name-rows";

/**
 * Deletes a target with all that hangs on it and frees its names. The trail keeps what it was.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT (stale version)
 */
export async function deleteTarget({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; version?: number | undefined };
}): Promise<{ id: string; name: string }> {
  requireWriter(ctx.actor);
  return ctx.database.write(async (tx) => {
    const key = await getTargetKey(tx, ctx.scope, { id: input.id });
    if (!key.canDelete) throw new TomError("FORBIDDEN", "You may see this target but not delete it.");
    const [was] = await readObjects(tx, systemScope("target.delete"), [key.pk]);
    if (input.version !== undefined && input.version !== key.version) {
      const [current] = await readObjects(tx, ctx.scope, [key.pk]);
      const message = `${key.name} was changed since you opened it: look at it again before you delete it.`;
      throw new TomError("CONFLICT", message, { detail: { stale: true, expected: input.version, current } });
    }
    await deleteSearch(tx, key.pk);
    await tx.delete(targets).where(eq(targets.pk, key.pk));
    await recordAudit(tx, ctx, {
      verb: "target.delete",
      objectType: "target",
      objectId: key.id,
      targetId: key.id,
      summary: `Deleted ${key.name}`,
      changes: { target: [was, null] },
    });
    return { id: key.id, name: key.name };
  });
}
