import { separationArcsec } from "@/lib/astro/sphere";
import type { HttpClient } from "@/lib/http/types";
import type { AlertPage, PageRequest } from "../contract";
import { placeless, sentences } from "../contract-remote";
import * as client from "./client";
import { type AlerceAlert, lsstAlert, mergePage, ztfAlert } from "./mapping";
import type { AlerceParameters } from "./query";
import { readCursor, writeCursor } from "./requests";

/** One page of a search. A loop over pages is the core's; nothing here recurses. */

// The service measures from its own mean position; a hundredth of an arcsecond is rounding, not another object.
const roundingArcsec = 0.01;

/** Drops what lies outside the cone that was asked: the ZTF service forgets a cone with a zero in it. */
function insideCone({ raDeg, decDeg, radiusArcsec }: AlerceParameters): (alert: AlerceAlert) => boolean {
  if (raDeg === undefined || decDeg === undefined || radiusArcsec === undefined) return () => true;
  const centre = { raDeg, decDeg };
  return (alert) =>
    alert.raDeg !== null &&
    alert.decDeg !== null &&
    separationArcsec(centre, { raDeg: alert.raDeg, decDeg: alert.decDeg }) <= radiusArcsec + roundingArcsec;
}

/** The id, when exactly one object and nothing else was asked for. */
function loneObjectId(parameters: AlerceParameters): string | null {
  const { survey, objectId, orderBy, orderMode, maxAlerts, ...conditions } = parameters;
  const hasConditions = Object.values(conditions).some((value) => value !== undefined);
  return objectId === undefined || objectId.includes("*") || hasConditions ? null : objectId;
}

/** Lists are joined with classes, and the LSST's shows classified objects only: one that was named by its id is looked up. */
async function unlisted(
  http: HttpClient,
  addresses: client.Addresses,
  parameters: AlerceParameters,
): Promise<AlerceAlert[]> {
  const oid = loneObjectId(parameters);
  if (oid === null) return [];
  if (parameters.survey === "ztf") {
    const object = await client.findZtf(http, addresses.ztf, oid);
    return object ? [ztfAlert(object)] : [];
  }
  const object = await client.findLsst(http, addresses.lsst, oid);
  return object ? [lsstAlert(object)] : [];
}

export async function fetchPage(
  http: HttpClient,
  addresses: client.Addresses,
  parameters: AlerceParameters,
  request: PageRequest,
): Promise<AlertPage<AlerceAlert>> {
  const cursor = readCursor(request.cursor, request.wanted);
  const isZtf = parameters.survey === "ztf";
  const [page, listed] = isZtf
    ? await client
        .listZtf(http, addresses.ztf, parameters, cursor)
        .then((found) => [found, found.rows.map(ztfAlert)] as const)
    : await client
        .listLsst(http, addresses.lsst, parameters, cursor)
        .then((found) => [found, found.rows.map(lsstAlert)] as const);
  const isEmptyStart = page.received === 0 && cursor.page === 1;
  const more = isEmptyStart ? await unlisted(http, addresses, parameters) : [];
  const merged = mergePage([...listed, ...more]);
  const alerts = merged.filter(insideCone(parameters));
  // Without a count the ZTF service always says has_next: false; only a short page is the end.
  const isShort = page.received < cursor.pageSize;
  const isLast = page.received === 0 || (page.hasNext !== true && (isShort || (!isZtf && page.hasNext === false)));
  const feedback = (): string | null => {
    const left = sentences(
      page.unreadable > 0 ? `Left out, because they could not be read: ${page.unreadable} of ALeRCE's objects.` : null,
      placeless("of ALeRCE's objects", merged, parameters.radiusArcsec),
    );
    if (left !== null) return left;
    const oid = isEmptyStart && alerts.length === 0 ? loneObjectId(parameters) : null;
    return oid === null ? null : `ALeRCE has no object ${oid} in ${isZtf ? "ZTF" : "LSST"}.`;
  };
  return {
    alerts,
    next: isLast
      ? null
      : {
          cursor: writeCursor({ page: cursor.page + 1, pageSize: cursor.pageSize }),
          wanted: Math.max(0, request.wanted - alerts.length),
        },
    feedback: feedback(),
  };
}
