import { wrapDegrees } from "@/lib/astro/degrees";
import { jdToMjd } from "@/lib/astro/time";
import { knownMag } from "../contract-known";
import { lsstBrightness, lsstMjdToUtc, ztfBand } from "../contract-surveys";
import { type FinkAlert, type FinkClass, mergeAlerts, unknownAlert } from "./alert";
import { lsstFacts, ztfFacts } from "./facts";
import type { LsstObject, LsstRow, LsstSsoRow, TnsName, ZtfRow, ZtfSsoRow } from "./remote";

/** From Fink's rows to alerts. Pure. A row is an alert; an entry here is its object. */

const probability = (value: number | null): number | null =>
  value !== null && value >= 0 && value <= 1 ? value : null;
const bandOf = (fid: number | null): string | null => (fid === null ? null : ztfBand(fid));
const utcOf = (tai: number | null): number | null => (tai === null ? null : lsstMjdToUtc(tai));

function position(ra: number | null, dec: number | null): { raDeg: number | null; decDeg: number | null } {
  const isPlace = ra !== null && dec !== null && Math.abs(dec) <= 90;
  return isPlace ? { raDeg: wrapDegrees(ra), decDeg: dec } : { raDeg: null, decDeg: null };
}

/** A classifier that did not run leaves 0 or −1, which is no probability; the score itself is kept among the facts. */
const ran = (name: string, classifier: string, value: number | null): FinkClass[] => {
  const given = probability(value);
  return given === null || given === 0 ? [] : [{ name, classifier, probability: given }];
};

/** What people have put into the TNS: a class by spectroscopy, where there is one. */
const byTns = (type: string | null): FinkClass[] =>
  type === null ? [] : [{ name: type, classifier: "TNS", probability: null }];

export function ztfAlert(row: ZtfRow): FinkAlert {
  const name = row["v:classification"] ?? row["d:classification"];
  const roid = row["d:roid"] !== null && row["d:roid"] > 1 ? row["d:roid"] : null;
  return {
    ...unknownAlert,
    survey: "ztf",
    objectId: row["i:objectId"],
    ...position(row["i:ra"], row["i:dec"]),
    newestMjd: jdToMjd(row["i:jd"]),
    firstMjd: row["i:jdstarthist"] === null ? null : jdToMjd(row["i:jdstarthist"]),
    mag: knownMag(row["i:magpsf"]),
    band: bandOf(row["i:fid"]),
    detections: row["d:nalerthist"] ?? row["i:ndethist"],
    score: probability(row["d:rf_snia_vs_nonia"]),
    classes: [
      ...(name === null ? [] : [{ name, classifier: "Fink", probability: null }]),
      ...byTns(row["d:tns"]),
      ...ran("SN Ia", "rf_snia_vs_nonia", row["d:rf_snia_vs_nonia"]),
      ...ran("SN Ia", "snn_snia_vs_nonia", row["d:snn_snia_vs_nonia"]),
      ...ran("SN", "snn_sn_vs_all", row["d:snn_sn_vs_all"]),
      ...ran("KN", "rf_kn_vs_nonkn", row["d:rf_kn_vs_nonkn"]),
      ...ran("Microlensing", "mulens", row["d:mulens"]),
      ...ran("SLSN", "slsn", row["d:slsn_score"]),
    ],
    version: row["i:fink_science_version"],
    simbad: row["d:cdsxmatch"],
    tnsType: row["d:tns"],
    solarSystemName: row["i:ssnamenr"],
    solarSystemArcsec: row["i:ssdistnr"] !== null && row["i:ssdistnr"] >= 0 ? row["i:ssdistnr"] : null,
    roid,
    facts: ztfFacts(row),
  };
}

/** What the numbers of the CATS classifier mean, by Fink's schema. */
const catsClasses: Readonly<Record<number, string>> = {
  11: "SN-like",
  12: "Fast",
  13: "Long",
  21: "Periodic",
  22: "Non-periodic",
};

function byCats(code: number | null, score: number | null): FinkClass[] {
  const name = code === null ? undefined : catsClasses[code];
  return name === undefined ? [] : [{ name, classifier: "CATS", probability: probability(score) }];
}

