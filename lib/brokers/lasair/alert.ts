import * as z from "zod";

/** One object of Lasair as this TOM keeps it; what a run freezes. Positions ICRS degrees, times MJD UTC. */

const text = z.string().max(2_000);

const sherlockSchema = z.object({
  name: text,
  association: text.nullable(),
  /** "SDSS 1237667448875384983" */
  source: text.nullable(),
  sourceType: text.nullable(),
  separationArcsec: z.number().nullable(),
  redshift: z.number().nullable(),
  photoRedshift: z.number().nullable(),
  distanceMpc: z.number().nullable(),
  version: text.nullable(),
  description: text.nullable(),
});

const tnsSchema = z.object({
  /** Without prefix. */
  designation: text,
  prefix: text.nullable(),
  internalName: text.nullable(),
  type: text.nullable(),
  redshift: z.number().nullable(),
  /** ISO 8601 UTC. */
  discoveredAt: text.nullable(),
  reportedBy: text.nullable(),
  separationArcsec: z.number().nullable(),
});

const annotationSchema = z.object({
  topic: text,
  /** As the annotator wrote it; some write a number. */
  classification: text.nullable(),
  probability: z.number().nullable(),
  version: text.nullable(),
  /** ISO 8601 UTC. */
  date: text.nullable(),
  explanation: text.nullable(),
  url: text.nullable(),
});

export const extraValue = z.union([text, z.number(), z.boolean()]);

export const lasairAlertSchema = z.object({
  survey: z.enum(["ztf", "lsst"]),
  objectId: z.string().min(1).max(100),
  raDeg: z.number().nullable(),
  decDeg: z.number().nullable(),
  firstMjd: z.number().nullable(),
  newestMjd: z.number().nullable(),
  detections: z.number().nullable(),
  /** Of the newest detection, AB; null where its difference flux is not positive. */
  mag: z.number().nullable(),
  band: z.string().max(20).nullable(),
  /** Real-bogus score of the newest detection, 0 to 1. */
  score: z.number().nullable(),
  sherlock: sherlockSchema.nullable(),
  tns: tnsSchema.nullable(),
  annotations: z.array(annotationSchema).max(500),
  /** A known solar-system object beside the newest detection: a flag, never a name of this one. */
  solarSystem: z.object({ name: text, separationArcsec: z.number().nullable() }).nullable(),
  extras: z.record(z.string().max(200), extraValue),
  /** True when all that Lasair knows is here, not only what a list showed. */
  isComplete: z.boolean(),
});

export type LasairAlert = z.infer<typeof lasairAlertSchema>;
export type SherlockFacts = z.infer<typeof sherlockSchema>;
export type TnsFacts = z.infer<typeof tnsSchema>;
export type AnnotationFacts = z.infer<typeof annotationSchema>;

/** An object of which only its id is known. */
export const bareAlert = (survey: LasairAlert["survey"], objectId: string): LasairAlert => ({
  survey,
  objectId,
  raDeg: null,
  decDeg: null,
  firstMjd: null,
  newestMjd: null,
  detections: null,
  mag: null,
  band: null,
  score: null,
  sherlock: null,
  tns: null,
  annotations: [],
  solarSystem: null,
  extras: {},
  isComplete: false,
});
