import * as z from "zod";
import type * as zodCore from "zod/v4/core";
import { isDuration, resolveTime } from "@/lib/astro/durations";
import type { FormField, OnlyWith } from "./contract-query";

/**
 * Query parameters that mean the same have the same name and the same limits at every broker. A plug-in takes what it
 * offers from `parameterSchemas` and `parameterFields`, and adds its own. Zero is a value everywhere; absent is absent.
 */

const anyTime = new Date("2000-01-01T00:00:00Z");

/** ISO 8601 UTC, or a duration before now (P3D), kept as written and resolved at each run. */
const dateOrDuration = z
  .string()
  .max(60)
  .refine((text) => resolveTime(text, anyTime).ok, {
    error: "Write a time as 2026-01-31T00:00:00Z (UTC), or a duration before now as P3D.",
  });

const count = (what: string): z.ZodNumber =>
  z
    .number({ error: `${what} is a whole number.` })
    .int({ error: `${what} is a whole number.` })
    .min(0)
    .max(1_000_000);

const magnitude = z.number({ error: "A magnitude is a number." }).min(-30).max(50);

export const parameterSchemas = {
  /** At brokers that serve both. */
  survey: z.enum(["ztf", "lsst"], { error: "The survey is ztf or lsst." }).default("ztf"),
  objectId: z.string().trim().min(1).max(100),
  /** Degrees, ICRS. */
  raDeg: z
    .number({ error: "RA is a number of degrees." })
    .min(0, { error: "RA is between 0 and 360 degrees." })
    .max(360, { error: "RA is between 0 and 360 degrees." }),
  decDeg: z
    .number({ error: "Dec is a number of degrees." })
    .min(-90, { error: "Dec is between −90 and 90 degrees." })
    .max(90, { error: "Dec is between −90 and 90 degrees." }),
  radiusArcsec: z
    .number({ error: "The radius is a number of arcseconds." })
    .positive({ error: "The radius is more than 0 arcsec." })
    .max(36_000, { error: "The radius is at most 36000 arcsec (10 degrees)." }),
  className: z.string().trim().min(1).max(100),
  classifier: z.string().trim().min(1).max(100),
  scoreMin: z
    .number({ error: "The score is a number." })
    .min(0, { error: "The score is between 0 and 1." })
    .max(1, { error: "The score is between 0 and 1." }),
  detectionsMin: count("The number of detections"),
  detectionsMax: count("The number of detections"),
  newestAfter: dateOrDuration,
  newestBefore: dateOrDuration,
  firstAfter: dateOrDuration,
  firstBefore: dateOrDuration,
  magMin: magnitude,
  magMax: magnitude,
  maxAlerts: z
    .number({ error: "The number of alerts is a whole number." })
    .int({ error: "The number of alerts is a whole number." })
    .min(1, { error: "At least 1 alert." })
    .max(5_000, { error: "At most 5000 alerts." })
    .default(100),
};

/** A time, or a duration before now. */
export const timeField = (name: string, label: string, help: string): FormField => ({
  kind: "date-or-duration",
  name,
  label,
  unit: "UTC",
  help,
  example: "P3D",
});

/** The same fields as a form shows them. A plug-in may spread one and change its help. */
export const parameterFields = {
  survey: {
    kind: "select",
    name: "survey",
    label: "Survey",
    choices: [
      { value: "ztf", label: "ZTF" },
      { value: "lsst", label: "Rubin LSST" },
    ],
    default: "ztf",
  },
  objectId: { kind: "text", name: "objectId", label: "Object id", maxLength: 100 },
  raDeg: { kind: "number", name: "raDeg", label: "RA", unit: "deg", min: 0, max: 360, example: "185.7289" },
  decDeg: { kind: "number", name: "decDeg", label: "Dec", unit: "deg", min: -90, max: 90, example: "15.8236" },
  radiusArcsec: {
    kind: "number",
    name: "radiusArcsec",
    label: "Radius",
    unit: "arcsec",
    min: 0,
    max: 36_000,
    example: "10",
  },
  scoreMin: { kind: "number", name: "scoreMin", label: "Least probability", min: 0, max: 1, example: "0.7" },
  detectionsMin: { kind: "number", name: "detectionsMin", label: "Detections, at least", integer: true, min: 0 },
  detectionsMax: { kind: "number", name: "detectionsMax", label: "Detections, at most", integer: true, min: 0 },
  newestAfter: timeField("newestAfter", "Newest detection after", "A date, or the last N days as P3D."),
  newestBefore: timeField("newestBefore", "Newest detection before", "A date, or a duration before now."),
  firstAfter: timeField("firstAfter", "First detection after", "A date, or the last N days as P3D."),
  firstBefore: timeField("firstBefore", "First detection before", "A date, or a duration before now."),
  magMin: { kind: "number", name: "magMin", label: "Newest magnitude, brightest", unit: "mag" },
  magMax: { kind: "number", name: "magMax", label: "Newest magnitude, faintest", unit: "mag" },
  maxAlerts: {
    kind: "number",
    name: "maxAlerts",
    label: "Stop after",
    unit: "alerts",
    integer: true,
    min: 1,
    max: 5_000,
    example: "100",
  },
} as const satisfies Record<string, FormField>;