export function lsstAlert(row: LsstRow): FinkAlert {
  const { mag } = lsstBrightness(row["r:psfFlux"] ?? 0, null);
  return {
    ...unknownAlert,
    survey: "lsst",
    objectId: row["r:diaObjectId"],
    ...position(row["r:ra"], row["r:dec"]),
    newestMjd: lsstMjdToUtc(row["r:midpointMjdTai"]),
    firstMjd: utcOf(row["f:firstDiaSourceMjdTaiFink"]),
    mag: knownMag(mag),
    band: row["r:band"],
    score: probability(row["r:reliability"]),
    classes: [
      ...byCats(row["f:clf_cats_class"], row["f:clf_cats_score"]),
      ...byTns(row["f:xm_tns_type"]),
      ...ran("SN Ia", "earlySNIa", row["f:clf_earlySNIa_score"]),
      ...ran("SN", "snnSnVsOthers", row["f:clf_snnSnVsOthers_score"]),
      ...ran("SLSN", "slsn", row["f:clf_slsn_score"]),
    ],
    version: row["f:fink_science_version"],
    simbad: row["f:xm_simbad_otype"],
    tnsName: row["f:xm_tns_fullname"],
    tnsType: row["f:xm_tns_type"],
    tnsRedshift: row["f:xm_tns_redshift"],
    solarSystemName: row["r:ssObjectId"],
    facts: lsstFacts(row),
  };
}

/** An object by its summary alone; beside its alerts it knows how many there are in all. */
export function lsstSummary(object: LsstObject): FinkAlert {
  return {
    ...unknownAlert,
    survey: "lsst",
    objectId: object["r:diaObjectId"],
    ...position(object["r:ra"], object["r:dec"]),
    newestMjd: utcOf(object["r:lastDiaSourceMjdTai"]),
    firstMjd: utcOf(object["f:firstDiaSourceMjdTaiFink"]),
    detections: object["r:nDiaSources"],
    classes: byCats(object["f:main_label_classifier"], null),
    simbad: object["f:main_label_crossmatch"],
    facts: lsstFacts(object),
  };
}

/** The object of its alerts, with the counts of its summary. */
export const withSummary = (alert: FinkAlert, summary: FinkAlert): FinkAlert => ({
  ...alert,
  firstMjd: alert.firstMjd ?? summary.firstMjd,
  detections: Math.max(alert.detections ?? 0, summary.detections ?? 0) || null,
  classes: alert.classes.length > 0 ? alert.classes : summary.classes,
  simbad: alert.simbad ?? summary.simbad,
  facts: { ...summary.facts, ...alert.facts },
});

/** What the TNS says of an object, which ZTF's alerts do not carry: its name and redshift. */
export function withTns(alert: FinkAlert, { fullname, type, redshift }: TnsName): FinkAlert {
  const knows = alert.classes.some(({ classifier }) => classifier === "TNS");
  return {
    ...alert,
    classes: knows ? alert.classes : [...alert.classes, ...byTns(type)],
    tnsName: alert.tnsName ?? fullname,
    tnsType: alert.tnsType ?? type,
    tnsRedshift: alert.tnsRedshift ?? redshift,
  };
}

/** An object that the TNS knows under a ZTF name, and Fink has no alert of. */
export const namedOnly = (objectId: string, name: TnsName): FinkAlert =>
  withTns({ ...unknownAlert, survey: "ztf", objectId, ...position(name.ra, name.declination) }, name);

export function ztfMoving(row: ZtfSsoRow): FinkAlert | null {
  const id = row.sso_number ?? row.sso_name ?? row["i:ssnamenr"];
  if (id === null) return null;
  return {
    ...unknownAlert,
    survey: "ztf",
    objectId: id.slice(0, 100),
    name: row.sso_name,
    ...position(row["i:ra"], row["i:dec"]),
    newestMjd: jdToMjd(row["i:jd"]),
    mag: knownMag(row["i:magpsf"]),
    band: bandOf(row["i:fid"]),
    moves: true,
  };
}

export function lsstMoving(row: LsstSsoRow): FinkAlert | null {
  const id = row["f:sso_name"] ?? row["r:packed_primary_provisional_designation"];
  if (id === null) return null;
  const { mag } = lsstBrightness(row["r:psfFlux"] ?? 0, null);
  return {
    ...unknownAlert,
    survey: "lsst",
    objectId: id.slice(0, 100),
    ...position(row["r:ra"], row["r:dec"]),
    newestMjd: lsstMjdToUtc(row["r:midpointMjdTai"]),
    mag: knownMag(mag),
    band: row["r:band"],
    moves: true,
  };
}

/** Each body once, where it was last seen, with the count of its alerts. A body is never averaged over its path. */
export function bodiesOf(alerts: readonly FinkAlert[]): FinkAlert[] {
  const bodies = new Map<string, { alert: FinkAlert; seen: number }>();
  for (const alert of alerts) {
    const known = bodies.get(alert.objectId);
    bodies.set(alert.objectId, {
      alert: known ? mergeAlerts(known.alert, alert) : alert,
      seen: (known?.seen ?? 0) + 1,
    });
  }
  return [...bodies.values()].map(({ alert, seen }) => ({ ...alert, detections: seen }));
}
