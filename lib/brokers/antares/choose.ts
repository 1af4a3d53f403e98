import { separationArcsec } from "@/lib/astro/sphere";
import { isoToMjd } from "@/lib/astro/time";
import type { AntaresAlert } from "./mapping";
import { type AntaresParameters, kindOfId, tagsOf } from "./query";

/**
 * The conditions of a search, held against what came: the index answers in TAI where a locus is LSST's, and a locus that is
 * fetched by its own id was not chosen at all.
 */

// Of the service's own position; a hundredth of an arcsecond is rounding, not another object.
const roundingArcsec = 0.01;

function isInside({ raDeg, decDeg, radiusArcsec }: AntaresParameters, alert: AntaresAlert): boolean {
  if (raDeg === undefined || decDeg === undefined || radiusArcsec === undefined) return true;
  if (alert.raDeg === null || alert.decDeg === null) return false;
  const place = { raDeg: alert.raDeg, decDeg: alert.decDeg };
  return separationArcsec({ raDeg, decDeg }, place) <= radiusArcsec + roundingArcsec;
}

/** What has no value meets no condition on it. */
const isWithin = (value: number | null, from: number | undefined, to: number | undefined): boolean =>
  (from === undefined && to === undefined) ||
  (value !== null && (from === undefined || value >= from) && (to === undefined || value <= to));

const mjdOf = (iso: string | undefined): number | undefined => (iso === undefined ? undefined : isoToMjd(iso));

export const isWanted =
  (parameters: AntaresParameters) =>
  (alert: AntaresAlert): boolean =>
    isInside(parameters, alert) &&
    isWithin(alert.newestMjd, mjdOf(parameters.newestAfter), mjdOf(parameters.newestBefore)) &&
    isWithin(alert.firstMjd, mjdOf(parameters.firstAfter), mjdOf(parameters.firstBefore)) &&
    isWithin(alert.mag, parameters.magMin, parameters.magMax) &&
    isWithin(alert.detections, parameters.detectionsMin, parameters.detectionsMax) &&
    (parameters.tags === undefined || tagsOf(parameters.tags).some((tag) => alert.tags.includes(tag)));

/** The id, where one object is asked for and nothing else: what is not there is said then. */
export function loneObjectId({ objectId, maxAlerts: _, ...conditions }: AntaresParameters): string | null {
  const hasConditions = Object.values(conditions).some((value) => value !== undefined);
  return objectId === undefined || hasConditions ? null : objectId;
}

/** The locus that is asked for by its own id; null where something else is asked. */
export const locusAsked = ({ objectId }: AntaresParameters): string | null =>
  objectId !== undefined && kindOfId(objectId) === "locus" ? objectId : null;
