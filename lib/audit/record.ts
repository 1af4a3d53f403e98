import { type Cells, insertRows } from "@/db/insert-rows";
import { audit } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import { actorText } from "@/lib/core/actor";
import { nowIso } from "@/lib/core/clock";
import type { BaseContext } from "@/lib/core/context";

export type AuditEntry = {
  /** domain.verb, for example "target.update". */
  verb: string;
  objectType: string;
  objectId: string;
  /** The target the object belongs to, so that it shows in that target's history. */
  targetId?: string | null;
  /** One sentence for people, without values that a reader of the object may not see. */
  summary: string;
  /** Field -> [before, after]. No secrets. */
  changes?: Record<string, readonly [unknown, unknown]> | null;
};

/** Writes the audit row of a mutation, in that mutation's transaction. */
export async function recordAudit(tx: Tx, ctx: BaseContext, entry: AuditEntry): Promise<void> {
  await recordAudits(tx, ctx, [entry]);
}

export async function recordAudits(tx: Tx, ctx: BaseContext, entries: readonly AuditEntry[]): Promise<void> {
  const at = nowIso(ctx.clock);
  const who = actorText(ctx.actor);
  const cells: Cells<AuditEntry> = [
    [audit.at.name, () => at],
    [audit.actor.name, () => who.actor],
    [audit.actorName.name, () => who.actorName],
    [audit.verb.name, ({ verb }) => verb],
    [audit.objectType.name, ({ objectType }) => objectType],
    [audit.objectId.name, ({ objectId }) => objectId],
    [audit.targetId.name, ({ targetId }) => targetId ?? null],
    [audit.summary.name, ({ summary }) => summary],
    [audit.changes.name, ({ changes }) => (changes ? JSON.stringify(changes) : null)],
    [audit.requestId.name, () => ctx.requestId],
  ];
  await insertRows(tx, audit, cells, entries);
}
