import { separationArcsec } from "@/lib/astro/sphere";
import { isoToMjd, mjdToIso } from "@/lib/astro/time";
import type { AlertPage, PageRequest } from "../contract";
import { leftOut, placeless, sentences } from "../contract-remote";
import type { FinkAlert } from "./alert";
import * as client from "./client";
import { bodiesOf, lsstAlert, lsstMoving, withTns, ztfAlert, ztfMoving } from "./mapping";
import { objectById, type Reach, tnsRowsOf, ztfByName } from "./objects";
import { type FinkId, type FinkParameters, finkIdOf } from "./query";
import { isoOf } from "./target";

/** One page of a search, whichever kind it is. */

type Page = AlertPage<FinkAlert>;

const surveyNames = { ztf: "ZTF", lsst: "LSST" } as const;
const roundingArcsec = 0.01;
/** An object of a survey is the one that others name when it lies as close as this. */
const sameArcsec = 3;

const ended = (alerts: readonly FinkAlert[], feedback: string | null): Page => ({ alerts, next: null, feedback });

const isWithin = (iso: string | null, from: string | undefined, until: string | undefined): boolean =>
  (from === undefined && until === undefined) ||
  (iso !== null && (from === undefined || iso >= from) && (until === undefined || iso <= until));

/** Dates are judged here: at some routes Fink's own mean the first alert, at others the newest. */
const isInTime =
  ({ newestAfter, newestBefore, firstAfter, firstBefore }: FinkParameters) =>
  ({ newestMjd, firstMjd }: FinkAlert): boolean =>
    isWithin(isoOf(newestMjd), newestAfter, newestBefore) && isWithin(isoOf(firstMjd), firstAfter, firstBefore);

async function around(
  { http, addresses }: Reach,
  survey: FinkId["survey"],
  cone: client.Cone,
  first: { after: string | undefined; before: string | undefined } = { after: undefined, before: undefined },
): Promise<{ alerts: FinkAlert[]; left: string | null }> {
  const cut = (all: readonly FinkAlert[], unreadable: number) => ({
    alerts: all.filter(isInside),
    left: sentences(leftOut("of Fink's rows", unreadable), placeless("of Fink's objects", all, cone.radiusArcsec)),
  });
  const isInside = ({ raDeg, decDeg }: FinkAlert): boolean =>
    raDeg !== null &&
    decDeg !== null &&
    separationArcsec(cone, { raDeg, decDeg }) <= cone.radiusArcsec + roundingArcsec;
  if (survey === "ztf") {
    const { rows, unreadable } = await client.ztfCone(http, addresses.ztf, cone, first);
    return cut(rows.map(ztfAlert), unreadable);
  }
  const { rows, unreadable } = await client.lsstCone(http, addresses.lsst, cone);
  return cut(rows.map(lsstAlert), unreadable);
}

async function byId(reach: Reach, { survey, objectId = "" }: FinkParameters): Promise<Page> {
  const known = finkIdOf(objectId);
  const asked = { survey, objectId: known?.survey === survey ? known.objectId : objectId };
  const { alert, unreadable } = await objectById(reach, asked);
  const left = leftOut("of Fink's rows", unreadable);
  if (alert) return ended([alert], left);
  return ended([], left ?? `Fink has no object ${objectId} in ${surveyNames[survey]}.`);
}

async function byTnsName(reach: Reach, { survey, name = "" }: FinkParameters): Promise<Page> {
  const id = finkIdOf(name);
  // A survey's own name needs nobody to resolve it.
  if (id?.survey === survey) return byId(reach, { survey, objectId: id.objectId, maxAlerts: 1 });
  const rows = await tnsRowsOf(reach, survey, name);
  if (rows.length === 0) return ended([], `Fink knows nothing called ${name} in the TNS.`);
  const named = survey === "ztf" ? await ztfByName(reach, rows) : null;
  if (named)
    return ended(
      [named],
      named.newestMjd === null ? `Fink has no alert of ${named.objectId}: this is what the TNS says of it.` : null,
    );
  // Another survey found it first: the object is the one at its place.
  const [row] = rows.filter(({ ra, declination }) => ra !== null && declination !== null);
  const { alerts } = row
    ? await around(reach, survey, { raDeg: row.ra ?? 0, decDeg: row.declination ?? 0, radiusArcsec: sameArcsec })
    : { alerts: [] };
  const feedback =
    alerts.length > 0 ? null : `Fink has no ${surveyNames[survey]} alert within ${sameArcsec} arcsec of ${name}.`;
  return ended(row ? alerts.map((alert) => withTns(alert, row)) : alerts, feedback);
}

