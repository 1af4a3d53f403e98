import type { HttpClient } from "@/lib/http/types";
import type { ReducedDatumDraft, TargetRef } from "../contract";
import * as client from "./client";
import type { AlerceAlert } from "./mapping";
import { lsstRows, ztfDetectionRows, ztfForcedRows, ztfLimitRows } from "./photometry";

/** Which of ALeRCE's objects a target is, and all the photometry ALeRCE has of them. */

const ztfName = /^ZTF\d{2}[a-z]{7}$/i;
const lsstName = /^(?:LSST[ _-]?|diaObject[ _-]?)?(\d{15,19})$/i;

type ObjectId = { survey: "ztf" | "lsst"; oid: string };

/** ALeRCE's spelling of an object id, whichever survey it is of; null for any other name. */
export function objectIdOf(name: string): ObjectId | null {
  const text = name.trim();
  if (ztfName.test(text)) return { survey: "ztf", oid: `ZTF${text.slice(3).toLowerCase()}` };
  const lsst = lsstName.exec(text)?.[1];
  return lsst === undefined ? null : { survey: "lsst", oid: lsst };
}

// At most four requests each, so that the limit for one target holds.
const mostObjects = 3;

export function objectsOf(target: TargetRef, alert: AlerceAlert | null): ObjectId[] {
  const found = new Map<string, ObjectId>();
  if (alert) found.set(alert.oid, { survey: alert.survey, oid: alert.oid });
  for (const name of [...(target.alertIds ?? []), target.name, ...target.aliases]) {
    const object = objectIdOf(name);
    if (object && !found.has(object.oid)) found.set(object.oid, object);
  }
  return [...found.values()].slice(0, mostObjects);
}

export type LightCurveOptions = {
  withTotal: boolean;
  /** Told when forced photometry could not be had: the detections are worth having without it. */
  onForcedFailure(error: unknown, oid: string): void;
};

export async function lightCurveOf(
  http: HttpClient,
  addresses: client.Addresses,
  { survey, oid }: ObjectId,
  { withTotal, onForcedFailure }: LightCurveOptions,
): Promise<ReducedDatumDraft[]> {
  const orNone = async <Row>(rows: Promise<Row[]>): Promise<Row[]> => {
    try {
      return await rows;
    } catch (error) {
      onForcedFailure(error, oid);
      return [];
    }
  };
  if (survey === "ztf") {
    const curve = await client.lightCurveZtf(http, addresses.ztf, oid);
    const forced = await orNone(client.forcedZtf(http, addresses.ztf, oid));
    return [
      ...curve.detections.flatMap((row) => ztfDetectionRows(row, withTotal)),
      ...curve.limits.flatMap(ztfLimitRows),
      ...forced.flatMap((row) => ztfForcedRows(row, withTotal)),
    ];
  }
  const detections = await client.detectionsLsst(http, addresses.lsst, oid);
  const forced = await orNone(client.forcedLsst(http, addresses.lsst, oid));
  return [
    ...detections.flatMap((row) => lsstRows(row, false, withTotal)),
    ...forced.flatMap((row) => lsstRows(row, true, withTotal)),
  ];
}
