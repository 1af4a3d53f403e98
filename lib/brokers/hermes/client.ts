import type * as z from "zod";
import { TomError } from "@/lib/core/errors";
import { readJson } from "@/lib/http/get-json";
import type { HttpClient, QueryValue } from "@/lib/http/types";
import { type HermesParameters, manifest, type SearchKind } from "./query";
import * as remote from "./remote";

/** Hermes' routes. The slash at the end belongs to the address. */

export type Service = { http: HttpClient; baseUrl: string; token: string };

/** People copy the address with its /api/v0. */
export const siteOf = (baseUrl: string): string => baseUrl.replace(/\/+$/, "").replace(/\/api(\/v0)?$/i, "");

type Query = Readonly<Record<string, QueryValue>>;

/** An answer in the shape the schema says; null for 404. @throws TomError with the names of filters that were refused */
async function ask<Value>(
  { http, baseUrl, token }: Service,
  route: string,
  query: Query,
  schema: z.ZodType<Value>,
): Promise<Value | null> {
  const reply = await http.request({
    url: `${baseUrl}/api/v0/${route}/`,
    query,
    headers: { authorization: `Token ${token}` },
    expect: "json",
    accept: [400, 404],
  });
  if (reply.status === 404) return null;
  if (reply.status !== 400) return readJson(reply, manifest.name, schema);
  const value = reply.json();
  const names = typeof value === "object" && value !== null ? Object.keys(value).filter((name) => name in query) : [];
  const what = names.length > 0 ? names.join(", ") : "the request";
  throw new TomError("UPSTREAM_FAILED", `${manifest.name} did not accept ${what} (400).`, {
    detail: { status: 400, kind: "status" },
  });
}

const missing = (): TomError =>
  new TomError("UPSTREAM_FAILED", `${manifest.name} has nothing at that address (404).`, {
    detail: { status: 404, kind: "status" },
  });

/** RA, Dec and radius in degrees, as one text. */
function coneOf({ raDeg, decDeg, radiusArcsec }: HermesParameters): string | undefined {
  if (raDeg === undefined || decDeg === undefined || radiusArcsec === undefined) return undefined;
  return [raDeg % 360, decDeg, (radiusArcsec / 3_600).toFixed(8)].join(",");
}

/** Corners separated by a comma and one space: the service splits there and nowhere else. */
const polygonOf = (text: string | undefined): string | undefined =>
  text
    ?.split(",")
    .map((corner) => corner.trim().replace(/\s+/g, " "))
    .join(", ");

/** The filters of each list by the service's own names. A name that it does not know would give unfiltered data. */
function filtersOf(parameters: HermesParameters): Query {
  const { objectId, eventId, targetName, targetNameExact } = parameters;
  const place = { cone_search: coneOf(parameters), polygon_search: polygonOf(parameters.polygonSearch) };
  switch (parameters.searchKind) {
    case "events":
      return {
        event_id_exact: objectId,
        event_id: eventId,
        created_after: parameters.createdAfter,
        created_before: parameters.createdBefore,
        referenced_by_uuid: parameters.referencedByUuid,
      };
    case "sequences":
      return {
        event_id_exact: objectId,
        event_id: eventId,
        sequence_type: parameters.sequenceType,
        exclude_sequence_type: parameters.excludeSequenceType,
      };
    case "targets":
      // Targets have no exact filter for the event.
      return {
        ...{ name: targetName, name_exact: targetNameExact, event_id: objectId },
        referenced_by_uuid: parameters.referencedByUuid,
        ...place,
      };
    default:
      return {
        ...{ event_id_exact: objectId, event_id: eventId, target_name: targetName },
        ...{ target_name_exact: targetNameExact, uuid: parameters.uuid },
        ...place,
      };
  }
}

const routes: Readonly<Record<Exclude<SearchKind, "archive">, string>> = {
  events: "nonlocalizedevents",
  sequences: "nonlocalizedeventsequence",
  targets: "targets",
  messages: "messages",
};

export type Page = { results: readonly unknown[]; hasNext: boolean };

export async function listPage(
  service: Service,
  parameters: HermesParameters,
  { limit, offset }: { limit: number; offset: number },
): Promise<Page> {
  const { searchKind } = parameters;
  if (searchKind === "archive") throw new TomError("INTERNAL", "The archive is asked by a route of its own.");
  const found = await ask(service, routes[searchKind], { ...filtersOf(parameters), limit, offset }, remote.page);
  if (found === null) throw missing();
  const end = offset + found.results.length;
  // Where no link is told the count says whether there is more; where neither is, a page as long as it may be.
  const isLonger = found.count === null ? found.results.length >= limit : found.count > end;
  return { results: found.results, hasNext: found.next === undefined ? isLonger : found.next !== null };
}

export type ArchivePage = { messages: readonly unknown[]; next: string | null };

/** Newest first. The bookmark of the next page is the archive's own text. */
export async function archivePage(
  service: Service,
  parameters: HermesParameters,
  { limit, page }: { limit: number; page: string | null },
): Promise<ArchivePage> {
  const topics = (parameters.topic ?? "").split(",").map((topic) => topic.trim());
  const query = {
    topic: topics.filter((topic) => topic !== ""),
    start: parameters.createdAfter,
    end: parameters.createdBefore,
    search_query: parameters.searchQuery,
    include_retracted: parameters.includeRetracted === true,
    limit,
    page,
  };
  const found = await ask(service, "query", query, remote.archivePage);
  if (found === null) throw missing();
  const counted = found.next === undefined && found.messages.length >= limit ? nextNumber(page) : null;
  return { messages: found.messages, next: found.next === undefined ? counted : (found.next?.toString() ?? null) };
}

const nextNumber = (page: string | null): string | null =>
  page === null ? "1" : /^\d{1,6}$/.test(page) ? String(Number(page) + 1) : null;

/** One message with its content; null when the archive does not have it. */
export const findMessage = (service: Service, uuid: string): Promise<remote.Archived | null> =>
  ask(service, `query/message/${encodeURIComponent(uuid)}`, {}, remote.archived);

export const findTarget = (service: Service, id: string): Promise<remote.Target | null> =>
  ask(service, `targets/${encodeURIComponent(id)}`, {}, remote.target);

export async function listTopics(service: Service): Promise<readonly unknown[]> {
  return (await ask(service, "topics", {}, remote.topics)) ?? [];
}