async function bySimbadName(reach: Reach, { survey, simbadName = "" }: FinkParameters): Promise<Page> {
  const { http, addresses } = reach;
  const [row] = (await client.simbadNames(http, addresses, { survey, name: simbadName })).rows;
  if (!row) return ended([], `SIMBAD knows nothing called ${simbadName}.`);
  const cone = { raDeg: row.jradeg, decDeg: row.jdedeg, radiusArcsec: sameArcsec };
  const { alerts } = await around(reach, survey, cone);
  const nothing = `Fink has no ${surveyNames[survey]} alert within ${sameArcsec} arcsec of ${simbadName}.`;
  return ended(alerts, alerts.length > 0 ? null : nothing);
}

async function bySolarSystemName({ http, addresses }: Reach, { survey, nOrD = "" }: FinkParameters): Promise<Page> {
  const [alerts, unreadable] =
    survey === "ztf"
      ? await client
          .ztfMovingRows(http, addresses.ztf, nOrD)
          .then((found) => [found.rows.flatMap((row) => ztfMoving(row) ?? []), found.unreadable] as const)
      : await client
          .lsstMovingRows(http, addresses.lsst, nOrD)
          .then((found) => [found.rows.flatMap((row) => lsstMoving(row) ?? []), found.unreadable] as const);
  const nothing = `Fink has no ${surveyNames[survey]} alert of a solar-system object called ${nOrD}.`;
  return ended(bodiesOf(alerts), alerts.length > 0 ? leftOut("of Fink's rows", unreadable) : nothing);
}

async function cone(reach: Reach, parameters: FinkParameters): Promise<Page> {
  const { survey, raDeg = 0, decDeg = 0, radiusArcsec = 0, firstAfter: after, firstBefore: before } = parameters;
  const found = await around(reach, survey, { raDeg, decDeg, radiusArcsec }, { after, before });
  return ended(found.alerts.filter(isInTime(parameters)), found.left);
}

/** Rows of a class asked for at once: rows are alerts, and one object may have several. */
const latestMost = 500;
const latestLeast = 10;
const secondDays = 1 / 86_400;

/** Where the list goes on: a second after its oldest alert, because one exposure holds many and times are rounded there. */
function nextUntil(oldestMjd: number, until: string | null): { iso: string; isStuck: boolean } {
  const overlapping = mjdToIso(Math.ceil(oldestMjd / secondDays) * secondDays + secondDays);
  // A page of nothing but one exposure would be asked for again and again.
  if (until === null || isoToMjd(overlapping) < isoToMjd(until) - secondDays / 2)
    return { iso: overlapping, isStuck: false };
  return { iso: mjdToIso(Math.floor(oldestMjd / secondDays) * secondDays - secondDays), isStuck: true };
}

/** Classes of which Fink gives each object once, and trends, are cut after the count: a short page is not the end. */
const isCutAfterwards = ({ className = "", trend }: FinkParameters): boolean =>
  trend !== undefined || className.startsWith("(CTA)") || className === "SLSN candidate";

/** Newest first; a page is followed by what is older than its last alert. */
async function latest({ http, addresses }: Reach, parameters: FinkParameters, page: PageRequest): Promise<Page> {
  const { survey, className = "", trend, newestAfter: from, newestBefore } = parameters;
  const n = Math.min(latestMost, Math.max(latestLeast, page.wanted * 2));
  const until = page.cursor ?? newestBefore;
  const asked = { className, n, from, until, trend };
  const [alerts, received, unreadable] =
    survey === "ztf"
      ? await client
          .ztfLatest(http, addresses.ztf, asked)
          .then((found) => [found.rows.map(ztfAlert), found.received, found.unreadable] as const)
      : await client
          .lsstTagged(http, addresses.lsst, asked)
          .then((found) => [found.rows.map(lsstAlert), found.received, found.unreadable] as const);
  const days = alerts.flatMap(({ newestMjd }) => (isoOf(newestMjd) === null ? [] : (newestMjd ?? [])));
  const isLast = days.length === 0 || (received < n && !isCutAfterwards(parameters));
  const { iso, isStuck } = isLast ? { iso: "", isStuck: false } : nextUntil(Math.min(...days), page.cursor);
  // Where every object comes once, a page that repeats the last one is the end.
  const isWhole = isLast || (isStuck && received < n);
  return {
    alerts: alerts.filter(isInTime(parameters)),
    next: isWhole ? null : { cursor: iso, wanted: page.wanted },
    feedback:
      isStuck && received >= n
        ? `One exposure has more than ${n} alerts of this class: Fink does not list the rest.`
        : leftOut("of Fink's rows", unreadable),
  };
}

export function fetchPage(reach: Reach, parameters: FinkParameters, page: PageRequest): Promise<Page> {
  if (parameters.objectId !== undefined) return byId(reach, parameters);
  if (parameters.name !== undefined) return byTnsName(reach, parameters);
  if (parameters.simbadName !== undefined) return bySimbadName(reach, parameters);
  if (parameters.nOrD !== undefined) return bySolarSystemName(reach, parameters);
  if (parameters.raDeg !== undefined) return cone(reach, parameters);
  return latest(reach, parameters, page);
}
