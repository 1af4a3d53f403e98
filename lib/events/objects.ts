import * as z from "zod";

/**
 * The objects of the house as events carry them and the API shows them. Angles in degrees ICRS, times ISO 8601 UTC or
 * MJD UTC; null = not known, 0 is a value. A field that comes later needs a default: events that are stored already
 * lack it, and are read by these schemas for as long as they are kept.
 */

const text = z.string();
const instant = text.meta({ description: "ISO 8601 UTC" });
const number = z.number().nullable();
const degrees = number.meta({ description: "Degrees" });
const group = z.object({ id: text, name: text });
const by = text
  .nullable()
  .meta({ description: "Username; null when a part of the house did it, or the account is gone." });

export const redshiftObject = z.object({
  value: z.number(),
  error: number,
  frame: z.enum(["heliocentric", "cmb", "observed"]).nullable(),
  source: text,
});

export const classificationObject = z.object({
  name: text,
  source: text,
  classifier: text.nullable(),
  version: text.nullable(),
  probability: number.meta({ description: "0 to 1; null is not given" }),
  date: text,
  by: text.nullable(),
});

export const targetObject = z.object({
  id: text,
  version: z.number().meta({ description: "Counts changes, from 1." }),
  name: text,
  aliases: z.array(text).meta({ description: "Other names, oldest first" }),
  type: z.enum(["SIDEREAL", "NON_SIDEREAL"]),
  visibility: z.enum(["open", "public", "private"]),
  groups: z.array(group).meta({ description: "Groups with a grant, as far as you belong to them." }),
  raDeg: number.meta({ description: "ICRS degrees, 0 to 360" }),
  decDeg: number.meta({ description: "ICRS degrees, -90 to 90" }),
  epoch: number.meta({ description: "Julian year of the position; null is J2000." }),
  pmRaMasPerYr: number.meta({ description: "mas/yr, includes cos Dec" }),
  pmDecMasPerYr: number,
  parallaxMas: number,
  distancePc: number,
  distanceErrPc: number,
  redshift: redshiftObject.nullable().meta({ description: "The newest entry; null is not 0." }),
  classifications: z.array(classificationObject).meta({ description: "Newest first" }),
  scheme: z.enum(["MPC_MINOR_PLANET", "MPC_COMET", "JPL_MAJOR_PLANET"]).nullable(),
  epochOfElementsMjd: number,
  meanAnomalyDeg: degrees,
  argOfPerihelionDeg: degrees,
  longAscNodeDeg: degrees,
  inclinationDeg: degrees,
  eccentricity: number,
  semimajorAxisAu: number,
  meanDailyMotionDegPerDay: number,
  perihelionDistanceAu: number,
  epochOfPerihelionMjd: number,
  ephemerisPeriodDays: number,
  ephemerisPeriodErrDays: number,
  ephemerisEpochMjd: number,
  ephemerisEpochErrDays: number,
  absMag: number,
  slope: number,
  tags: z.array(text),
  extras: z.record(text, z.union([text, z.number(), z.boolean()])),
  createdAt: instant,
  updatedAt: instant,
  createdBy: by,
});

/** One measurement of a light curve, as it was stored. Magnitudes in `magSystem`, fluxes in nJy, neither corrected for extinction. */
export const photometryRow = z.object({
  change: z.enum(["inserted", "revised"]).meta({ description: "revised: another value for a row that was there" }),
  observedAt: instant,
  observedAtMjd: z.number().meta({ description: "MJD UTC" }),
  band: text.meta({ description: "As the survey names it" }),
  mag: number,
  magErr: number,
  fluxNjy: number,
  fluxErrNjy: number,
  limitMag: number.meta({ description: "Fainter than; a limit has neither mag nor fluxNjy." }),
  limitSigma: number,
  magSystem: z.enum(["AB", "Vega"]).nullable(),
  brightness: z.enum(["difference", "total"]),
  forced: z.boolean().meta({ description: "Measured at a given place, not found there" }),
  negative: z.boolean().meta({ description: "The difference is below the reference." }),
  timeReference: z.enum(["start", "middle"]).nullable(),
  telescope: text.nullable(),
  instrument: text.nullable(),
  source: text.meta({ description: "Where the light was measured: ZTF, LSST, Gaia, a telescope" }),
  sourceId: text.nullable().meta({ description: "The survey's own id" }),
});

