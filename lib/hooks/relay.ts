import { asc, inArray, isNull } from "drizzle-orm";
import { hookRuns, outbox } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import { newId } from "@/lib/core/ids";
import { attemptsMaxOf, type HandlerEntry, laneOf } from "./registry";

/** Events of this depth fire nothing any more: five rounds of handlers that answer handlers are a loop. */
const depthMax = 5;

const eventsPerTurn = 100;
const rowsPerStatement = 500;

type Event = Pick<
  typeof outbox.$inferSelect,
  "pk" | "event" | "objectType" | "objectId" | "targetId" | "causeId" | "depth"
>;

/** The handler whose change this event tells of; a cause is written `<event id>/<handler>`. */
const causingHandler = (causeId: string | null): string | null =>
  causeId === null ? null : causeId.slice(causeId.indexOf("/") + 1);

function runsOf(event: Event, handlers: readonly HandlerEntry[], now: string) {
  const cause = causingHandler(event.causeId);
  const ended = event.depth >= depthMax;
  return handlers
    .filter((handler) => handler.hook === event.event && handler.name !== cause)
    .map((handler) => ({
      id: newId(),
      outboxPk: event.pk,
      hook: event.event,
      handler: handler.name,
      objectType: event.objectType,
      objectId: event.objectId,
      targetId: event.targetId,
      // A chain that ends is shown, not swallowed.
      status: ended ? ("cancelled" as const) : ("queued" as const),
      error: ended ? `Not run: ${depthMax} handlers in a row have answered each other's changes.` : null,
      finishedAt: ended ? now : null,
      attemptsMax: attemptsMaxOf(handler),
      dueAt: now,
      createdAt: now,
    }));
}

/**
 * Writes one run for each (event, handler) of the next events and marks the events as relayed, in the caller's
 * transaction. The unique key makes a second relay of one event harmless.
 */
export async function relayEvents(
  tx: Tx,
  handlers: readonly HandlerEntry[],
  now: Date,
): Promise<{ lanes: readonly string[]; more: boolean }> {
  const events = await tx
    .select({
      pk: outbox.pk,
      event: outbox.event,
      objectType: outbox.objectType,
      objectId: outbox.objectId,
      targetId: outbox.targetId,
      causeId: outbox.causeId,
      depth: outbox.depth,
    })
    .from(outbox)
    .where(isNull(outbox.relayedAt))
    .orderBy(asc(outbox.pk))
    .limit(eventsPerTurn);
  if (events.length === 0) return { lanes: [], more: false };
  const at = now.toISOString();
  const runs = events.flatMap((event) => runsOf(event, handlers, at));
  for (let from = 0; from < runs.length; from += rowsPerStatement) {
    await tx
      .insert(hookRuns)
      .values(runs.slice(from, from + rowsPerStatement))
      .onConflictDoNothing();
  }
  const pks = events.map((event) => event.pk);
  await tx.update(outbox).set({ relayedAt: at }).where(inArray(outbox.pk, pks));
  const lanes = [...new Set(runs.map((run) => laneOf(run.hook, run.handler)))];
  return { lanes, more: events.length === eventsPerTurn };
}
