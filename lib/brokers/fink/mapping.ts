import * as z from "zod";
import { wrapDegrees } from "@/lib/astro/degrees";
import { isMjdInRange, jdToMjd, mjdToIso } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { ClassificationDraft, GenericAlert, TargetDraft } from "../contract";
import { lsstBrightness, lsstMjdToUtc, ztfBand } from "../contract-surveys";
import type { LsstRow, ZtfRow } from "./remote";

/** From Fink's rows to alerts and targets. Pure. A row is an alert; an entry here is its object. */

const text = z.string().max(1_000).nullable();

const classSchema = z.object({
  name: z.string().min(1).max(200),
  classifier: text,
  probability: z.number().nullable(),
});

/** One object as this TOM keeps it; what a run freezes. ICRS degrees, MJD UTC. */
export const finkAlertSchema = z.object({
  survey: z.enum(["ztf", "lsst"]),
  objectId: z.string().min(1).max(100),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  newestMjd: z.number(),
  firstMjd: z.number().nullable(),
  mag: z.number().nullable(),
  band: text,
  detections: z.number().nullable(),
  score: z.number().nullable(),
  /** The one to show first stands first. */
  classes: z.array(classSchema).max(50),
  version: text,
  simbad: text,
  tnsName: text,
  tnsType: text,
  tnsRedshift: z.number().nullable(),
  solarSystemName: text,
  solarSystemArcsec: z.number().nullable(),
});

export type FinkAlert = z.infer<typeof finkAlertSchema>;
type FinkClass = z.infer<typeof classSchema>;

const usable = (mag: number | null): number | null => (mag !== null && mag > -30 && mag < 50 ? mag : null);
const probability = (value: number | null): number | null =>
  value !== null && value >= 0 && value <= 1 ? value : null;

function position(ra: number | null, dec: number | null): { raDeg: number | null; decDeg: number | null } {
  const isPlace = ra !== null && dec !== null && Math.abs(dec) <= 90;
  return isPlace ? { raDeg: wrapDegrees(ra), decDeg: dec } : { raDeg: null, decDeg: null };
}

/** A classifier that did not run leaves 0 or −1, which is no probability. */
const ran = (name: string, classifier: string, value: number | null): FinkClass[] => {
  const given = probability(value);
  return given === null || given === 0 ? [] : [{ name, classifier, probability: given }];
};

export function ztfAlert(row: ZtfRow): FinkAlert {
  const name = row["v:classification"] ?? row["d:classification"];
  return {
    survey: "ztf",
    objectId: row["i:objectId"],
    ...position(row["i:ra"], row["i:dec"]),
    newestMjd: jdToMjd(row["i:jd"]),
    firstMjd: row["i:jdstarthist"] === null ? null : jdToMjd(row["i:jdstarthist"]),
    mag: usable(row["i:magpsf"]),
    band: row["i:fid"] === null ? null : ztfBand(row["i:fid"]),
    detections: row["d:nalerthist"] ?? row["i:ndethist"],
    score: probability(row["d:rf_snia_vs_nonia"]),
    classes: [
      ...(name === null ? [] : [{ name, classifier: "Fink", probability: null }]),
      ...ran("SN Ia", "rf_snia_vs_nonia", row["d:rf_snia_vs_nonia"]),
      ...ran("SN Ia", "snn_snia_vs_nonia", row["d:snn_snia_vs_nonia"]),
      ...ran("SN", "snn_sn_vs_all", row["d:snn_sn_vs_all"]),
    ],
    version: row["i:fink_science_version"],
    simbad: row["d:cdsxmatch"],
    tnsName: null,
    tnsType: row["d:tns"],
    tnsRedshift: null,
    solarSystemName: row["i:ssnamenr"],
    solarSystemArcsec: row["i:ssdistnr"] !== null && row["i:ssdistnr"] >= 0 ? row["i:ssdistnr"] : null,
  };
}

/** What the CATS classifier's numbers mean (the groups of the ELAsTiCC taxonomy). */
const catsClasses: Readonly<Record<number, string>> = {
  11: "SN-like",
  12: "Fast",
  13: "Long",
  21: "Periodic",
  22: "AGN-like",
};

const catsClass = (code: number | null): string | null => (code === null ? null : (catsClasses[code] ?? null));

