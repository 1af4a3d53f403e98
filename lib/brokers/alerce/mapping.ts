import * as z from "zod";
import { wrapDegrees } from "@/lib/astro/degrees";
import { isMjdInRange, mjdToIso } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { ClassificationDraft, GenericAlert, TargetDraft } from "../contract";
import { lsstMjdToUtc } from "../contract-surveys";
import type { LsstObject, ZtfObject, ZtfProbability } from "./remote";

/** From ALeRCE's objects to alerts and targets. Pure. */

const classSchema = z.object({
  name: z.string().max(1_000),
  classifier: z.string().max(1_000).nullable(),
  version: z.string().max(100).nullable(),
  probability: z.number().nullable(),
  ranking: z.number().nullable(),
});

/** One object of ALeRCE as this TOM keeps it; what a run freezes. Times are UTC. */
export const alerceAlertSchema = z.object({
  survey: z.enum(["ztf", "lsst"]),
  oid: z.string().min(1).max(100),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  firstMjd: z.number().nullable(),
  lastMjd: z.number().nullable(),
  detections: z.number().nullable(),
  mag: z.number().nullable(),
  band: z.string().max(20).nullable(),
  /** The one to show first. */
  classifications: z.array(classSchema).max(5_000),
  /** True when `classifications` holds all that ALeRCE knows, not only what the list showed. */
  isComplete: z.boolean(),
});

export type AlerceAlert = z.infer<typeof alerceAlertSchema>;
export type AlerceClass = z.infer<typeof classSchema>;

const probabilityOf = (value: number | null): number | null =>
  value !== null && value >= 0 && value <= 1 ? value : null;

/** ICRS degrees, or null for both when either is missing or impossible. */
function position(ra: number | null, dec: number | null): { raDeg: number | null; decDeg: number | null } {
  if (ra === null || dec === null || !(ra >= -360 && ra <= 720) || !(Math.abs(dec) <= 90)) {
    return { raDeg: null, decDeg: null };
  }
  return { raDeg: wrapDegrees(ra), decDeg: dec };
}

export function ztfAlert(object: ZtfObject): AlerceAlert {
  const classification: AlerceClass | null = object.class
    ? {
        name: object.class,
        classifier: object.classifier,
        version: null,
        probability: probabilityOf(object.probability),
        ranking: null,
      }
    : null;
  return {
    survey: "ztf",
    oid: object.oid,
    ...position(object.meanra, object.meandec),
    firstMjd: object.firstmjd,
    lastMjd: object.lastmjd,
    detections: object.ndet,
    mag: null,
    band: null,
    classifications: classification ? [classification] : [],
    isComplete: false,
  };
}

export function lsstAlert(object: LsstObject): AlerceAlert {
  const classification: AlerceClass | null = object.class_name
    ? {
        name: object.class_name,
        classifier: object.classifier_name,
        version: object.classifier_version,
        probability: probabilityOf(object.probability),
        ranking: object.ranking,
      }
    : null;
  return {
    survey: "lsst",
    oid: object.oid,
    ...position(object.meanra, object.meandec),
    firstMjd: object.firstmjd === null ? null : lsstMjdToUtc(object.firstmjd),
    lastMjd: object.lastmjd === null ? null : lsstMjdToUtc(object.lastmjd),
    detections: object.n_det,
    mag: null,
    band: null,
    classifications: classification ? [classification] : [],
    isComplete: false,
  };
}

const sameClass = (one: AlerceClass, other: AlerceClass): boolean =>
  one.name === other.name &&
  one.classifier === other.classifier &&
  (one.version === other.version || one.version === null || other.version === null);

/** Every class once; the entry that knows its version stays. Most probable first, of the most probable rank. */
function mergeClasses(lists: readonly AlerceClass[]): AlerceClass[] {
  const merged: AlerceClass[] = [];
  for (const entry of lists) {
    const index = merged.findIndex((known) => sameClass(known, entry));
    const known = merged[index];
    if (!known) merged.push(entry);
    else if (known.version === null && entry.version !== null) merged[index] = entry;
  }
  return merged;
}

const dayOf = ({ lastMjd }: AlerceAlert): number => lastMjd ?? Number.NEGATIVE_INFINITY;

/**
 * The same object said twice, once for each classifier: one object with both, as it was when it was seen last. The more
 * probable class leads.
 */
