import { parseDec, parseRa } from "@/lib/astro/coordinates";
import { orbitElementFields } from "@/lib/astro/orbits";
import type { ExtraField } from "./extra-field";
import type { TargetFormValues } from "./form-values";

/** One field that two people left differently. */
export type Difference = {
  /** Path in the form. */
  path: string;
  label: string;
  yours: unknown;
  theirs: unknown;
  /** Who moved it away from what you opened. */
  changedBy: "you" | "them" | "both";
};

const labels: Readonly<Record<string, string>> = {
  name: "Name",
  type: "Type",
  visibility: "Visibility",
  raDeg: "Right ascension",
  decDeg: "Declination",
  epoch: "Epoch",
  pmRaMasPerYr: "Proper motion in RA",
  pmDecMasPerYr: "Proper motion in Dec",
  parallaxMas: "Parallax",
  distancePc: "Distance",
  distanceErrPc: "Distance error",
  scheme: "Scheme",
  aliases: "Aliases",
  tags: "Tags",
  groups: "Groups",
  ephemerisPeriodDays: "Ephemeris period",
  ephemerisPeriodErrDays: "Ephemeris period error",
  ephemerisEpochMjd: "Ephemeris epoch",
  ephemerisEpochErrDays: "Ephemeris epoch error",
  ...Object.fromEntries(orbitElementFields.map(({ name, label }) => [name, label])),
};

/** Path -> value, each extra on its own; version and redshift are no fields to merge. */
function flat(values: TargetFormValues): Map<string, unknown> {
  const { version: _version, redshift: _redshift, extras, ...rest } = values;
  return new Map<string, unknown>([
    ...Object.entries(rest),
    ...Object.entries(extras).map(([key, value]): [string, unknown] => [`extras.${key}`, value]),
  ]);
}

/** Equal spellings of one value: coordinates as degrees, lists without order, nothing as nothing. */
function plain(path: string, value: unknown): string {
  if (value === "" || value === undefined || value === null) return "null";
  if (path === "raDeg" || path === "decDeg") {
    const parsed = (path === "raDeg" ? parseRa : parseDec)(String(value));
    return parsed.ok ? parsed.value.toFixed(9) : String(value);
  }
  if (Array.isArray(value)) return JSON.stringify(path === "aliases" ? value : [...value].sort());
  return JSON.stringify(typeof value === "number" ? value : String(value).trim());
}

/**
 * The fields that differ between a form and what somebody else saved meanwhile.
 * @param base what the form was opened with
 */
export function differencesOf(
  base: TargetFormValues,
  yours: TargetFormValues,
  theirs: TargetFormValues,
  extraFields: readonly ExtraField[],
): Difference[] {
  const [opened, mine, other] = [flat(base), flat(yours), flat(theirs)];
  const extraLabels = new Map(extraFields.map(({ key, label }) => [`extras.${key}`, label]));
  return [...new Set([...mine.keys(), ...other.keys()])].flatMap((path) => {
    const [was, is, now] = [opened, mine, other].map((values) => plain(path, values.get(path)));
    if (is === now) return [];
    const changedBy = is === was ? "them" : now === was ? "you" : "both";
    const label = labels[path] ?? extraLabels.get(path) ?? path.replace(/^extras\./, "");
    return [{ path, label, yours: mine.get(path), theirs: other.get(path), changedBy }];
  });
}
