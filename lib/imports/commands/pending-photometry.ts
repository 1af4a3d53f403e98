import { sql } from "drizzle-orm";
import * as z from "zod";
import { pendingParts } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { changeableTarget } from "@/lib/reduced-data/commands/add-photometry";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";
import { savePhotometry } from "@/lib/reduced-data/commands/save-photometry";
import { highestPk } from "./pending-targets";

/** Photometry that comes with an import: of its own targets out of sight, like them; of others when they are in sight. */

/** What the measurements came in. */
export type Delivery = { jobId: string; fileName: string };

const deliveryOf = ({ jobId, fileName }: Delivery) => ({
  via: "file",
  provenance: `job:${jobId}`,
  parserVersion: "1",
  told: `from ${fileName}`,
});

export type LightOfTarget = { targetId: string; measurements: readonly Measurement[] };

const pkRow = z.object({ pk: z.number() });

/** Writes the light of targets that the run has made and not shown. */
export async function insertPendingPhotometry(
  tx: Tx,
  ctx: Context,
  run: string,
  { delivery, light }: { delivery: Delivery; light: readonly LightOfTarget[] },
): Promise<void> {
  const [audit, outbox] = [await highestPk(tx, "audit"), await highestPk(tx, "outbox")];
  for (const { targetId, measurements } of light) {
    const [row] = await tx.all(sql`SELECT pk FROM targets WHERE id = ${targetId}`);
    const target = { pk: pkRow.parse(row).pk, id: targetId };
    await savePhotometry(tx, ctx, target, measurements, { ...deliveryOf(delivery), isHeld: true });
  }
  await tx.insert(pendingParts).values({
    run,
    firstOutboxPk: outbox + 1,
    lastOutboxPk: await highestPk(tx, "outbox"),
    firstAuditPk: audit + 1,
    lastAuditPk: await highestPk(tx, "audit"),
  });
}

/** Forgets the events and the trail of the photometry of pending targets that go. */
export async function dropPhotometryOf(tx: Tx, run: string, targetIds: readonly string[]): Promise<void> {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(targetIds)}))`;
  const parts = sql`p.run = ${run} AND p.first_target_pk IS NULL`;
  await tx.run(sql`DELETE FROM outbox WHERE pk IN (SELECT o.pk FROM pending_parts p
    CROSS JOIN outbox o ON o.pk BETWEEN p.first_outbox_pk AND p.last_outbox_pk WHERE ${parts} AND o.target_id IN ${ids})`);
  await tx.run(sql`DELETE FROM audit WHERE pk IN (SELECT a.pk FROM pending_parts p
    CROSS JOIN audit a ON a.pk BETWEEN p.first_audit_pk AND p.last_audit_pk WHERE ${parts} AND a.target_id IN ${ids})`);
}

/** Adds measurements to a target that was here before. @throws NOT_FOUND, FORBIDDEN by the rights that she has now */
export async function addImportedPhotometry({
  ctx,
  input: { delivery, targetId, measurements },
}: {
  ctx: Context;
  input: { delivery: Delivery } & LightOfTarget;
}): Promise<void> {
  await ctx.database.write(async (tx) => {
    const pk = await changeableTarget(tx, ctx, targetId);
    await savePhotometry(tx, ctx, { pk, id: targetId }, measurements, deliveryOf(delivery));
  });
}
