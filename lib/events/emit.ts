import { outbox } from "@/db/schema/events";
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
  const createdAt = nowIso(ctx.clock);
  for (let from = 0; from < events.length; from += 200) {
    await tx.insert(outbox).values(
      events.slice(from, from + 200).map((event) => ({
        id: newId(),
        event: event.event,
        objectType: event.objectType,
        objectId: event.objectId,
        targetId:
          event.targetId === undefined && event.objectType === "target" ? event.objectId : (event.targetId ?? null),
        payload: event.payload,
        actor: ctx.actor,
        causeId: ctx.cause ? `${ctx.cause.eventId}/${ctx.cause.handler}` : null,
        depth: ctx.cause ? ctx.cause.depth + 1 : 0,
        createdAt,
      })),
    );
  }
  if (events.length > 0) tx.notify("outbox");
}
