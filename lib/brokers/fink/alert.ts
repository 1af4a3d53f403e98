import * as z from "zod";
import { wrapDegrees } from "@/lib/astro/degrees";

/** One object of Fink as this TOM keeps it, and how several alerts become one object. Pure. */

const text = z.string().max(1_000).nullable();

const classSchema = z.object({
  name: z.string().min(1).max(200),
  classifier: text,
  probability: z.number().nullable(),
});

/** What a run freezes. ICRS degrees, MJD UTC, difference magnitudes (AB). */
export const finkAlertSchema = z.object({
  survey: z.enum(["ztf", "lsst"]),
  objectId: z.string().min(1).max(100),
  /** The name where it is another than the id: asteroids and comets have one. */
  name: text.default(null),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  /** Null for a name that resolves to an object without an alert. */
  newestMjd: z.number().nullable(),
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
  /** Fink's own word on the solar system: 2 suspected, 3 known to the Minor Planet Center; null where it says neither. */
  roid: z.number().nullable().default(null),
  /** Asked for as a solar-system object: the position is of its newest alert. */
  moves: z.boolean().default(false),
  facts: z.record(z.string().max(100), z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
});

export type FinkAlert = z.infer<typeof finkAlertSchema>;
export type FinkClass = z.infer<typeof classSchema>;

/** What nobody has said yet. */
export const unknownAlert = {
  name: null,
  raDeg: null,
  decDeg: null,
  newestMjd: null,
  firstMjd: null,
  mag: null,
  band: null,
  detections: null,
  score: null,
  classes: [],
  version: null,
  simbad: null,
  tnsName: null,
  tnsType: null,
  tnsRedshift: null,
  solarSystemName: null,
  solarSystemArcsec: null,
  roid: null,
  moves: false,
  facts: {},
} satisfies Omit<FinkAlert, "survey" | "objectId">;

const dayOf = ({ newestMjd }: FinkAlert): number => newestMjd ?? Number.NEGATIVE_INFINITY;

/** The newer alert's classes; what the TNS said before it goes on saying. */
function mergeClasses(older: readonly FinkClass[], newer: readonly FinkClass[]): FinkClass[] {
  if (newer.length === 0) return [...older];
  const isTns = ({ classifier }: FinkClass): boolean => classifier === "TNS";
  return newer.some(isTns) ? [...newer] : [...newer, ...older.filter(isTns)];
}

/**
 * Two alerts of one object: the newer one stands for it, with what only the older one knows. Cross-matches come and go
 * from alert to alert, so one that is missing now is still true.
 */
export function mergeAlerts(one: FinkAlert, other: FinkAlert): FinkAlert {
  const [older, newer] = dayOf(one) <= dayOf(other) ? [one, other] : [other, one];
  const first = [older.firstMjd, newer.firstMjd].filter((mjd) => mjd !== null);
  const hasPlace = newer.raDeg !== null && newer.decDeg !== null;
  const solar = newer.solarSystemName === null ? older : newer;
  return {
    ...newer,
    raDeg: hasPlace ? newer.raDeg : older.raDeg,
    decDeg: hasPlace ? newer.decDeg : older.decDeg,
    firstMjd: first.length === 0 ? null : Math.min(...first),
    detections: newer.detections ?? older.detections,
    classes: mergeClasses(older.classes, newer.classes),
    version: newer.version ?? older.version,
    simbad: newer.simbad ?? older.simbad,
    tnsName: newer.tnsName ?? older.tnsName,
    tnsType: newer.tnsType ?? older.tnsType,
    tnsRedshift: newer.tnsRedshift ?? older.tnsRedshift,
    solarSystemName: solar.solarSystemName,
    solarSystemArcsec: solar.solarSystemArcsec,
    roid: newer.roid ?? older.roid,
    facts: { ...older.facts, ...newer.facts },
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
