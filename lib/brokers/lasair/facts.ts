import { parseDec, parseRa } from "@/lib/astro/coordinates";
import { wrapDegrees } from "@/lib/astro/degrees";
import { parseTime } from "@/lib/astro/parse-time";
import { isMjdInRange, jdToMjd, mjdToIso } from "@/lib/astro/time";
import { parseLosslessJson } from "@/lib/http/lossless-json";
import type { AnnotationFacts, SherlockFacts, TnsFacts } from "./alert";
import type { Annotation, Sherlock, Tns } from "./remote";

/** What Lasair adds to the survey's data, in our words: context, names, annotations. Pure. */

/** JD has seven decimals there; the rest is what a double makes of them. */
export const mjdOfJd = (jd: number): number => Math.round(jdToMjd(jd) * 1e8) / 1e8;

export const isoOfMjd = (mjd: number | null): string | null =>
  mjd !== null && isMjdInRange(mjd) ? mjdToIso(mjd) : null;

/** ICRS degrees, or null for both when either is missing or impossible. */
export function placeOf(
  ra: number | null | undefined,
  dec: number | null | undefined,
): { raDeg: number | null; decDeg: number | null } {
  const isPlace = typeof ra === "number" && typeof dec === "number" && ra >= -360 && ra <= 720 && Math.abs(dec) <= 90;
  return isPlace ? { raDeg: wrapDegrees(ra), decDeg: dec } : { raDeg: null, decDeg: null };
}

type Place = ReturnType<typeof placeOf>;

/** The same place in hours and degrees, which Lasair writes beside it. */
export function sexagesimalPlaceOf(ra: string | null | undefined, dec: string | null | undefined): Place {
  const [readRa, readDec] = [parseRa(ra ?? ""), parseDec(dec ?? "")];
  return placeOf(readRa.ok ? readRa.value : null, readDec.ok ? readDec.value : null);
}

/** The first of several that is told. */
export const firstPlace = (...places: readonly Place[]): Place =>
  places.find(({ raDeg }) => raDeg !== null) ?? { raDeg: null, decDeg: null };

export const unitInterval = (value: number | null | undefined): number | null =>
  typeof value === "number" && value >= 0 && value <= 1 ? value : null;

/** Zero stands for "not known" in Sherlock's distances and redshifts. */
const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

const withoutMarkup = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();

export function sherlockFacts(found: Sherlock | null): SherlockFacts | null {
  if (found?.classification == null) return null;
  const source = [found.catalogue_table_name, found.catalogue_object_id].filter((part) => part !== null).join(" ");
  return {
    name: found.classification,
    association: found.association_type,
    source: source === "" ? null : source,
    sourceType: found.catalogue_object_type,
    separationArcsec: found.separationArcsec,
    redshift: positive(found.z),
    photoRedshift: positive(found.photoZ),
    distanceMpc: positive(found.direct_distance) ?? positive(found.distance),
    version: /\/tag\/([\w.-]{1,40})/.exec(found.annotator ?? "")?.[1] ?? null,
    description: found.description === null ? null : withoutMarkup(found.description),
  };
}

export function tnsFacts(found: Tns | null): TnsFacts | null {
  const name = found?.tns_name ?? found?.name ?? null;
  if (found === null || name === null) return null;
  // Some rows carry the prefix in the name.
  const [, inName, designation = name] = /^(SN|AT|TDE)\s*(\d{4}[a-z]+)$/i.exec(name) ?? [];
  return {
    designation,
    prefix: found.tns_prefix ?? inName?.toUpperCase() ?? null,
    internalName: found.disc_int_name,
    type: found.type,
    redshift: positive(found.z),
    discoveredAt: isoOfMjd(found.disc_date_mjd),
    reportedBy: found.source_group,
    separationArcsec: found.arcsec,
  };
}

/** The name as the IAU writes it: "SN 2023bip". */
export const tnsName = ({ prefix, designation }: TnsFacts): string =>
  prefix === null ? designation : `${prefix} ${designation}`;

function classesIn(classdict: unknown): Readonly<Record<string, unknown>> {
  if (typeof classdict === "object" && classdict !== null) return { ...classdict };
  if (typeof classdict !== "string" || classdict.length > 20_000) return {};
  try {
    const parsed = parseLosslessJson(classdict);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** Its own probability where the annotator gave one: as its classification, or under the class in its dictionary. */
function probabilityOf(classification: string | null, classdict: unknown): number | null {
  if (classification === null) return null;
  if (isNumeric(classification)) return unitInterval(Number(classification));
  const value = classesIn(classdict)[classification];
  return unitInterval(typeof value === "string" && isNumeric(value) ? Number(value) : numberOr(value));
}

const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);

export const isNumeric = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());

/** A time as the service's database prints it: UTC without saying so. */
function isoOf(timestamp: string | null): string | null {
  const time = timestamp === null ? null : parseTime(timestamp);
  return time?.ok ? time.iso : null;
}

export const annotationFacts = (found: Annotation): AnnotationFacts => ({
  topic: found.topic,
  classification: found.classification,
  probability: probabilityOf(found.classification, found.classdict),
  version: found.version,
  date: isoOf(found.timestamp),
  explanation: found.explanation,
  url: found.url,
});
