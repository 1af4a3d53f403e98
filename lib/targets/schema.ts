import * as z from "zod";
import { parseDec, parseRa } from "@/lib/astro/coordinates";
import { checkName, nameLengthMax, simplifyName } from "@/lib/astro/names";
import { orbitElementFields, orbitSchemes } from "@/lib/astro/orbits";
import type { Parsed } from "@/lib/astro/parsed";

/** Inputs of the targets domain, the same in the browser and on the server. An unknown field is an error on that field. */

export const targetTypes = ["SIDEREAL", "NON_SIDEREAL"] as const;
export const visibilities = ["open", "public", "private"] as const;
const redshiftFrames = ["heliocentric", "cmb", "observed"] as const;

export const aliasCountMax = 100;
export const tagCountMax = 50;
export const extraCountMax = 200;
const groupCountMax = 200;
export const classificationCountMax = 200;

const tooLong = `The name is too long: at most ${nameLengthMax} characters`;

type IssueSink = { issues: unknown[] };

function refuseWith(ctx: IssueSink, message: string, input: unknown): never {
  ctx.issues.push({ code: "custom", message, input });
  return z.NEVER;
}

/** A name, alias or tag: plain text of 1 to 100 characters, without characters that deceive the eye. Markup is text. */
const nameInput = z
  .string()
  .max(4000, tooLong)
  .transform((text, ctx) => {
    const checked = checkName(text);
    return checked.ok ? checked.value : refuseWith(ctx, checked.message, text);
  });

export const tagInput = z
  .string()
  .max(4000, "The tag is too long: at most 100 characters")
  .transform((text, ctx) => {
    const checked = checkName(text);
    return checked.ok ? checked.value : refuseWith(ctx, checked.message.replace("The name", "The tag"), text);
  });

/** Degrees as a number, or any usual coordinate text; a plain number in text is degrees too. */
const angleInput = (label: string, parse: (text: string) => Parsed<{ value: number }>) =>
  z
    .union([z.number(), z.string().max(200, `${label} is too long`)], {
      error: `${label} is not an angle: give degrees as a number, or text such as 12:22:54.9`,
    })
    .transform((given, ctx) => {
      // Numbers take the same road as text, so that the range and its sentence are the same.
      const parsed = parse(typeof given === "number" ? plainDecimal(given) : given);
      return parsed.ok ? parsed.value : refuseWith(ctx, parsed.message, given);
    });

// No exponent of three digits: an angle of 1e-300 degrees is 0.
const plainDecimal = (value: number): string => (Math.abs(value) < 1e-15 ? "0" : String(value));

const raInput = angleInput("RA", parseRa);
const decInput = angleInput("Dec", parseDec);

const ranged = (label: string, min: number, max: number, unit = "", aboveMin = false) => {
  const error = `${label} is outside ${min} to ${max}${unit === "" ? "" : ` ${unit}`}${aboveMin ? ` (${min} excluded)` : ""}`;
  const base = z.number({ error: `${label} must be a number` });
  return (aboveMin ? base.gt(min, error) : base.gte(min, error)).lte(max, error);
};

const optional = <T extends z.ZodType>(type: T) => type.nullable().optional();

/** Ranges of the numbers beside the position; null = not known. */
const astrometry = {
  epoch: optional(ranged("Epoch", 1800, 2100, "(Julian year)")),
  pmRaMasPerYr: optional(ranged("Proper motion in RA", -15_000, 15_000, "mas/yr")),
  pmDecMasPerYr: optional(ranged("Proper motion in Dec", -15_000, 15_000, "mas/yr")),
  parallaxMas: optional(ranged("Parallax", -1000, 1000, "mas")),
  distancePc: optional(ranged("Distance", 0, 1e12, "pc", true)),
  distanceErrPc: optional(ranged("Distance error", 0, 1e12, "pc")),
};