export function mergeAlerts(earlier: AlerceAlert, later: AlerceAlert): AlerceAlert {
  const classifications = mergeClasses([...earlier.classifications, ...later.classifications]);
  const [older, newer] = dayOf(earlier) <= dayOf(later) ? [earlier, later] : [later, earlier];
  return {
    ...newer,
    ...(newer.raDeg === null ? { raDeg: older.raDeg, decDeg: older.decDeg } : {}),
    ...(newer.mag === null ? { mag: older.mag, band: older.band } : {}),
    firstMjd: newer.firstMjd ?? older.firstMjd,
    detections: newer.detections ?? older.detections,
    classifications: classifications.toSorted((one, other) => (other.probability ?? -1) - (one.probability ?? -1)),
    isComplete: earlier.isComplete || later.isComplete,
  };
}

/** One entry for each object of a page, in the page's order. */
export function mergePage(alerts: readonly AlerceAlert[]): AlerceAlert[] {
  const byOid = new Map<string, AlerceAlert>();
  for (const alert of alerts) {
    const earlier = byOid.get(alert.oid);
    byOid.set(alert.oid, earlier ? mergeAlerts(earlier, alert) : alert);
  }
  return [...byOid.values()];
}

/**
 * A class as a list shows it, with the version that it is of: several versions of a classifier may have judged the object,
 * and a list of ZTF tells none. The one that gave this probability is meant.
 */
function asIn(all: readonly AlerceClass[], entry: AlerceClass): AlerceClass {
  const away = ({ probability }: AlerceClass): number => Math.abs((probability ?? 2) - (entry.probability ?? 2));
  const versions = entry.version === null ? all.filter((one) => sameClass(one, entry)) : [];
  return versions.toSorted((one, other) => away(one) - away(other))[0] ?? entry;
}

/** The alert with every class that ALeRCE has for it; the class that the list showed stays first. */
export function withProbabilities(alert: AlerceAlert, probabilities: readonly ZtfProbability[]): AlerceAlert {
  const all = probabilities.map(
    (row): AlerceClass => ({
      name: row.class_name,
      classifier: row.classifier_name,
      version: row.classifier_version,
      probability: probabilityOf(row.probability),
      ranking: row.ranking,
    }),
  );
  const listed = alert.classifications.map((entry) => asIn(all, entry));
  const leading = listed[0];
  // Without a list to go by, the light-curve classifier's best class is what ALeRCE's own page shows.
  const best = all
    .filter((entry) => entry.ranking === 1 || entry.ranking === null)
    .toSorted((one, other) => rankOf(one) - rankOf(other) || (other.probability ?? -1) - (one.probability ?? -1))[0];
  const first = leading ?? best;
  return {
    ...alert,
    classifications: mergeClasses([...(first ? [first] : []), ...listed, ...all]),
    isComplete: true,
  };
}

const rankOf = (entry: AlerceClass): number => (entry.classifier === "lc_classifier" ? 0 : 1);

const pageOf = ({ survey, oid }: AlerceAlert): string =>
  survey === "ztf"
    ? `https://alerce.online/object/${encodeURIComponent(oid)}`
    : `https://lsst.alerce.online/object/${encodeURIComponent(oid)}?survey=lsst`;

const isoOf = (utcMjd: number | null): string | null =>
  utcMjd !== null && isMjdInRange(utcMjd) ? mjdToIso(utcMjd) : null;

export function toGenericAlert(alert: AlerceAlert): GenericAlert {
  return {
    id: alert.oid,
    name: alert.oid,
    timestamp: isoOf(alert.lastMjd),
    ra: alert.raDeg,
    dec: alert.decDeg,
    mag: alert.mag,
    band: alert.band,
    score: alert.classifications[0]?.probability ?? null,
    detections: alert.detections,
    url: pageOf(alert),
  };
}

export const classificationDraft = (entry: AlerceClass): ClassificationDraft => ({
  name: entry.name,
  source: "ALeRCE",
  classifier: entry.classifier,
  version: entry.version,
  probability: entry.probability,
  date: null,
});

/** A sidereal target; class, classifier, probability and number of detections are extras, every class a classification. */
export function toTarget(alert: AlerceAlert): TargetDraft {
  if (alert.raDeg === null || alert.decDeg === null) {
    throw new TomError("INVALID_INPUT", `${alert.oid} has no position, so it cannot become a target.`);
  }
  const leading = alert.classifications[0];
  const extras = {
    class: leading?.name,
    classifier: leading?.classifier,
    probability: leading?.probability,
    ndet: alert.detections,
  };
  return {
    name: alert.oid,
    type: "SIDEREAL",
    raDeg: alert.raDeg,
    decDeg: alert.decDeg,
    aliases: [],
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) => (value === null || value === undefined ? [] : [[key, value]])),
    ),
    classifications: alert.classifications.map(classificationDraft),
    redshift: null,
  };
}
