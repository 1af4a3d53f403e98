import { type Cells, insertRows } from "@/db/insert-rows";
import { outbox, releasedEvents } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import { nowIso } from "@/lib/core/clock";
import type { BaseContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import type { EventName, HookPayloads } from "./catalog";

export type Emission<Name extends EventName> = {
  event: Name;
  objectType: string;
  objectId: string;
  /** The target that the object belongs to: whoever sees it sees the event's runs. Left out for a target itself; null for what belongs to none. */
  targetId?: string | null;
  payload: HookPayloads[Name];
};

type EmitContext = BaseContext & { cause?: { eventId: string; handler: string; depth: number } };

/** Writes events to the outbox, in the transaction of the change they tell of. Nothing leaves before the commit. */
export async function emit<Name extends EventName>(
  tx: Tx,
  ctx: EmitContext,
  events: readonly Emission<Name>[],
): Promise<void> {
  await insertRows(tx, outbox, cellsOf(ctx, null), events);
  if (events.length > 0) tx.notify("outbox");
}

/** Not null, so that no relay takes it; its range tells whether it has been relayed. */
const held = "";

/** A range of pks, both ends in it. */
export type PkRange = { first: number; last: number };

/**
 * Writes events that are held back until `releaseHeld`: of a change that is committed in parts and comes into sight at
 * once. Whoever holds them deletes them when it comes to nothing. Answers their range, in order; of none, an empty one.
 */
export async function emitHeld<Name extends EventName>(
  tx: Tx,
  ctx: EmitContext,
  events: readonly Emission<Name>[],
): Promise<PkRange> {
  const { rows } = await tx.raw.execute("SELECT coalesce(max(pk), 0) AS highest FROM outbox");
  const first = Number(rows[0]?.highest) + 1;
  const keyed = events.map((event, index) => ({ ...event, pk: first + index }));
  await insertRows(tx, outbox, [[outbox.pk.name, ({ pk }) => pk], ...cellsOf<Name>(ctx, held)], keyed);
  return { first, last: first + events.length - 1 };
}

/** Lets held events go: from the commit on they are as any other. Their own rows, which are long, stay as they are. */
export async function releaseHeld(tx: Tx, ranges: readonly PkRange[]): Promise<void> {
  const some = ranges.filter(({ first, last }) => first <= last);
  const cells: Cells<PkRange> = [
    [releasedEvents.firstPk.name, ({ first }) => first],
    [releasedEvents.lastPk.name, ({ last }) => last],
  ];
  await insertRows(tx, releasedEvents, cells, some);
  tx.notify("outbox");
}

/** Forgets held events. */
export async function dropHeld(tx: Tx, { first, last }: PkRange): Promise<void> {
  await tx.raw.execute({ sql: "DELETE FROM outbox WHERE pk BETWEEN ? AND ? AND relayed_at = ''", args: [first, last] });
}

function cellsOf<Name extends EventName>(ctx: EmitContext, relayedAt: string | null): Cells<Emission<Name>> {
  const createdAt = nowIso(ctx.clock);
  const actor = JSON.stringify(ctx.actor);
  const causeId = ctx.cause ? `${ctx.cause.eventId}/${ctx.cause.handler}` : null;
  const depth = ctx.cause ? ctx.cause.depth + 1 : 0;
  return [
    [outbox.id.name, () => newId()],
    [outbox.event.name, ({ event }) => event],
    [outbox.objectType.name, ({ objectType }) => objectType],
    [outbox.objectId.name, ({ objectId }) => objectId],
    [outbox.targetId.name, targetOf],
    [outbox.payload.name, ({ payload }) => JSON.stringify(payload)],
    [outbox.actor.name, () => actor],
    [outbox.causeId.name, () => causeId],
    [outbox.depth.name, () => depth],
    [outbox.createdAt.name, () => createdAt],
    [outbox.relayedAt.name, () => relayedAt],
  ];
}

const targetOf = ({ objectType, objectId, targetId }: Emission<EventName>): string | null =>
  targetId === undefined && objectType === "target" ? objectId : (targetId ?? null);
