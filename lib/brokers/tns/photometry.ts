import { parseTime } from "@/lib/astro/parse-time";
import { isMjdInRange, jdToMjd } from "@/lib/astro/time";
import type { PhotometryDraft, ReducedDatumDraft } from "../contract";
import { knownError, knownMag } from "../contract-known";
import { readableRows } from "../contract-remote";
import { ztf } from "../contract-surveys";
import { type PhotometryRow, photometryRow, type TnsObject } from "./remote";

/** From the TNS's photometry to ours. Pure. */

const plainBands = new Set(["u", "g", "r", "i", "z", "y"]);

/**
 * The band of a filter, which the TNS names with or without its family ("r", "r-ZTF"): its letter where that is one of
 * u g r i z y, else the filter's whole name (w-PS1, R-PTF, orange-ATLAS, G-Gaia).
 */
export function bandOf({ name, family }: { name: string; family: string | null }): string {
  const [letter = name] = name.split("-", 1);
  if (plainBands.has(letter)) return letter;
  return (name.includes("-") || family === null ? name : `${name}-${family}`).slice(0, 100);
}

type Survey = Pick<PhotometryDraft, "source" | "brightness" | "timeReference">;

/** Surveys whose measurements other brokers deliver too: named alike, so that the same measurement is one. */
const surveys: readonly (readonly [instrument: RegExp, survey: Survey])[] = [
  [/^ZTF/i, { source: ztf.source, brightness: "difference", timeReference: ztf.timeReference }],
  [/^ATLAS/i, { source: "ATLAS", brightness: "difference", timeReference: null }],
  [/^LSST/i, { source: "LSST", brightness: "difference", timeReference: null }],
  [/^GPC[12]\b/i, { source: "Pan-STARRS", brightness: "difference", timeReference: null }],
  [/^Gaia/i, { source: "Gaia", brightness: "total", timeReference: null }],
];

function surveyOf({ instrument, telescope }: PhotometryRow): Survey {
  const known = surveys.find(([pattern]) => pattern.test(instrument?.name ?? ""));
  const source = telescope?.name ?? instrument?.name ?? "TNS";
  return known?.[1] ?? { source: source.slice(0, 100), brightness: "total", timeReference: null };
}

/** The date is exact; the day number beside it is rounded, and taken only where there is no date. */
function mjdOf({ obsdate, jd }: PhotometryRow): number | null {
  const time = obsdate === null ? null : parseTime(obsdate);
  if (time?.ok) return time.mjd;
  const mjd = jd === null ? null : jdToMjd(jd);
  return mjd !== null && isMjdInRange(mjd) ? mjd : null;
}

/** Beside a limit a 0 stands for nothing measured, as an empty text does: no transient is of magnitude 0. */
const isMeasured = ({ flux, limflux }: PhotometryRow): boolean => flux !== null && (flux !== 0 || limflux === null);

/** Only AB magnitudes: what is given in another unit is no magnitude of ours. "flux" is a magnitude there. */
function draftOf(row: PhotometryRow): ReducedDatumDraft | null {
  const isAb = row.flux_unit?.id === "1" || /^ab ?mag/i.test(row.flux_unit?.name ?? "");
  const observedAtMjd = mjdOf(row);
  if (!isAb || observedAtMjd === null) return null;
  const mag = isMeasured(row) ? knownMag(row.flux) : null;
  const limitMag = mag === null ? knownMag(row.limflux) : null;
  if (mag === null && limitMag === null) return null;
  const { exptime, observer, remarks, limflux } = row;
  return {
    kind: "photometry",
    ...surveyOf(row),
    telescope: row.telescope?.name.slice(0, 100) ?? null,
    instrument: row.instrument?.name.slice(0, 100) ?? null,
    observedAtMjd,
    band: row.filters === null ? "unknown" : bandOf(row.filters),
    mag,
    magErr: mag === null ? null : knownError(row.fluxerr),
    fluxNjy: null,
    fluxErrNjy: null,
    limitMag,
    limitSigma: null,
    magSystem: "AB",
    forced: false,
    forcedProducer: null,
    negative: false,
    sourceId: null,
    raw: Object.fromEntries(
      Object.entries({ exptime, observer, remarks: remarks?.slice(0, 500) ?? null, limflux }).flatMap(([key, value]) =>
        value === null ? [] : [[key, value]],
      ),
    ),
  };
}

export const photometryOf = (object: TnsObject): ReducedDatumDraft[] =>
  readableRows(photometryRow, object.photometry ?? []).rows.flatMap((row) => draftOf(row) ?? []);

/** Days from the last limit before the first detection to that detection, whatever the unit; null without either. */
export function timeSpanOf(object: TnsObject): number | null {
  const { rows } = readableRows(photometryRow, object.photometry ?? []);
  const times = (isOne: (row: PhotometryRow) => boolean): number[] =>
    rows.filter(isOne).flatMap((row) => mjdOf(row) ?? []);
  const firstMjd = Math.min(...times(isMeasured));
  const limitMjd = Math.max(
    ...times((row) => !isMeasured(row) && row.limflux !== null).filter((mjd) => mjd <= firstMjd),
  );
  return Number.isFinite(firstMjd) && Number.isFinite(limitMjd) ? firstMjd - limitMjd : null;
}
