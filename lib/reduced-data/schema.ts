import * as z from "zod";
import { timeScales } from "@/lib/astro/time";

/** What a door takes as one photometry row, before times and units are settled. Isomorphic. */

const finite = z.number("must be a number").finite("must be a finite number");
const magnitude = finite.min(-40, "must be a magnitude from -40 to 50").max(50, "must be a magnitude from -40 to 50");
// How large it may be depends on whether a flux stands beside it: `refuseBrightness`.
const magnitudeError = finite.min(0, "must not be negative");
const flux = finite.min(-1e30, "is out of range").max(1e30, "is out of range");
const name = (most: number) =>
  z.string("must be text").trim().min(1, "must not be empty").max(most, `must have at most ${most} characters`);
const orNull = <T extends z.ZodType>(type: T) => type.nullish().transform((v) => v ?? null);

/** In either case, as the door of files writes them; BJD is in TDB. */
const photometryTimeScale = z
  .string("must be text")
  .trim()
  .transform((text) => (/^bjd$/i.test(text) ? "BJD_TDB" : text.toUpperCase()))
  .pipe(z.enum(timeScales, `must be one of ${timeScales.join(", ")}`));

export const photometryInputSchema = z.strictObject({
  /** ISO 8601; without a zone it is UTC (or `timeScale`). */
  observedAt: orNull(z.string("must be ISO 8601 text").trim().min(1).max(60)),
  observedAtMjd: orNull(
    finite.min(0, "must be an MJD from 0 to 100000").max(100_000, "must be an MJD from 0 to 100000"),
  ),
  /** Scale of the time given (HJD and BJD as MJD or JD); stored as UTC, with what was given beside it. */
  timeScale: photometryTimeScale.default("UTC"),
  band: name(40),
  mag: orNull(magnitude),
  magErr: orNull(magnitudeError),
  fluxNjy: orNull(flux),
  fluxErrNjy: orNull(flux.min(0, "must not be negative")),
  limitMag: orNull(magnitude),
  limitSigma: orNull(finite.min(0.1, "must be from 0.1 to 100").max(100, "must be from 0.1 to 100")),
  magSystem: orNull(z.enum(["AB", "Vega"], "must be AB, Vega or null")),
  brightness: z.enum(["difference", "total"], "must be difference or total").default("total"),
  forced: z.boolean("must be true or false").default(false),
  negative: z.boolean("must be true or false").default(false),
  timeReference: orNull(z.enum(["start", "middle"], "must be start, middle or null")),
  telescope: orNull(name(120)),
  instrument: orNull(name(120)),
  source: orNull(name(120)),
  sourceId: orNull(name(200)),
  /** What an answered row carries besides may be sent back; it is the TOM's own and changes nothing. */
  row: z.unknown().optional(),
  via: z.unknown().optional(),
  revision: z.unknown().optional(),
  flagged: z.null("points are flagged by /photometry/flags, not with their values").optional(),
});

export type PhotometryInput = z.output<typeof photometryInputSchema>;

export const flagInputSchema = z.strictObject({
  targetId: z.string().max(40),
  rows: z.array(z.string().max(20)).min(1, "Choose at least one point.").max(5000),
  /** Null takes the flag off. */
  reason: z.string().trim().min(1, "Say why, so that others can judge it.").max(300).nullable(),
});
