import { isoToMjd, utcMjdToTaiMjd } from "@/lib/astro/time";
import type { QueryValue } from "@/lib/http/types";
import { type AlerceParameters, orderColumn } from "./query";

/** From parameters to ALeRCE's query strings. Only what was asked is sent: a literal "None" is an error there. */

type Query = Readonly<Record<string, QueryValue>>;

/** Ranges are positional: the first value is the lower bound, so an upper bound alone needs a lower one of 0. */
function range(lower: number | undefined, upper: number | undefined): number[] | undefined {
  if (upper !== undefined) return [lower ?? 0, upper];
  return lower === undefined ? undefined : [lower];
}

const timeRange = (
  after: string | undefined,
  before: string | undefined,
  toMjd: (iso: string) => number,
): number[] | undefined =>
  range(after === undefined ? undefined : toMjd(after), before === undefined ? undefined : toMjd(before));

// The ZTF service drops the whole cone when RA or Dec is exactly 0: 0.004 arcsec beside it works.
const nudgeDeg = 1e-6;
const nudged = (deg: number): number => (deg === 0 ? nudgeDeg : deg);

const wrappedRa = (raDeg: number | undefined): number | undefined => (raDeg === 360 ? 0 : raDeg);

export function ztfListQuery(parameters: AlerceParameters, page: number, pageSize: number): Query {
  const raDeg = wrappedRa(parameters.raDeg);
  return {
    oid: parameters.objectId,
    classifier: parameters.classifier,
    classifier_version: parameters.classifierVersion,
    class: parameters.className,
    ranking: parameters.ranking,
    probability: parameters.scoreMin,
    ndet: range(parameters.detectionsMin, parameters.detectionsMax),
    firstmjd: timeRange(parameters.firstAfter, parameters.firstBefore, isoToMjd),
    lastmjd: timeRange(parameters.newestAfter, parameters.newestBefore, isoToMjd),
    ra: raDeg === undefined ? undefined : nudged(raDeg),
    dec: parameters.decDeg === undefined ? undefined : nudged(parameters.decDeg),
    radius: parameters.radiusArcsec,
    page,
    page_size: pageSize,
    // Counting is slow there, stops at 50001, and paging does not need it.
    count: false,
    order_by: parameters.orderBy === undefined ? undefined : orderColumn("ztf", parameters.orderBy),
    order_mode: parameters.orderMode,
  };
}

const isoToTaiMjd = (iso: string): number => utcMjdToTaiMjd(isoToMjd(iso));

export function lsstListQuery(parameters: AlerceParameters, page: number, pageSize: number): Query {
  return {
    survey: "lsst",
    oid: parameters.objectId,
    classifier: parameters.classifier,
    class_name: parameters.className,
    ranking: parameters.ranking,
    probability: parameters.scoreMin,
    n_det: range(parameters.detectionsMin, parameters.detectionsMax),
    firstmjd: timeRange(parameters.firstAfter, parameters.firstBefore, isoToTaiMjd),
    lastmjd: timeRange(parameters.newestAfter, parameters.newestBefore, isoToTaiMjd),
    ra: wrappedRa(parameters.raDeg),
    dec: parameters.decDeg,
    radius: parameters.radiusArcsec,
    page,
    page_size: pageSize,
    order_by: parameters.orderBy === undefined ? undefined : orderColumn("lsst", parameters.orderBy),
    order_mode: parameters.orderMode,
  };
}

/** Where a search stands: the page to ask for next, and the page size it began with. */
export type Cursor = { page: number; pageSize: number };

const leastPageSize = 20;
const mostPageSize = 200;

export function readCursor(cursor: string | null, wanted: number): Cursor {
  const match = cursor === null ? null : /^(\d{1,6}):(\d{1,4})$/.exec(cursor);
  if (match) return { page: Number(match[1]), pageSize: Number(match[2]) };
  return { page: 1, pageSize: Math.min(mostPageSize, Math.max(leastPageSize, wanted)) };
}

export const writeCursor = ({ page, pageSize }: Cursor): string => `${page}:${pageSize}`;