const element = (name: (typeof orbitElementFields)[number]["name"]) => {
  const field = orbitElementFields.find((one) => one.name === name);
  return optional(ranged(field?.label ?? name, field?.min ?? -1e6, field?.max ?? 1e6, field?.unit, field?.aboveMin));
};

/** Elements; which of them a scheme needs is checked on the whole target (`targetProblems`). 0 is a value. */
const elements = {
  scheme: optional(z.enum(orbitSchemes, { error: `Scheme must be one of ${orbitSchemes.join(", ")}` })),
  epochOfElementsMjd: element("epochOfElementsMjd"),
  meanAnomalyDeg: element("meanAnomalyDeg"),
  argOfPerihelionDeg: element("argOfPerihelionDeg"),
  longAscNodeDeg: element("longAscNodeDeg"),
  inclinationDeg: element("inclinationDeg"),
  eccentricity: element("eccentricity"),
  semimajorAxisAu: element("semimajorAxisAu"),
  meanDailyMotionDegPerDay: element("meanDailyMotionDegPerDay"),
  perihelionDistanceAu: element("perihelionDistanceAu"),
  epochOfPerihelionMjd: element("epochOfPerihelionMjd"),
  ephemerisPeriodDays: optional(ranged("Ephemeris period", 0, 1e7, "days", true)),
  ephemerisPeriodErrDays: optional(ranged("Ephemeris period error", 0, 1e7, "days")),
  ephemerisEpochMjd: optional(ranged("Ephemeris epoch", 0, 100_000, "MJD")),
  ephemerisEpochErrDays: optional(ranged("Ephemeris epoch error", 0, 1e6, "days")),
  absMag: element("absMag"),
  slope: element("slope"),
};

const sourceText = z.string().trim().max(200, "The source is too long: at most 200 characters");

/** A redshift as given. Without a source it is the person's own. */
export const redshiftInput = z.strictObject({
  value: ranged("Redshift", -0.1, 1100),
  error: ranged("Redshift error", 0, 1100).nullable().default(null),
  frame: z.enum(redshiftFrames).nullable().default(null),
  source: sourceText.nullable().default(null),
});

const dateInput = z.iso.datetime({ offset: true, error: "A date is ISO 8601 in UTC, such as 2026-11-21T04:05:06Z" });

export const classificationInput = z.strictObject({
  name: z.string().trim().min(1, "The class has no name").max(200, "The class is too long: at most 200 characters"),
  source: sourceText.nullable().default(null),
  classifier: z.string().trim().max(200).nullable().default(null),
  version: z.string().trim().max(100).nullable().default(null),
  probability: ranged("Probability", 0, 1).nullable().default(null),
  date: dateInput.nullable().default(null),
  /** Accepted so that an answer can be sent back; who enters an entry stands in it, whatever is said here. */
  by: z.string().max(200).nullable().optional(),
});

const extraKeyInput = z
  .string()
  .trim()
  .min(1, "An extra needs a key")
  .max(100, "The key is too long: at most 100 characters")
  .refine((key) => !(key in Object.prototype), "This key has a meaning of its own in programs: choose another");

const extraValueInput = z.union(
  [z.string().max(10_000, "The text is too long: at most 10,000 characters"), z.number(), z.boolean()],
  { error: "An extra is text, a number, or true or false" },
);

/** Extras by key; null takes one away. Declared keys are checked against the config by the command. */
const extrasInput = z
  .record(extraKeyInput, extraValueInput.nullable())
  .refine((extras) => Object.keys(extras).length <= extraCountMax, `At most ${extraCountMax} extras`);

const uniqueNames = (names: string[]): string[] => {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = simplifyName(name);
    return !seen.has(key) && seen.add(key);
  });
};