/** A stored spectrum, without its arrays: those are read where they are needed. */
export const spectrumSummary = z.object({
  id: text,
  observedAt: instant.nullable().meta({ description: "ISO 8601 UTC; null when the file does not say" }),
  observedAtMjd: number.meta({ description: "MJD UTC" }),
  telescope: text.nullable(),
  instrument: text.nullable(),
  source: text,
  points: z.number().int(),
  wavelengthUnit: text,
  fluxUnit: text.nullable().meta({ description: "As its file writes it" }),
});

export const observationObject = z.object({
  id: text,
  version: z.number().meta({ description: "Counts changes, from 1." }),
  targetId: text,
  targetName: text,
  facilityId: text.meta({ description: "manual, lco, ..." }),
  facilityName: text,
  observationId: text.nullable().meta({ description: "The facility's own id; null while it has none" }),
  status: text.meta({ description: "A state of the facility; empty while none is known" }),
  terminal: z.boolean().meta({ description: "The state is one that the facility does not leave by itself." }),
  failed: z.boolean().meta({ description: "The state is terminal, and nothing came of it." }),
  parameters: z.record(text, z.unknown()).meta({ description: "As the facility's form has them" }),
  scheduledStart: instant.nullable(),
  scheduledEnd: instant.nullable(),
  url: text.nullable().meta({ description: "The observation at its facility" }),
  createdAt: instant,
  updatedAt: instant,
  createdBy: by,
});

export const dataProductObject = z.object({
  id: text,
  targetId: text,
  targetName: text,
  observationRecordId: text.nullable().meta({ description: "The observation it came from; null for an upload" }),
  productId: text.nullable().meta({ description: "The id at its source; null for an upload" }),
  type: text.meta({ description: "A key of dataProducts in tom.config.ts: photometry, spectroscopy, image, ..." }),
  filename: text.meta({ description: "As it was named where it came from, without a path" }),
  contentType: text.meta({ description: "By content, not by name" }),
  sizeBytes: z.number().int(),
  status: z.enum(["uploaded", "processing", "processed", "failed"]),
  createdAt: instant,
  updatedAt: instant,
  createdBy: by,
});

export const brokerQueryObject = z.object({
  id: text,
  name: text,
  brokerId: text,
  parameters: z.record(text, z.unknown()).meta({ description: "As saved: durations are still durations." }),
  schedule: text.nullable().meta({ description: "Cron in UTC, when it runs by itself; null = only when asked" }),
  owner: text.nullable().meta({ description: "Username; null when the account is gone" }),
  group: group.nullable().meta({ description: "Whose members see it too" }),
});

export const brokerRunObject = z.object({
  id: text,
  queryId: text,
  queryName: text,
  brokerId: text,
  parameters: z.record(text, z.unknown()).meta({ description: "As asked: durations resolved to instants" }),
  context: z.unknown(),
  startedAt: instant,
  finishedAt: instant,
  status: z
    .enum(["done", "failed", "partial"])
    .meta({ description: "partial: the broker failed after something came" }),
  feedback: text.nullable(),
  counts: z
    .object({ total: z.number(), new: z.number(), known: z.number(), updated: z.number(), gone: z.number() })
    .meta({
      description:
        "Against what the query brought before, whatever targets there are; gone: in the run before, and not in this one",
    }),
  trigger: z.enum(["person", "schedule"]).meta({ description: "What asked for it" }),
  previousRunId: text.nullable(),
});

export const commentObject = z.object({
  id: text,
  author: text.nullable(),
  body: text.meta({ description: "Markdown" }),
  createdAt: text,
  editedAt: text.nullable(),
  mentions: z.array(text).meta({ description: "Usernames of those who see the target" }),
});

export const userObject = z.object({
  id: text,
  username: text,
  email: text.nullable(),
  role: z.enum(["member", "admin"]),
  groups: z.array(group),
});
