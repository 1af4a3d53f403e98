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
  for (let from = 0; from < entries.length; from += 500) {
    await tx.insert(audit).values(
      entries.slice(from, from + 500).map((entry) => ({
        ...who,
        at,
        verb: entry.verb,
        objectType: entry.objectType,
        objectId: entry.objectId,
        targetId: entry.targetId ?? null,
        summary: entry.summary,
        changes: entry.changes ?? null,
        requestId: ctx.requestId,
      })),
    );
  }
}
