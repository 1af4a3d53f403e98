import { sql } from "drizzle-orm";
import type { Tx } from "@/db/write";
import { leastDrawnSignalToNoise } from "@/lib/astro/photometry";

type Point = { mjd: number; mag: number | null; limit: number | null; band: string; kind: string };

/** How many of the newest points a sparkline draws. */
const sparklinePoints = 40;

/** Keeps what lists show of a light curve (count, first and newest detection, sparkline) and raises its version. */
export async function refreshSummary(tx: Tx, targetPk: number, added: number): Promise<void> {
  const newest = await tx.all<Point>(sql`
    SELECT observed_at_mjd AS mjd, mag, limit_mag AS "limit", band, kind FROM photometry
    WHERE target_pk = ${targetPk} AND flagged_at IS NULL AND (mag IS NOT NULL OR kind = 'limit')
      AND NOT (ifnull(flux_njy, 0) > 0 AND flux_njy < ${leastDrawnSignalToNoise} * ifnull(flux_err_njy, 0))
    ORDER BY observed_at_mjd DESC LIMIT ${sparklinePoints}`);
  const [last] = await tx.all<{ mjd: number; mag: number | null; band: string }>(sql`
    SELECT observed_at_mjd AS mjd, mag, band FROM photometry
    WHERE target_pk = ${targetPk} AND flagged_at IS NULL AND kind = 'detection'
    ORDER BY observed_at_mjd DESC LIMIT 1`);
  const [first] = await tx.all<{ mjd: number }>(sql`
    SELECT observed_at_mjd AS mjd FROM photometry
    WHERE target_pk = ${targetPk} AND flagged_at IS NULL AND kind = 'detection'
    ORDER BY observed_at_mjd LIMIT 1`);
  const points = newest
    .reverse()
    .map((p) => [round(p.mjd, 4), round(p.mag, 2), round(p.kind === "limit" ? p.limit : null, 2), p.band]);
  await tx.run(sql`
    UPDATE targets SET photometry_version = photometry_version + 1, photometry_count = photometry_count + ${added},
      first_detection_mjd = ${first?.mjd ?? null}, newest_detection_mjd = ${last?.mjd ?? null},
      newest_mag = ${last?.mag ?? null}, newest_band = ${last?.band ?? null},
      sparkline = ${points.length > 0 ? JSON.stringify(points) : null}
    WHERE pk = ${targetPk}`);
}

const round = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));
