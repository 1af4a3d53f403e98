import type { ReducedDatumDraft } from "../contract";
import { knownError, knownMag } from "../contract-known";
import { lsst, lsstBrightness, lsstMjdToUtc, unmeasured, ztf, ztfBand, ztfLimitSigma } from "../contract-surveys";
import type { Alert, CurveRow } from "./remote";

/**
 * From ANTARES' alerts and light-curve rows to photometry. Pure. The alerts know the sign of a difference and the flux of
 * LSST; the light curve as CSV does not, and stands in where the alerts are missing.
 */

/** ANTARES writes ZTF's r as R; LSST's bands are as the survey names them. */
const bandOf = (passband: string | null, isLsst: boolean): string | null =>
  passband === null ? null : isLsst ? passband : passband === "R" ? "r" : passband;

/** `ztf_candidate:1113163781415010010` is ZTF's candid, `lsst:170587117485817955` LSST's diaSourceId. */
const bareId = (alertId: string): string => alertId.slice(alertId.indexOf(":") + 1);

type Measured = {
  id: string;
  mjd: number;
  band: string | null;
  mag: number | null;
  magErr: number | null;
  limit: number | null;
  isPositive: boolean | null;
  isLimit: boolean;
};

function ztfRow({ id, mjd, band, mag, magErr, limit, isPositive, isLimit }: Measured): ReducedDatumDraft[] {
  if (band === null) return [];
  const base = { kind: "photometry", ...ztf, ...unmeasured, observedAtMjd: mjd, band } as const;
  if (isLimit || mag === null) {
    return limit === null ? [] : [{ ...base, limitMag: limit, limitSigma: ztfLimitSigma, sourceId: null }];
  }
  return [{ ...base, mag, magErr, negative: isPositive === false, sourceId: bareId(id) }];
}

/** A magnitude that ANTARES made of a flux it does not tell: the limit beside it repeats the magnitude and is none. */
function lsstMagnitudeRow({ id, mjd, band, mag, magErr }: Measured): ReducedDatumDraft[] {
  if (band === null || mag === null) return [];
  const base = { kind: "photometry", ...lsst, ...unmeasured, observedAtMjd: lsstMjdToUtc(mjd), band } as const;
  return [{ ...base, mag, magErr, sourceId: bareId(id) }];
}

const isLsstId = (id: string): boolean => id.startsWith("lsst:");
// ANTARES' numbers of surveys: ZTF's detections, its limits, LSST. What another one measured is not passed off as theirs.
const limitSurvey = 2;
const lsstSurvey = 4;
const isOurs = (survey: number | null): boolean => survey === null || [1, limitSurvey, lsstSurvey].includes(survey);

const isLimitId = (id: string): boolean => id.startsWith("ztf_upper_limit:");

export function curveRowToDatum(row: CurveRow): ReducedDatumDraft[] {
  if (!isOurs(row.ant_survey)) return [];
  const isLsst = isLsstId(row.alert_id) || row.ant_survey === lsstSurvey;
  const measured: Measured = {
    id: row.alert_id,
    mjd: row.ant_mjd,
    band: bandOf(row.ant_passband, isLsst),
    mag: knownMag(row.ant_mag),
    magErr: knownError(row.ant_magerr),
    limit: knownMag(row.ant_maglim),
    isPositive: null,
    isLimit: isLimitId(row.alert_id) || row.ant_survey === limitSurvey,
  };
  return isLsst ? lsstMagnitudeRow(measured) : ztfRow(measured);
}

