import * as z from "zod";

/** What the API answers about targets; also what OpenAPI shows. */

const number = z.number().nullable();
const degrees = number.meta({ description: "Degrees" });

const redshift = z.object({
  value: z.number(),
  error: number,
  frame: z.enum(["heliocentric", "cmb", "observed"]).nullable(),
  source: z.string(),
});

const classification = z.object({
  name: z.string(),
  source: z.string(),
  classifier: z.string().nullable(),
  version: z.string().nullable(),
  probability: number.meta({ description: "0 to 1; null is not given" }),
  date: z.string(),
  by: z.string().nullable(),
});

export const targetShape = z
  .object({
    id: z.string(),
    version: z.number(),
    name: z.string(),
    aliases: z.array(z.string()),
    type: z.enum(["SIDEREAL", "NON_SIDEREAL"]),
    visibility: z.enum(["open", "public", "private"]),
    groups: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: "Groups with a grant, as far as you belong to them." }),
    raDeg: number.meta({ description: "ICRS degrees, 0 to 360" }),
    decDeg: number.meta({ description: "ICRS degrees, -90 to 90" }),
    epoch: number.meta({ description: "Julian year of the position; null is J2000." }),
    pmRaMasPerYr: number.meta({ description: "mas/yr, includes cos Dec" }),
    pmDecMasPerYr: number,
    parallaxMas: number,
    distancePc: number,
    distanceErrPc: number,
    redshift: redshift.nullable().meta({ description: "The newest entry; null is not 0." }),
    classifications: z.array(classification).meta({ description: "Newest first" }),
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
    tags: z.array(z.string()),
    extras: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    createdAt: z.string(),
    updatedAt: z.string(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: "Target" });

export const redshiftEntryShape = redshift
  .extend({ id: z.string(), date: z.string(), by: z.string().nullable() })
  .meta({ id: "RedshiftEntry" });

export const classificationEntryShape = classification.extend({ id: z.string() }).meta({ id: "ClassificationEntry" });

export const commentShape = z
  .object({
    id: z.string(),
    author: z.string().nullable(),
    body: z.string().meta({ description: "Markdown" }),
    createdAt: z.string(),
    editedAt: z.string().nullable(),
    mentions: z.array(z.string()),
  })
  .meta({ id: "Comment" });

export const historyShape = z
  .object({
    at: z.string(),
    actorName: z.string(),
    verb: z.string(),
    summary: z.string(),
    changes: z
      .record(z.string(), z.tuple([z.unknown(), z.unknown()]))
      .nullable()
      .meta({ description: "Field: before, after" }),
  })
  .meta({ id: "HistoryEntry" });

export const grantsShape = z
  .object({
    groups: z.array(z.object({ id: z.string(), name: z.string(), canChange: z.boolean(), canDelete: z.boolean() })),
    people: z.array(
      z.object({ username: z.string(), canChange: z.boolean(), canDelete: z.boolean(), isCreator: z.boolean() }),
    ),
  })
  .meta({ id: "Grants" });

const viewGrant = z.union([
  z.object({ kind: z.literal("creator") }),
  z.object({ kind: z.literal("personal") }),
  z.object({ kind: z.literal("group"), groupId: z.string().nullable(), groupName: z.string().nullable() }),
  z.object({ kind: z.literal("administrator") }),
]);

export const whoCanSeeShape = z
  .object({
    visibility: z.enum(["open", "public", "private"]),
    everyone: z.enum(["anyone", "signed-in", "nobody"]),
    people: z.array(
      z.object({
        userId: z.string(),
        username: z.string(),
        canChange: z.boolean(),
        canDelete: z.boolean(),
        grants: z.array(viewGrant),
      }),
    ),
    truncated: z.boolean(),
    otherGroups: z.number(),
  })
  .meta({ id: "WhoCanSee" });

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
