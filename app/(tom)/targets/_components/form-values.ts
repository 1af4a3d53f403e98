import { parseTime } from "@/lib/astro/parse-time";
import type { ExtraValue, TargetDto, TargetType, Visibility } from "@/lib/targets/types";
import type { ExtraField } from "./extra-field";

const astrometryNames = [
  "epoch",
  "pmRaMasPerYr",
  "pmDecMasPerYr",
  "parallaxMas",
  "distancePc",
  "distanceErrPc",
] as const;

const elementNames = [
  "epochOfElementsMjd",
  "meanAnomalyDeg",
  "argOfPerihelionDeg",
  "longAscNodeDeg",
  "inclinationDeg",
  "eccentricity",
  "semimajorAxisAu",
  "meanDailyMotionDegPerDay",
  "perihelionDistanceAu",
  "epochOfPerihelionMjd",
  "absMag",
  "slope",
  "ephemerisPeriodDays",
  "ephemerisPeriodErrDays",
  "ephemerisEpochMjd",
  "ephemerisEpochErrDays",
] as const;

type NumberName = (typeof astrometryNames)[number] | (typeof elementNames)[number];

/** What the form holds: coordinates as typed, lists as lists, extras by key as their boxes have them. */
export type TargetFormValues = {
  /** Of the target that is edited; null for a new one. */
  version: number | null;
  name: string;
  type: TargetType;
  visibility: Visibility;
  raDeg: string | number;
  decDeg: string | number;
  scheme: TargetDto["scheme"];
  aliases: string[];
  tags: string[];
  groups: string[];
  extras: Record<string, string | number | null>;
  /** For a new target only; later ones are entries of their own. */
  redshift: { value: number | null; error: number | null; source: string };
} & Record<NumberName, number | null>;

const noNumbers = Object.fromEntries([...astrometryNames, ...elementNames].map((name) => [name, null])) as Record<
  NumberName,
  null
>;

export const emptyValues = (given: {
  type: TargetType;
  visibility: Visibility;
  name?: string;
  ra?: string;
  dec?: string;
}): TargetFormValues => ({
  version: null,
  name: given.name ?? "",
  type: given.type,
  visibility: given.visibility,
  raDeg: given.ra ?? "",
  decDeg: given.dec ?? "",
  scheme: null,
  aliases: [],
  tags: [],
  groups: [],
  extras: {},
  ...noNumbers,
  redshift: { value: null, error: null, source: "" },
});

/** Keys that a form can hold as a path: no dots, not a number. Others stay as they are. */
export const isFormKey = (key: string): boolean => /^[A-Za-z_][\w-]*$/.test(key);

const boxOf = (value: ExtraValue): string | number => (typeof value === "boolean" ? String(value) : value);

/** A target as the form shows it. Numbers stay numbers, so that what is not touched is sent back exactly. */
export function valuesOf(target: TargetDto): TargetFormValues {
  const numbers = Object.fromEntries([...astrometryNames, ...elementNames].map((name) => [name, target[name]]));
  return {
    version: target.version,
    name: target.name,
    type: target.type,
    visibility: target.visibility,
    raDeg: target.raDeg ?? "",
    decDeg: target.decDeg ?? "",
    scheme: target.scheme,
    aliases: target.aliases,
    tags: target.tags,
    groups: target.groups.map(({ id }) => id),
    extras: Object.fromEntries(
      Object.entries(target.extras).flatMap(([key, value]) => (isFormKey(key) ? [[key, boxOf(value)]] : [])),
    ),
    ...(numbers as Record<NumberName, number | null>),
    redshift: { value: null, error: null, source: "" },
  };
}

function extraOf(value: string | number | null | undefined, kind: ExtraField["kind"]): ExtraValue | null {
  if (value === null || value === undefined || value === "") return null;
  if (kind === "boolean") return value === "true";
  if (kind !== "date" || typeof value === "number") return value;
  const time = parseTime(value);
  // What is no time is refused by the server in its own words.
  return time.ok ? time.iso : value;
}

const orNull = (text: string | number): string | number | null =>
  typeof text === "string" && text.trim() === "" ? null : text;

/** The fields of a target from the form's boxes; what the other type has is cleared. */
export function draftOf(values: TargetFormValues, extraFields: readonly ExtraField[]) {
  const { version: _version, redshift: _redshift, extras, scheme, ...rest } = values;
  const moves = values.type === "NON_SIDEREAL";
  const cleared = Object.fromEntries((moves ? astrometryNames : elementNames).map((name) => [name, null]));
  return {
    ...rest,
    ...(cleared as Partial<Record<NumberName, null>>),
    raDeg: moves ? null : orNull(values.raDeg),
    decDeg: moves ? null : orNull(values.decDeg),
    scheme: moves ? scheme : null,
    extras: Object.fromEntries(extraFields.map(({ key, kind }) => [key, extraOf(extras[key], kind)])),
  };
}

/** The redshift of a new target; null where none was given. */
export const redshiftOf = ({ value, error, source }: TargetFormValues["redshift"]) =>
  value === null ? null : { value, error, frame: null, source: source.trim() === "" ? null : source.trim() };
