import { readableRows } from "../contract-remote";
import { lsstMjdToUtc } from "../contract-surveys";
import { bareAlert, type LasairAlert } from "./alert";
import type { LasairObject } from "./client";
import {
  annotationFacts,
  firstPlace,
  mjdOfJd,
  placeOf,
  sexagesimalPlaceOf,
  sherlockFacts,
  tnsFacts,
  unitInterval,
} from "./facts";
import { lsstSourceRow, ztfRow } from "./photometry";
import * as remote from "./remote";
import { lsstBrightness } from "./rows";

/**
 * From Lasair's objects to alerts. Pure. What is "newest" is read from the light curve: `latestMag` is a text there. Where a
 * block is missing, what stands beside it says the same: the place in hours, the figures of the newest source.
 */

const utcOfTai = (taiMjd: number | null | undefined): number | null =>
  typeof taiMjd === "number" ? lsstMjdToUtc(taiMjd) : null;
const utcOfJd = (jd: number | null | undefined): number | null => (typeof jd === "number" ? mjdOfJd(jd) : null);

const annotationsOf = (rows: readonly unknown[]): LasairAlert["annotations"] =>
  readableRows(remote.annotation, rows).rows.slice(0, 500).map(annotationFacts);

const numbers = (record: Readonly<Record<string, number | null | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (typeof value === "number" ? [[key, value]] : [])),
  );

/** The newest of what was detected, and what it says; limits and forced photometry are no detections. */
function newestOf<Row>(
  rows: readonly Row[],
  toDatum: (
    row: Row,
  ) => readonly { observedAtMjd: number; mag: number | null; band: string; limitMag: number | null }[],
) {
  let newest: { row: Row; mjd: number; mag: number | null; band: string } | null = null;
  for (const row of rows) {
    const datum = toDatum(row)[0];
    if (!datum || datum.limitMag !== null || (newest !== null && datum.observedAtMjd <= newest.mjd)) continue;
    newest = { row, mjd: datum.observedAtMjd, mag: datum.mag, band: datum.band };
  }
  return newest;
}

function ztfAlert(object: remote.ZtfObject): LasairAlert {
  const { objectId, objectData, sherlock, TNS } = object;
  const newest = newestOf(readableRows(remote.ztfCandidate, object.candidates).rows, ztfRow);
  const neighbour = newest?.row.ssnamenr ?? null;
  const separation = newest?.row.ssdistnr ?? null;
  return {
    ...bareAlert("ztf", objectId),
    ...firstPlace(
      placeOf(objectData?.ramean, objectData?.decmean),
      sexagesimalPlaceOf(objectData?.rasex, objectData?.decsex),
      placeOf(newest?.row.ra, newest?.row.dec),
    ),
    firstMjd: utcOfJd(objectData?.jdmin),
    newestMjd: newest?.mjd ?? utcOfJd(objectData?.jdmax),
    detections: objectData?.ncand ?? null,
    mag: newest?.mag ?? null,
    band: newest?.band ?? null,
    score: unitInterval(newest?.row.drb ?? newest?.row.rb),
    sherlock: sherlockFacts(sherlock),
    tns: tnsFacts(TNS),
    annotations: annotationsOf(object.annotations),
    solarSystem:
      neighbour === null || neighbour === "0"
        ? null
        : { name: neighbour, separationArcsec: separation !== null && separation >= 0 ? separation : null },
    extras: numbers({ galactic_l_deg: objectData?.glonmean, galactic_b_deg: objectData?.glatmean }),
    isComplete: true,
  };
}

function lsstAlert(object: remote.LsstObject): LasairAlert {
  const { diaObjectId, diaObject, lasairData } = object;
  const newest = newestOf(readableRows(remote.lsstSource, object.diaSourcesList).rows, lsstSourceRow);
  const asteroid = newest?.row.ssObjectId ?? null;
  const { mag, band } = newest ?? lsstBrightness(lasairData ?? {});
  return {
    ...bareAlert("lsst", diaObjectId),
    ...firstPlace(
      placeOf(diaObject?.ra, diaObject?.decl ?? diaObject?.dec),
      sexagesimalPlaceOf(lasairData?.rasex, lasairData?.decsex),
      placeOf(newest?.row.ra, newest?.row.decl),
    ),
    firstMjd: utcOfTai(diaObject?.firstDiaSourceMjdTai ?? lasairData?.firstDiaSourceMjdTai),
    newestMjd: newest?.mjd ?? utcOfTai(diaObject?.lastDiaSourceMjdTai ?? lasairData?.lastDiaSourceMjdTai),
    detections: lasairData?.nDiaSources ?? (object.diaSourcesList.length > 0 ? object.diaSourcesList.length : null),
    ...{ mag, band, score: unitInterval(newest === null ? lasairData?.latestR : newest.row.reliability) },
    sherlock: sherlockFacts(lasairData?.sherlock ?? null),
    tns: tnsFacts(lasairData?.TNS ?? null),
    annotations: annotationsOf(lasairData?.annotations ?? []),
    solarSystem: asteroid === null ? null : { name: asteroid, separationArcsec: null },
    extras: numbers({
      galactic_l_deg: lasairData?.g_lon,
      galactic_b_deg: lasairData?.g_lat,
      ebv: lasairData?.ebv,
      absolute_mag: lasairData?.absMag,
    }),
    isComplete: true,
  };
}

export const alertOf = (found: LasairObject): LasairAlert =>
  found.survey === "ztf" ? ztfAlert(found.object) : lsstAlert(found.object);
