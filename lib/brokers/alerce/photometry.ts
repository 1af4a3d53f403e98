import type { ReducedDatumDraft } from "../contract";
import { knownError, knownMag } from "../contract-known";
import { lsst, lsstBrightness, lsstMjdToUtc, ztf, ztfBand, ztfLimitSigma } from "../contract-surveys";
import type { LsstSource, ZtfDetection, ZtfForcedRow, ZtfNonDetection } from "./remote";

/** From ALeRCE's light-curve rows to photometry. Pure; every row stays its own row, also two candids of one exposure. */

const small = (
  record: Readonly<Record<string, string | number | boolean | null>>,
): Readonly<Record<string, string | number | boolean>> =>
  Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

type Corrected = { mag: number; magErr: number };

/** The total magnitude, where the correction with the reference may be used and its error is known. */
function corrected(
  row: { corrected: boolean | null; dubious: boolean | null },
  mag: number | null,
  magErr: number | null,
): Corrected | null {
  if (row.corrected !== true || row.dubious === true) return null;
  const [usableMag, usableErr] = [knownMag(mag), knownError(magErr)];
  return usableMag === null || usableErr === null ? null : { mag: usableMag, magErr: usableErr };
}

type ZtfMeasurement = {
  row: { mjd: number; fid: number; isdiffpos: boolean | null };
  mag: number;
  magErr: number | null;
  total: Corrected | null;
  sourceId: string | null;
  forced: boolean;
  raw: Readonly<Record<string, string | number | boolean>>;
};

function ztfRows(
  { row, mag, magErr, total, sourceId, forced, raw }: ZtfMeasurement,
  withTotal: boolean,
): ReducedDatumDraft[] {
  const difference: ReducedDatumDraft = {
    kind: "photometry",
    ...ztf,
    observedAtMjd: row.mjd,
    band: ztfBand(row.fid),
    mag,
    magErr,
    fluxNjy: null,
    fluxErrNjy: null,
    limitMag: null,
    limitSigma: null,
    brightness: "difference",
    forced,
    forcedProducer: forced ? "ZTF" : null,
    negative: row.isdiffpos === false,
    sourceId,
    raw: total ? { ...raw, totalMag: total.mag, totalMagErr: total.magErr } : raw,
  };
  if (!withTotal || !total) return [difference];
  return [difference, { ...difference, ...total, brightness: "total", negative: false, raw }];
}

/** Point-spread-function magnitudes of the difference image; a negative difference is a detection, marked. */
export function ztfDetectionRows(row: ZtfDetection, withTotal: boolean): ReducedDatumDraft[] {
  const mag = knownMag(row.magpsf);
  if (mag === null) return [];
  const { rb, drb, distnr, diffmaglim, parent_candid: parentCandid, corrected: isCorrected, dubious } = row;
  return ztfRows(
    {
      row,
      mag,
      magErr: knownError(row.sigmapsf),
      total: corrected(row, row.magpsf_corr, row.sigmapsf_corr),
      sourceId: row.candid,
      forced: false,
      raw: small({ rb, drb, distnr, diffmaglim, parentCandid, corrected: isCorrected, dubious }),
    },
    withTotal,
  );
}

/** ALeRCE names a forced row by object and exposure; the exposure alone is the survey's own id. */
function forcedId({ pid, candid, oid }: ZtfForcedRow): string | null {
  if (pid !== null) return pid;
  return candid !== null && oid !== null && candid.startsWith(oid) ? candid.slice(oid.length) : candid;
}

export function ztfForcedRows(row: ZtfForcedRow, withTotal: boolean): ReducedDatumDraft[] {
  const mag = knownMag(row.mag);
  if (mag === null) return [];
  const { diffmaglim = null, exptime = null, procstatus = null } = row.extra_fields ?? {};
  return ztfRows(
    {
      row,
      mag,
      magErr: knownError(row.e_mag),
      total: corrected(row, row.mag_corr, row.e_mag_corr),
      sourceId: forcedId(row),
      forced: true,
      raw: small({ diffmaglim, exptime, procstatus, corrected: row.corrected, dubious: row.dubious }),
    },
    withTotal,
  );
}

export function ztfLimitRows(row: ZtfNonDetection): ReducedDatumDraft[] {
  const limitMag = knownMag(row.diffmaglim);
  if (limitMag === null || limitMag <= 0) return [];
  return [
    {
      kind: "photometry",
      ...ztf,
      observedAtMjd: row.mjd,
      band: ztfBand(row.fid),
      mag: null,
      magErr: null,
      fluxNjy: null,
      fluxErrNjy: null,
      limitMag,
      limitSigma: ztfLimitSigma,
      brightness: "difference",
      forced: false,
      forcedProducer: null,
      negative: false,
      sourceId: null,
    },
  ];
}

const lsstBands: Readonly<Record<string, string>> = { 6: "u", 1: "g", 2: "r", 3: "i", 4: "z", 5: "y" };

const lsstBand = (row: LsstSource): string => {
  const key = String(row.band);
  return row.band_map?.[key] ?? lsstBands[key] ?? (typeof row.band === "number" ? `band ${key}` : key);
};

/** LSST difference flux; the magnitude is added only for a positive flux. */
export function lsstRows(row: LsstSource, forced: boolean, withTotal: boolean): ReducedDatumDraft[] {
  const { psfFlux, scienceFlux, scienceFluxErr, reliability, snr, visit, isNegative } = row;
  if (psfFlux === null) return [];
  const raw = small({ reliability, snr, visit, isNegative });
  const difference: ReducedDatumDraft = {
    kind: "photometry",
    ...lsst,
    observedAtMjd: lsstMjdToUtc(row.mjd),
    band: lsstBand(row),
    ...lsstBrightness(psfFlux, row.psfFluxErr),
    brightness: "difference",
    forced,
    forcedProducer: forced ? "LSST" : null,
    sourceId: row.measurement_id,
    raw: { ...raw, ...small({ totalFluxNjy: scienceFlux, totalFluxErrNjy: scienceFluxErr }) },
  };
  if (!withTotal || scienceFlux === null) return [difference];
  return [
    difference,
    { ...difference, ...lsstBrightness(scienceFlux, scienceFluxErr), brightness: "total", negative: false, raw },
  ];
}
