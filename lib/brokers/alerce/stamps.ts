import type { HttpClient } from "@/lib/http/types";
import { askStamp, type StampKind } from "../contract-stamps";
import * as client from "./client";
import type { AlerceAlert } from "./mapping";

/** ALeRCE keeps stamps by detection: those of the newest detection that has any are shown. */

type Dated = { mjd: number; has_stamp: boolean | null };

const newest = <Row extends Dated>(rows: readonly Row[]): Row | undefined =>
  rows.filter((row) => row.has_stamp !== false).toSorted((one, other) => other.mjd - one.mjd)[0];

const names = { science: "cutoutScience", template: "cutoutTemplate", difference: "cutoutDifference" } as const;

export async function stampOf(
  http: HttpClient,
  addresses: client.Addresses,
  { survey, oid }: AlerceAlert,
  kind: StampKind,
): Promise<Uint8Array | null> {
  if (survey === "ztf") {
    const { detections } = await client.lightCurveZtf(http, addresses.ztf, oid);
    const candid = newest(detections)?.candid ?? null;
    if (candid === null) return null;
    const query = { oid, candid, type: kind, format: "png" };
    return askStamp(http, { url: `${addresses.stamps}/get_stamp`, query });
  }
  const id = newest(await client.detectionsLsst(http, addresses.lsst, oid))?.measurement_id ?? null;
  if (id === null) return null;
  const query = { survey_id: "lsst", oid, measurement_id: id, stamp_type: names[kind], file_format: "png" };
  return askStamp(http, { url: `${addresses.lsst}/stamps_api/stamp`, query });
}