export function lsstAlert(row: LsstRow): FinkAlert {
  const cats = catsClass(row["f:clf_cats_class"]);
  const { mag } = lsstBrightness(row["r:psfFlux"] ?? 0, null);
  return {
    survey: "lsst",
    objectId: row["r:diaObjectId"],
    ...position(row["r:ra"], row["r:dec"]),
    newestMjd: lsstMjdToUtc(row["r:midpointMjdTai"]),
    firstMjd: row["f:firstDiaSourceMjdTaiFink"] === null ? null : lsstMjdToUtc(row["f:firstDiaSourceMjdTaiFink"]),
    mag: usable(mag),
    band: mag === null ? null : row["r:band"],
    detections: null,
    score: probability(row["r:reliability"]),
    classes: [
      ...(cats === null ? [] : [{ name: cats, classifier: "CATS", probability: probability(row["f:clf_cats_score"]) }]),
      ...ran("SN Ia", "earlySNIa", row["f:clf_earlySNIa_score"]),
      ...ran("SN", "snnSnVsOthers", row["f:clf_snnSnVsOthers_score"]),
    ],
    version: row["f:fink_science_version"],
    simbad: row["f:xm_simbad_otype"],
    tnsName: row["f:xm_tns_fullname"],
    tnsType: row["f:xm_tns_type"],
    tnsRedshift: row["f:xm_tns_redshift"],
    solarSystemName: row["r:ssObjectId"],
    solarSystemArcsec: null,
  };
}

/** Two alerts of one object: the newer one stands for it, with what only the older one knows. */
export function mergeAlerts(one: FinkAlert, other: FinkAlert): FinkAlert {
  const [older, newer] = one.newestMjd <= other.newestMjd ? [one, other] : [other, one];
  const first = [older.firstMjd, newer.firstMjd].filter((mjd) => mjd !== null);
  return {
    ...newer,
    raDeg: newer.raDeg ?? older.raDeg,
    decDeg: newer.decDeg ?? older.decDeg,
    firstMjd: first.length === 0 ? null : Math.min(...first),
    detections: newer.detections ?? older.detections,
    classes: newer.classes.length > 0 ? newer.classes : older.classes,
    tnsName: newer.tnsName ?? older.tnsName,
    tnsType: newer.tnsType ?? older.tnsType,
    tnsRedshift: newer.tnsRedshift ?? older.tnsRedshift,
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** The object behind all of its alerts, at the median of their places; null without any. */
export function objectOf(alerts: readonly FinkAlert[]): FinkAlert | null {
  const [first, ...rest] = alerts;
  if (!first) return null;
  const merged = rest.reduce(mergeAlerts, first);
  const places = alerts.filter(({ raDeg, decDeg }) => raDeg !== null && decDeg !== null);
  const at = places[0]?.raDeg ?? 0;
  // Around RA 0 the angles are unwrapped first.
  const ra = median(places.map(({ raDeg }) => wrapDegrees((raDeg ?? 0) - at + 180) - 180 + at));
  return {
    ...merged,
    raDeg: ra === null ? null : wrapDegrees(ra),
    decDeg: median(places.map(({ decDeg }) => decDeg ?? 0)),
    detections: Math.max(merged.detections ?? 0, alerts.length),
  };
}

const isoOf = (mjd: number | null): string | null => (mjd !== null && isMjdInRange(mjd) ? mjdToIso(mjd) : null);

export const toGenericAlert = (alert: FinkAlert): GenericAlert => ({
  id: alert.objectId,
  name: alert.objectId,
  timestamp: isoOf(alert.newestMjd),
  ra: alert.raDeg,
  dec: alert.decDeg,
  mag: alert.mag,
  band: alert.band,
  score: alert.score,
  detections: alert.detections,
  url: `https://${alert.survey}.fink-portal.org/${encodeURIComponent(alert.objectId)}`,
});

export const toClassifications = ({ classes, version, newestMjd }: FinkAlert): ClassificationDraft[] =>
  classes.map(({ name, classifier, probability: chance }) => ({
    name,
    source: "Fink",
    classifier,
    version,
    probability: chance,
    date: isoOf(newestMjd),
  }));

export function toTarget(alert: FinkAlert): TargetDraft {
  if (alert.raDeg === null || alert.decDeg === null)
    throw new TomError("INVALID_INPUT", `${alert.objectId} has no position, so it cannot become a target.`);
  const extras = {
    classification: alert.classes[0]?.name ?? null,
    cdsxmatch: alert.simbad,
    tns: alert.tnsType,
    solar_system_match: alert.solarSystemName,
    solar_system_match_arcsec: alert.solarSystemName === null ? null : alert.solarSystemArcsec,
  };
  return {
    name: alert.objectId,
    type: "SIDEREAL",
    raDeg: alert.raDeg,
    decDeg: alert.decDeg,
    aliases: alert.tnsName === null ? [] : [alert.tnsName],
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    classifications: toClassifications(alert),
    redshift:
      alert.tnsRedshift === null
        ? null
        : { value: alert.tnsRedshift, error: null, frame: null, source: "TNS, by Fink" },
  };
}
