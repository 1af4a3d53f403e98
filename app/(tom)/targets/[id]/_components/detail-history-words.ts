import { minusSign } from "@/lib/astro/angle-format";
import { orbitElementFields, orbitSchemeLabels } from "@/lib/astro/orbits";
import type { HistoryEntry } from "@/lib/targets/types";
import type { ExtraField } from "../../_components/extra-field";

/** What a row of the history says of one field: from one value to another, or in words. */
export type ChangeWords =
  | { label: string; before: string; after: string; words?: undefined }
  | { label: string; words: string };

type Field = { label: string; unit?: string };

const fields: Readonly<Record<string, Field>> = {
  name: { label: "Name" },
  aliases: { label: "Aliases" },
  type: { label: "Type" },
  visibility: { label: "Visibility" },
  groups: { label: "Groups" },
  grants: { label: "Who may see and change it" },
  raDeg: { label: "Right ascension", unit: "°" },
  decDeg: { label: "Declination", unit: "°" },
  epoch: { label: "Epoch", unit: "Julian year" },
  pmRaMasPerYr: { label: "Proper motion in RA", unit: "mas/yr" },
  pmDecMasPerYr: { label: "Proper motion in Dec", unit: "mas/yr" },
  parallaxMas: { label: "Parallax", unit: "mas" },
  distancePc: { label: "Distance", unit: "pc" },
  distanceErrPc: { label: "Distance error", unit: "pc" },
  redshift: { label: "Redshift" },
  redshifts: { label: "Redshift entries" },
  classifications: { label: "Classifications" },
  tags: { label: "Tags" },
  extras: { label: "Further fields" },
  scheme: { label: "Scheme of the elements" },
  ephemerisPeriodDays: { label: "Ephemeris period", unit: "d" },
  ephemerisPeriodErrDays: { label: "Ephemeris period error", unit: "d" },
  ephemerisEpochMjd: { label: "Ephemeris epoch", unit: "MJD" },
  ephemerisEpochErrDays: { label: "Ephemeris epoch error", unit: "d" },
  ...Object.fromEntries(orbitElementFields.map(({ name, label, unit }) => [name, { label, unit }])),
  status: { label: "State" },
  observationId: { label: "Id at the facility" },
  parameters: { label: "Parameters" },
  scheduledStart: { label: "Scheduled start", unit: "UTC" },
  scheduledEnd: { label: "Scheduled end", unit: "UTC" },
};

/** Names of the house's own, where they are a choice of ours. */
const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  type: { SIDEREAL: "sidereal", NON_SIDEREAL: "non-sidereal" },
  scheme: orbitSchemeLabels,
};

const known = (key: string): Field | undefined => (Object.hasOwn(fields, key) ? fields[key] : undefined);

/** `finderChart` as "Finder chart": a field that has no label of ours. */
function plainLabel(key: string): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const labelOf = (key: string): string => known(key)?.label ?? plainLabel(key);

function withUnit({ label, unit = "" }: Field): string {
  return unit === "" ? label : `${label} (${unit})`;
}

const lengthMax = 80;
const isoTime = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z$/;
const notGiven = "not given";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One value as people read it; null for an object that has no words. */
function valueWords(key: string, value: unknown): string | null {
  if (value === null || value === undefined || value === "") return notGiven;
  if (typeof value === "number") return String(value).replaceAll("-", minusSign);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return textWords(key, value);
  return isObject(value) ? entryWords(value) : null;
}

function textWords(key: string, value: string): string {
  const text = choices[key]?.[value] ?? value.replace(isoTime, "$1 $2");
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}

/** A redshift, a classification, a group: what it is called or worth, and who says so. */
function entryWords(entry: Record<string, unknown>): string | null {
  const main = entry.name ?? entry.value;
  if (typeof main !== "string" && typeof main !== "number") return null;
  const error = typeof entry.error === "number" ? ` ± ${entry.error}` : "";
  const source = typeof entry.source === "string" && entry.source !== "" ? ` (${entry.source})` : "";
  return `${valueWords("", main)}${error}${source}`;
}

const listOf = (key: string, value: unknown): string[] =>
  (Array.isArray(value) ? value : []).flatMap((one) => valueWords(key, one) ?? []);

/** "added x, removed y"; null where neither is told apart. */
function listWords(key: string, before: unknown, after: unknown): string | null {
  const [was, is] = [listOf(key, before), listOf(key, after)];
  const added = is.filter((one) => !was.includes(one));
  const removed = was.filter((one) => !is.includes(one));
  const parts = [
    added.length > 0 ? `added ${added.join(", ")}` : "",
    removed.length > 0 ? `removed ${removed.join(", ")}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? null : parts.join("; ");
}

function oneField(key: string, field: Field, before: unknown, after: unknown): ChangeWords[] {
  if (Array.isArray(before) || Array.isArray(after)) {
    const words = listWords(key, before, after);
    return words === null ? [] : [{ label: field.label, words }];
  }
  const [was, is] = [valueWords(key, before), valueWords(key, after)];
  return was === null || is === null ? [] : [{ label: withUnit(field), before: was, after: is }];
}

/** The declared fields that differ, each as a field of its own. */
function extraWords(before: unknown, after: unknown, extraFields: readonly ExtraField[]): ChangeWords[] {
  const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => was[key] !== is[key]);
  return keys.flatMap((key) => {
    const declared = extraFields.find((field) => field.key === key);
    const field = { label: declared?.label ?? plainLabel(key), unit: declared?.unit ?? "" };
    return oneField("", field, was[key], is[key]);
  });
}

/**
 * What was changed, field by field, with labels and units. Whole objects (an observation that was made, its parameters) and
 * rights, which the trail keeps by row, are left to the summary.
 */
export function changeWords(changes: HistoryEntry["changes"], extraFields: readonly ExtraField[]): ChangeWords[] {
  return Object.entries(changes ?? {}).flatMap(([key, [before, after]]) => {
    if (key === "grants" || (key === "redshifts" && changes?.redshift !== undefined)) return [];
    if (key === "extras") return extraWords(before, after, extraFields);
    return oneField(key, known(key) ?? { label: plainLabel(key) }, before, after);
  });
}

/** Within a sentence; "RA" and the like stay as they are. */
const lower = (label: string): string =>
  /^[A-Z][a-z ]/.test(label) ? `${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;

/** The summary with the labels of fields for their keys: "Changed distance, tags". */
export const summaryWords = (summary: string): string =>
  summary.replace(/\b([Cc]hanged) ([A-Za-z]+(?:, [A-Za-z]+)*)$/, (_, verb: string, keys: string) => {
    const labels = keys
      .split(", ")
      .filter((key, _at, all) => key !== "redshifts" || !all.includes("redshift"))
      .map((key) => lower(labelOf(key)));
    return `${verb} ${labels.join(", ")}`;
  });
