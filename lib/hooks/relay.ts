import { and, asc, between, eq, inArray, isNull } from "drizzle-orm";
import { type Cells, insertRows } from "@/db/insert-rows";
import { hookRuns, outbox, releasedEvents } from "@/db/schema/events";
import type { Tx } from "@/db/write";
import { newId } from "@/lib/core/ids";
import type { HostFinder } from "./contract";
import { attemptsMaxOf, type HandlerEntry, laneOf } from "./registry";

/** Events of this depth fire nothing any more: five rounds of handlers that answer handlers are a loop. */
const depthMax = 5;

const eventsPerTurn = 100;

type Event = Pick<
  typeof outbox.$inferSelect,
  "pk" | "event" | "objectType" | "objectId" | "targetId" | "causeId" | "depth"
>;

/** The handler whose change this event tells of; a cause is written `<event id>/<handler>`. */
const causingHandler = (causeId: string | null): string | null =>
  causeId === null ? null : causeId.slice(causeId.indexOf("/") + 1);

/** Whom a handler asks for an event. */
type HostOf = (handler: HandlerEntry, event: Event) => string;

function runsOf(event: Event, handlers: readonly HandlerEntry[], now: string, hostOf: HostOf) {
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
      host: hostOf(handler, event),
      // A chain that ends is shown, not swallowed.
      status: ended ? ("cancelled" as const) : ("queued" as const),
      error: ended ? `Not run: ${depthMax} handlers in a row have answered each other's changes.` : null,
      finishedAt: ended ? now : null,
      attemptsMax: attemptsMaxOf(handler),
      dueAt: now,
      createdAt: now,
    }));
}

type Run = ReturnType<typeof runsOf>[number];

const runCells: Cells<Run> = [
  [hookRuns.id.name, ({ id }) => id],
  [hookRuns.outboxPk.name, ({ outboxPk }) => outboxPk],
  [hookRuns.hook.name, ({ hook }) => hook],
  [hookRuns.handler.name, ({ handler }) => handler],
  [hookRuns.objectType.name, ({ objectType }) => objectType],
  [hookRuns.objectId.name, ({ objectId }) => objectId],
  [hookRuns.targetId.name, ({ targetId }) => targetId],
  [hookRuns.host.name, ({ host }) => host],
  [hookRuns.status.name, ({ status }) => status],
  [hookRuns.error.name, ({ error }) => error],
  [hookRuns.finishedAt.name, ({ finishedAt }) => finishedAt],
  [hookRuns.attemptsMax.name, ({ attemptsMax }) => attemptsMax],
  [hookRuns.dueAt.name, ({ dueAt }) => dueAt],
  [hookRuns.createdAt.name, ({ createdAt }) => createdAt],
];

const eventColumns = {
  pk: outbox.pk,
  event: outbox.event,
  objectType: outbox.objectType,
  objectId: outbox.objectId,
  targetId: outbox.targetId,
  causeId: outbox.causeId,
  depth: outbox.depth,
};

/**
 * Writes one run for each (event, handler) of the next events and marks the events as relayed, in the caller's
 * transaction. The unique key makes a second relay of one event harmless.
 */
export async function relayEvents(
  tx: Tx,
  handlers: readonly HandlerEntry[],
  now: Date,
  find: HostFinder,
): Promise<{ lanes: readonly string[]; more: boolean }> {
  const single = await tx
    .select(eventColumns)
    .from(outbox)
    .where(isNull(outbox.relayedAt))
    .orderBy(asc(outbox.pk))
    .limit(eventsPerTurn);
  const range = await nextReleased(tx, handlers);
  const events = [...single, ...(range?.events ?? [])].sort((one, other) => one.pk - other.pk).slice(0, eventsPerTurn);
  if (events.length === 0) return { lanes: [], more: range !== null };
  const at = now.toISOString();
  const hostOf = await hostsOf(tx, handlers, events, find);
  const runs = events.flatMap((event) => runsOf(event, handlers, at, hostOf));
  await insertRows(tx, hookRuns, runCells, runs, { ifNew: true });
  const taken = new Set(events.map((event) => event.pk));
  const marked = single.map((event) => event.pk).filter((pk) => taken.has(pk));
  if (marked.length > 0) await tx.update(outbox).set({ relayedAt: at }).where(inArray(outbox.pk, marked));
  if (range !== null) await shorten(tx, range, taken);
  const lanes = [...new Set(runs.map((run) => laneOf(run.hook, run.handler)))];
  return { lanes, more: range !== null || events.length === eventsPerTurn };
}

/** Reads the events of handlers that ask somebody else for each, and finds out whom. */
async function hostsOf(
  tx: Tx,
  handlers: readonly HandlerEntry[],
  events: readonly Event[],
  find: HostFinder,
): Promise<HostOf> {
  const asking = handlers.filter((handler) => handler.hostOf !== null);
  const heard = events.filter((event) => asking.some(({ hook }) => hook === event.event)).map((event) => event.pk);
  const found = new Map<string, string>();
  const rows =
    heard.length === 0
      ? []
      : await tx
          .select({ pk: outbox.pk, event: outbox.event, payload: outbox.payload })
          .from(outbox)
          .where(inArray(outbox.pk, heard));
  for (const { pk, event, payload } of rows) {
    for (const { hook, name, hostOf } of asking) {
      if (hook === event && hostOf) found.set(`${pk} ${name}`, await hostOf(payload, find));
    }
  }
  return (handler, event) => handler.host ?? found.get(`${event.pk} ${handler.name}`) ?? "";
}

type Released = { firstPk: number; lastPk: number; events: Event[] };

/** The next events of the first range that was let go. A range that no handler hears goes at once. */
async function nextReleased(tx: Tx, handlers: readonly HandlerEntry[]): Promise<Released | null> {
  const [range] = await tx.select().from(releasedEvents).orderBy(asc(releasedEvents.firstPk)).limit(1);
  if (!range) return null;
  const hooks = [...new Set<string>(handlers.map(({ hook }) => hook))];
  const events = await tx
    .select(eventColumns)
    .from(outbox)
    .where(and(between(outbox.pk, range.firstPk, range.lastPk), inArray(outbox.event, hooks)))
    .orderBy(asc(outbox.pk))
    .limit(eventsPerTurn);
  if (events.length === 0) await tx.delete(releasedEvents).where(eq(releasedEvents.firstPk, range.firstPk));
  return { ...range, events };
}

/** The range begins behind what was taken of it, and goes when it is empty: the rows of its events are not written again. */
async function shorten(tx: Tx, range: Released, taken: ReadonlySet<number>): Promise<void> {
  const left = range.events.find((event) => !taken.has(event.pk));
  const isWhole = left === undefined && range.events.length < eventsPerTurn;
  const firstPk = left?.pk ?? (range.events.at(-1)?.pk ?? range.lastPk) + 1;
  const it = eq(releasedEvents.firstPk, range.firstPk);
  if (isWhole || firstPk > range.lastPk) await tx.delete(releasedEvents).where(it);
  else if (firstPk > range.firstPk) await tx.update(releasedEvents).set({ firstPk }).where(it);
}

/** Whether any event waits to be relayed. */
export async function hasUnrelayed(db: Pick<Tx, "select">): Promise<boolean> {
  const single = await db.select({ pk: outbox.pk }).from(outbox).where(isNull(outbox.relayedAt)).limit(1);
  if (single.length > 0) return true;
  return (await db.select({ pk: releasedEvents.firstPk }).from(releasedEvents).limit(1)).length > 0;
}