export function alertToDatum({ id, attributes: { mjd, properties } }: Alert): ReducedDatumDraft[] {
  const at = properties.ant_mjd ?? mjd;
  if (isLsstId(id) || properties.ant_survey === lsstSurvey) {
    const tai = properties.lsst_diaSource_midpointMjdTai ?? at;
    const band = properties.lsst_diaSource_band ?? properties.ant_passband;
    if (tai === null) return [];
    if (properties.lsst_diaSource_psfFlux === null) {
      const measured = {
        id,
        mjd: tai,
        band,
        mag: knownMag(properties.ant_mag),
        magErr: knownError(properties.ant_magerr),
      };
      return lsstMagnitudeRow({ ...measured, limit: null, isPositive: null, isLimit: false });
    }
    if (band === null) return [];
    const brightness = lsstBrightness(properties.lsst_diaSource_psfFlux, properties.lsst_diaSource_psfFluxErr);
    const base = { kind: "photometry", ...lsst, ...unmeasured, observedAtMjd: lsstMjdToUtc(tai), band } as const;
    return [{ ...base, ...brightness, sourceId: bareId(id) }];
  }
  if (at === null || !isOurs(properties.ant_survey)) return [];
  const fid = properties.ztf_fid;
  return ztfRow({
    id,
    mjd: at,
    band: fid === null ? bandOf(properties.ant_passband, false) : ztfBand(fid),
    mag: knownMag(properties.ztf_magpsf ?? properties.ant_mag),
    magErr: knownError(properties.ztf_sigmapsf ?? properties.ant_magerr),
    limit: knownMag(properties.ztf_diffmaglim ?? properties.ant_maglim),
    isPositive: properties.ztf_isdiffpos,
    isLimit: isLimitId(id) || properties.ant_survey === limitSurvey,
  });
}

/**
 * The light curve's columns of the total brightness, which the alerts do not have: beside the difference, and for ZTF's
 * detections as a row of its own where `withTotal` asks for it. A limit of the difference leaves two bounds of the total.
 */
function addTotal(drafts: ReducedDatumDraft[], row: CurveRow | undefined, withTotal: boolean): ReducedDatumDraft[] {
  const [draft] = drafts;
  if (!draft || !row) return drafts;
  const known = {
    totalMag: knownMag(row.ant_mag_corrected),
    totalMagErr: knownError(row.ant_magerr_corrected),
    totalBrightest: knownMag(row.ant_magulim_corrected),
    totalFaintest: knownMag(row.ant_magllim_corrected),
  };
  const raw = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
  if (Object.keys(raw).length === 0) return drafts;
  const { totalMag: mag, totalMagErr: magErr } = known;
  const difference: ReducedDatumDraft = { ...draft, raw };
  const isDetection = draft.source === ztf.source && draft.mag !== null;
  if (!withTotal || !isDetection || mag === null || magErr === null) return [difference];
  return [difference, { ...draft, mag, magErr, brightness: "total", negative: false }];
}

export type CurveOptions = { withTotal: boolean; isCorrected: boolean };

/** Each alert once: from the list of alerts, and from the light curve what the list does not have. */
export function mergeCurve(
  alerts: readonly Alert[],
  rows: readonly CurveRow[],
  { withTotal, isCorrected }: CurveOptions,
): ReducedDatumDraft[] {
  const byId = new Map(rows.map((row) => [row.alert_id, row]));
  const listed = new Map(alerts.map((alert) => [alert.id, alert]));
  const rest = [...byId.values()].filter(({ alert_id: id }) => !listed.has(id));
  const total = (drafts: ReducedDatumDraft[], row: CurveRow | undefined): ReducedDatumDraft[] =>
    isCorrected ? addTotal(drafts, row, withTotal) : drafts;
  // An alert that is listed without its measurement: the light curve has that.
  const ofAlert = (alert: Alert, row: CurveRow | undefined): ReducedDatumDraft[] => {
    const drafts = alertToDatum(alert);
    const isBare = drafts.length === 0 && isOurs(alert.attributes.properties.ant_survey);
    return isBare && row ? curveRowToDatum(row) : drafts;
  };
  return [
    ...[...listed.values()].flatMap((alert) => {
      const row = byId.get(alert.id);
      return total(ofAlert(alert, row), row);
    }),
    ...rest.flatMap((row) => total(curveRowToDatum(row), row)),
  ].toSorted((one, other) => one.observedAtMjd - other.observedAtMjd);
}
