import type { AlertPage, PageRequest } from "../contract";
import { leftOut, readableRows } from "../contract-remote";
import type { HermesAlert } from "./alert";
import * as client from "./client";
import { archivedAlert, messageAlert, targetAlert } from "./mapping";
import { eventAlert, newestNotice, sequenceAlert } from "./notices";
import type { HermesParameters } from "./query";
import * as remote from "./remote";

/** One page of a search. A loop over pages is the core's. */

const mostOfAPage = 100;

type Read = { alerts: HermesAlert[]; unreadable: number };

const mapped = <Row>(
  { rows, unreadable }: { rows: Row[]; unreadable: number },
  map: (row: Row) => HermesAlert | null,
): Read => {
  const alerts = rows.map(map).filter((alert) => alert !== null);
  return { alerts, unreadable: unreadable + rows.length - alerts.length };
};

function readPage(parameters: HermesParameters, results: readonly unknown[]): Read {
  switch (parameters.searchKind) {
    case "events":
      return mapped(readableRows(remote.event, results), eventAlert);
    case "sequences":
      return mapped(readableRows(remote.sequence, results), (row) => sequenceAlert(row, parameters.objectId));
    case "targets":
      return mapped(readableRows(remote.target, results), targetAlert);
    case "messages":
      return mapped(readableRows(remote.message, results), messageAlert);
    default:
      return mapped(readableRows(remote.archived, results), archivedAlert);
  }
}

const isRetracted = (alert: HermesAlert): boolean =>
  alert.kind === "message" ? alert.isRetracted : alert.kind === "event" && (newestNotice(alert)?.isRetraction ?? false);

/** What a person should know of what was found. */
function feedbackOf({ alerts, unreadable }: Read): string | null {
  const hasEvents = alerts.some(({ kind }) => kind === "event");
  const taken = alerts.filter(isRetracted).length;
  const sentences = [
    leftOut("of Hermes' entries", unreadable),
    hasEvents
      ? "Events have no position, so they cannot become targets; search for the targets named for an event."
      : null,
    taken === 0 ? null : `${taken} of these ${taken === 1 ? "was" : "were"} retracted.`,
  ];
  return sentences.filter((one) => one !== null).join(" ") || null;
}

async function archive(
  service: client.Service,
  parameters: HermesParameters,
  { cursor, wanted }: PageRequest,
): Promise<AlertPage<HermesAlert>> {
  const limit = Math.min(mostOfAPage, Math.max(1, wanted));
  const found = await client.archivePage(service, parameters, { limit, page: cursor });
  const read = readPage(parameters, found.messages);
  return {
    alerts: read.alerts,
    next: found.next === null ? null : { cursor: found.next, wanted: Math.max(0, wanted - read.alerts.length) },
    feedback: feedbackOf(read),
  };
}

/** How a list is asked from its beginning, so that what else needs the same page asks the same. */
export const firstPage = (wanted: number): { limit: number; offset: number } => ({
  limit: Math.min(mostOfAPage, Math.max(1, wanted)),
  offset: 0,
});

export async function fetchPage(
  service: client.Service,
  parameters: HermesParameters,
  request: PageRequest,
): Promise<AlertPage<HermesAlert>> {
  if (parameters.searchKind === "archive") return archive(service, parameters, request);
  const { limit } = firstPage(request.wanted);
  const offset = request.cursor !== null && /^\d{1,9}$/.test(request.cursor) ? Number(request.cursor) : 0;
  const found = await client.listPage(service, parameters, { limit, offset });
  const read = readPage(parameters, found.results);
  const isEnd = !found.hasNext || found.results.length === 0;
  // Entries beyond the limit that was asked for are given, and asked for again: none may be jumped over.
  const cursor = String(offset + Math.min(limit, found.results.length));
  return {
    alerts: read.alerts,
    next: isEnd ? null : { cursor, wanted: Math.max(0, request.wanted - read.alerts.length) },
    feedback: feedbackOf(read),
  };
}