const fields = {
  name: nameInput,
  type: z.enum(targetTypes, { error: "Type is SIDEREAL or NON_SIDEREAL" }),
  visibility: z.enum(visibilities, { error: "Visibility is open, public or private" }),
  raDeg: optional(raInput),
  decDeg: optional(decInput),
  ...astrometry,
  ...elements,
  aliases: z.array(nameInput).max(aliasCountMax, `At most ${aliasCountMax} aliases`).transform(uniqueNames),
  tags: z
    .array(tagInput)
    .max(tagCountMax, `At most ${tagCountMax} tags`)
    .transform((tags) => [...new Set(tags)]),
  extras: extrasInput,
  /** Ids of groups that get view, change and delete. */
  groups: z
    .array(z.string().max(64))
    .max(groupCountMax, `At most ${groupCountMax} groups`)
    .transform((ids) => [...new Set(ids)]),
  redshift: redshiftInput.nullable(),
  classifications: z
    .array(classificationInput)
    .max(classificationCountMax, `At most ${classificationCountMax} classifications`),
};

/** A new target. Type: sidereal unless said; visibility: the installation's default unless said. */
export const createTargetInput = z.strictObject({
  ...fields,
  type: fields.type.default("SIDEREAL"),
  visibility: fields.visibility.optional(),
  aliases: fields.aliases.default([]),
  tags: fields.tags.default([]),
  extras: fields.extras.default({}),
  groups: fields.groups.default([]),
  redshift: fields.redshift.optional(),
  classifications: fields.classifications.default([]),
});
export type CreateTargetInput = z.input<typeof createTargetInput>;
/** A draft that went through `createTargetInput`. */
export type NewTarget = z.output<typeof createTargetInput>;

/**
 * What `createTargetInput` gives for this input, at a fraction of its cost: only the fields that are there are looked at,
 * and a row of a file has few of the forty. Null where anything is wrong with one; the schema says what.
 */
export function quickDraft(input: CreateTargetInput): NewTarget | null {
  const draft: Record<string, unknown> = {
    type: "SIDEREAL",
    aliases: [],
    tags: [],
    extras: {},
    groups: [],
    classifications: [],
  };
  for (const [key, value] of Object.entries(input)) {
    if (!Object.hasOwn(createTargetInput.shape, key)) return null;
    const parsed = createTargetInput.shape[key as keyof CreateTargetInput].safeParse(value);
    if (!parsed.success) return null;
    if (parsed.data !== undefined) draft[key] = parsed.data;
  }
  return draft.name === undefined ? null : (draft as NewTarget);
}

/** The version that the change was made on; without it the named fields are simply applied. */
const versionInput = z.int("The version is a whole number").min(1).optional();

/**
 * A change: only named fields are applied, null clears one. Lists (aliases, tags, groups, classifications) replace what
 * was there, extras are merged by key. Groups that the editor cannot see are never touched.
 */
export const patchTargetInput = z.strictObject({ ...z.strictObject(fields).partial().shape, version: versionInput });
export type PatchTargetInput = z.input<typeof patchTargetInput>;
export type TargetPatch = z.output<typeof patchTargetInput>;

export const aliasInput = z.strictObject({ alias: nameInput });
export const tagsInput = z.strictObject({ tags: fields.tags, version: versionInput });

const principalRights = { canChange: z.boolean().default(false), canDelete: z.boolean().default(false) };

/** Who beyond the visibility may see (always), change or delete. Replaces what the editor can see of the grants. */
export const grantsInput = z.strictObject({
  groups: z
    .array(z.strictObject({ id: z.string().max(64), ...principalRights }))
    .max(groupCountMax)
    .default([]),
  people: z
    .array(z.strictObject({ username: z.string().max(200), ...principalRights }))
    .max(500)
    .default([]),
  version: versionInput,
});
export type GrantsInput = z.input<typeof grantsInput>;

/** Markdown; @username mentions a person. */
export const commentInput = z.strictObject({
  body: z
    .string()
    .trim()
    .min(1, "The comment is empty")
    .max(20_000, "The comment is too long: at most 20,000 characters"),
});
