import { counted } from "@/lib/core/counted";
import { isTomError, type TomError } from "@/lib/core/errors";
import type { AlertPage, PageRequest } from "../contract";
import { leftOut, sentences } from "../contract-remote";
import { bareAlert, type LasairAlert } from "./alert";
import * as client from "./client";
import { mergeAlerts } from "./mapping";
import { alertOf } from "./objects";
import { kindsOf, type LasairParameters, manifest } from "./query";
import { rowAlert } from "./rows";
import { conditionsOf, idsInOneQuery, selectedOf, tablesOf } from "./sql";

/** One page of a search. A loop over pages is the core's. */

const surveyNames = { ztf: "ZTF", lsst: "the LSST" };

// An account has a hundred calls an hour: a few objects are asked one by one, which tells more; many through the list.
const fewObjects = 3;
const mostSingly = 10;
const ztfObjectsInOneCall = 10;
const mostZtfObjects = 50;

type Details = { known: Map<string, LasairAlert>; failure: TomError | null };

const keep = ({ known }: Details, alert: LasairAlert): void => {
  const earlier = known.get(alert.objectId);
  known.set(alert.objectId, earlier ? mergeAlerts(earlier, alert) : alert);
};

async function fromList(service: client.Service, ids: readonly string[], details: Details): Promise<void> {
  for (let from = 0; from < ids.length; from += idsInOneQuery) {
    const wanted = new Set(ids.slice(from, from + idsInOneQuery));
    for (const row of await client.listByIds(service, [...wanted])) {
      const alert = readableRow(service.survey, row);
      if (alert && wanted.has(alert.objectId)) keep(details, alert);
    }
  }
}

async function oneByOne(service: client.Service, ids: readonly string[], details: Details): Promise<void> {
  if (service.survey === "ztf" && ids.length > fewObjects) {
    const some = ids.slice(0, mostZtfObjects);
    for (let from = 0; from < some.length; from += ztfObjectsInOneCall) {
      const found = await client.listZtfObjects(service, some.slice(from, from + ztfObjectsInOneCall));
      for (const object of found) keep(details, alertOf(object));
    }
    return;
  }
  for (const id of ids.slice(0, mostSingly)) {
    const found = await client.findObject(service, id);
    if (found) keep(details, alertOf(found));
  }
}

/** What Lasair knows of objects of which it gave the id only. What cannot be had is left out, and why is told. */
async function detailsOf(service: client.Service, ids: readonly string[]): Promise<Details> {
  const details: Details = { known: new Map(), failure: null };
  const ways = ids.length <= fewObjects ? [oneByOne, fromList] : [fromList, oneByOne];
  for (const way of ways) {
    const missing = ids.filter((id) => (details.known.get(id)?.raDeg ?? null) === null);
    if (missing.length === 0) break;
    try {
      await way(service, missing, details);
    } catch (error) {
      if (!isTomError(error)) throw error;
      details.failure ??= error;
      // A service that is silent or busy is not asked in another way; one that does not like the question is.
      if (error.detail?.kind !== "refused" && error.detail?.status !== 404 && error.detail?.kind !== "shape") break;
    }
  }
  return details;
}

function readableRow(survey: client.Survey, row: Readonly<Record<string, unknown>>): LasairAlert | null {
  try {
    return rowAlert(survey, row);
  } catch {
    return null;
  }
}

/** Alerts in the order given, with what can be found out about those without a position. */
async function completed(
  service: client.Service,
  alerts: readonly LasairAlert[],
): Promise<{ alerts: LasairAlert[]; feedback: string | null }> {
  const placeless = [...new Set(alerts.filter(({ raDeg }) => raDeg === null).map(({ objectId }) => objectId))];
  if (placeless.length === 0) return { alerts: [...alerts], feedback: null };
  const { known, failure } = await detailsOf(service, placeless);
  const whole = alerts.map((alert) => {
    const more = alert.raDeg === null ? known.get(alert.objectId) : undefined;
    return more ? mergeAlerts(more, alert) : alert;
  });
  const left = new Set(whole.filter(({ raDeg }) => raDeg === null).map(({ objectId }) => objectId)).size;
  if (left === 0) return { alerts: whole, feedback: null };
  const why = failure === null ? "" : ` ${failure.message}`;
  const what = counted(left, "object");
  return { alerts: whole, feedback: `The positions of ${what} could not be had from ${manifest.name}.${why}` };
}

const offsetOf = ({ cursor }: PageRequest): number =>
  cursor !== null && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 0;

const nextFrom = (offset: number, wanted: number): PageRequest => ({ cursor: String(offset), wanted });

async function objectPage(service: client.Service, objectId: string): Promise<AlertPage<LasairAlert>> {
  const found = await client.findObject(service, objectId);
  if (found) return { alerts: [alertOf(found)], next: null, feedback: null };
  return { alerts: [], next: null, feedback: `Lasair has no object ${objectId} in ${surveyNames[service.survey]}.` };
}

const conePageSize = idsInOneQuery;

/** The whole cone comes at once (and is kept for the next page); what is in it is looked up page by page. */
async function conePage(
  service: client.Service,
  place: { raDeg: number; decDeg: number; radiusArcsec: number },
  request: PageRequest,
): Promise<AlertPage<LasairAlert>> {
  const { rows, unreadable } = await client.listCone(service, place);
  const offset = offsetOf(request);
  const end = offset + Math.min(conePageSize, Math.max(1, request.wanted));
  const some = rows.slice(offset, end).map(({ object }) => bareAlert(service.survey, object));
  const { alerts, feedback } = await completed(service, some);
  return {
    alerts,
    next: end < rows.length ? nextFrom(end, Math.max(0, request.wanted - alerts.length)) : null,
    feedback: sentences(offset === 0 ? leftOut("of Lasair's objects", unreadable) : null, feedback),
  };
}

const rowsInOneQuery = 1_000;

async function filterPage(
  service: client.Service,
  parameters: LasairParameters,
  request: PageRequest,
): Promise<AlertPage<LasairAlert>> {
  const offset = offsetOf(request);
  const limit = Math.min(rowsInOneQuery, Math.max(1, request.wanted));
  const found = await client.listQuery(service, {
    selected: selectedOf(parameters),
    tables: tablesOf(parameters),
    conditions: conditionsOf(parameters),
    limit,
    offset,
  });
  const read = found.rows.map((row) => readableRow(service.survey, row));
  const listed = read.filter((alert) => alert !== null);
  const { alerts, feedback } = await completed(service, listed);
  const unreadable = found.unreadable + read.length - listed.length;
  return {
    alerts,
    // A short page is not the end: an account may get fewer rows at once than were asked for. An empty one is.
    next:
      found.received === 0
        ? null
        : nextFrom(offset + Math.min(limit, found.received), Math.max(0, request.wanted - alerts.length)),
    feedback: sentences(leftOut("of Lasair's rows", unreadable), feedback),
  };
}

export async function fetchPage(
  service: client.Service,
  parameters: LasairParameters,
  request: PageRequest,
): Promise<AlertPage<LasairAlert>> {
  const { objectId, raDeg, decDeg, radiusArcsec } = parameters;
  if (objectId !== undefined) return objectPage(service, objectId);
  if (raDeg !== undefined && decDeg !== undefined && radiusArcsec !== undefined) {
    return conePage(service, { raDeg, decDeg, radiusArcsec }, request);
  }
  return kindsOf(parameters).includes("filter")
    ? filterPage(service, parameters, request)
    : { alerts: [], next: null, feedback: null };
}
