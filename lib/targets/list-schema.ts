import * as z from "zod";
import { parseCone } from "@/lib/astro/cone";
import { resolveTime } from "@/lib/astro/durations";
import { nameLengthMax } from "@/lib/astro/names";
import { targetTypes } from "./schema";

/** What a list of targets can be asked for; the same in the URL of the page and of the API. Isomorphic. */

export const targetSorts = [
  "-createdAt",
  "createdAt",
  "name",
  "-name",
  "updatedAt",
  "-updatedAt",
  "newestDetection",
  "-newestDetection",
  "newestMag",
  "-newestMag",
  "separation",
] as const;
export type TargetSort = (typeof targetSorts)[number];

/** "ra,dec,radiusArcsec", or a position in any usual form, a comma and a radius. */
const coneInput = z
  .string()
  .max(300, "The cone is too long")
  .transform((text, ctx) => {
    const parsed = parseCone(text);
    if (parsed.ok) return { raDeg: parsed.raDeg, decDeg: parsed.decDeg, radiusArcsec: parsed.radiusArcsec };
    ctx.issues.push({ code: "custom", message: parsed.message, input: text });
    return z.NEVER;
  });

/** A time (ISO 8601 UTC, MJD) or a duration before now (P3D), kept as text: it is resolved at each look. */
const instant = z
  .string()
  .trim()
  .max(60, "The time is too long")
  .superRefine((text, ctx) => {
    const resolved = resolveTime(text, new Date());
    if (!resolved.ok) ctx.addIssue({ code: "custom", message: resolved.message });
  });

const name = z.string().trim().max(nameLengthMax, `At most ${nameLengthMax} characters`);

const magnitude = z
  .string()
  .max(20)
  .trim()
  .regex(/^[+-]?\d{1,3}(\.\d*)?$/, "Give a magnitude as a number")
  .transform(Number);

/** As many as an answer of the API holds. */
const idsMax = 200;

const ids = z
  .string()
  .max(idsMax * 65, `At most ${idsMax} ids`)
  .transform((text) => [...new Set(text.split(",").map((id) => id.trim()))].filter((id) => id !== ""))
  .pipe(z.array(z.string().max(64, "An id of a target is shorter")).max(idsMax, `At most ${idsMax} ids`));

/** Filters; an empty text is no filter. */
export const targetFilterShape = {
  /** These targets only: ids, separated by commas. */
  ids: ids.optional(),
  /** Part of a name or alias, any case. Under three characters: its beginning. */
  q: name.optional(),
  /** The whole of a name or alias; case, spaces, hyphens, underscores and parentheses do not count. */
  fuzzy: name.optional(),
  cone: coneInput.optional(),
  type: z.enum(targetTypes, { error: "Type is SIDEREAL or NON_SIDEREAL" }).optional(),
  tag: name.optional(),
  /** Id of a group of the reader: targets that it holds a grant on. */
  group: z.string().max(64).optional(),
  createdAfter: instant.optional(),
  updatedAfter: instant.optional(),
  /** Newest detection after this time. */
  newestAfter: instant.optional(),
  /** Newest magnitude, both ends included. */
  magMin: magnitude.optional(),
  magMax: magnitude.optional(),
};

const limit = z
  .string()
  .regex(/^\d{1,4}$/, "The limit is a number from 1 to 200")
  .transform(Number)
  .pipe(z.int().min(1, "The limit is at least 1").max(200, "The limit is at most 200"));

const cursorInput = z.string().max(2000, "The cursor is not one of ours");

/** A list is sorted by separation within cones up to 5 degrees: so few that all of them are looked at for a page. */
export const separationMaxArcsec = 18_000;

/** How the list page and what follows it are sorted unless somebody says otherwise: nearest first within a cone. */
export const pageSortOf = ({ cone }: Pick<TargetFilter, "cone">): TargetSort =>
  cone !== undefined && cone.radiusArcsec <= separationMaxArcsec ? "separation" : "-createdAt";

export const targetFilterInput = z.strictObject(targetFilterShape);
export type TargetFilter = z.output<typeof targetFilterInput>;

export const targetListInput = z.strictObject({
  ...targetFilterShape,
  sort: z.enum(targetSorts, { error: `Sort is one of ${targetSorts.join(", ")}` }).default("-createdAt"),
  cursor: cursorInput.optional(),
  limit: limit.optional(),
});
export type TargetListArgs = {
  sort?: TargetSort;
  cursor?: string | undefined;
  limit?: number | undefined;
  filter?: TargetFilter;
};

export const listLimitDefault = 25;