type Checked = Readonly<Record<string, unknown>>;
type Context = Pick<zodCore.$RefinementCtx, "addIssue">;

const complain = (context: Context, field: string, message: string): void =>
  context.addIssue({ code: "custom", path: [field], message });

/** A cone is RA, Dec and radius together, or nothing; the complaint is on the field that is missing. */
export function coneAllOrNone(parameters: Checked, context: Context): void {
  const fields = ["raDeg", "decDeg", "radiusArcsec"];
  const missing = fields.filter((field) => parameters[field] === undefined);
  if (missing.length === 0 || missing.length === fields.length) return;
  for (const field of missing) complain(context, field, "A cone needs RA, Dec and radius together.");
}

function isAbove(lower: unknown, upper: unknown): boolean {
  if (typeof lower === "number" && typeof upper === "number") return lower > upper;
  if (typeof lower !== "string" || typeof upper !== "string") return false;
  // A duration against a date depends on the day of the run: an empty result then, not an error now.
  if (isDuration(lower) !== isDuration(upper)) return false;
  const [from, to] = [resolveTime(lower, anyTime), resolveTime(upper, anyTime)];
  return from.ok && to.ok && from.mjd > to.mjd;
}

/** Each lower bound lies at or below its upper one; the complaint is on the upper. */
export function orderedBounds(parameters: Checked, context: Context): void {
  const pairs = [
    ["detectionsMin", "detectionsMax"],
    ["magMin", "magMax"],
    ["newestAfter", "newestBefore"],
    ["firstAfter", "firstBefore"],
    ["createdAfter", "createdBefore"],
  ] as const;
  for (const [lower, upper] of pairs) {
    if (isAbove(parameters[lower], parameters[upper]))
      complain(context, upper, "The upper bound lies below the lower one.");
  }
}

const dateField = /(?:After|Before|Timestamp)$/;

/**
 * Parameters with every date and duration as an ISO 8601 UTC instant, seen from `now`. What a run asks and records;
 * applied twice it changes nothing.
 */
export function resolveParameters<Parameters>(parameters: Parameters, now: Date): Parameters {
  if (typeof parameters !== "object" || parameters === null) return parameters;
  const resolved = Object.entries(parameters).map(([name, value]) => {
    if (typeof value !== "string" || !dateField.test(name)) return [name, value];
    const understood = resolveTime(value, now);
    return [name, understood.ok ? understood.iso : value];
  });
  return Object.fromEntries(resolved) as Parameters;
}

type Fields = readonly { fields: readonly FormField[] }[];

/** Whether something is offered beside what the other fields hold; an empty select holds its default. */
export function isOffered(
  onlyWith: OnlyWith | undefined,
  groups: Fields,
  texts: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(onlyWith ?? {}).every(([name, wanted]) => {
    const field = groups.flatMap((group) => group.fields).find((one) => one.name === name);
    const held = texts[name] || (field?.kind === "select" ? field.default : undefined);
    return [wanted].flat().some((value) => value === held);
  });
}

/**
 * The parameters behind a form's text values: numbers from text, checkboxes from "on", empty fields and those that are
 * not offered left out. Text that is no number becomes NaN, which every schema refuses on its field.
 */
export function parametersFromText(
  groups: Fields,
  values: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const field of groups.flatMap((group) => group.fields)) {
    if (!isOffered(field.onlyWith, groups, values)) continue;
    const text = values[field.name]?.trim() ?? "";
    if (field.kind === "checkbox") {
      if (text !== "") parameters[field.name] = text === "on" || text === "true";
    } else if (text !== "") {
      parameters[field.name] = field.kind === "number" ? Number(text.replace(/^[\u2212\u2013]/u, "-")) : text;
    }
  }
  return parameters;
}
