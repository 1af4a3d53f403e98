import * as z from "zod";

/**
 * What ALeRCE really sends. A key whose value is null may be missing altogether, some numbers come as text, ids are
 * beyond 2^53. Unknown keys are ignored: the rows carry about eighty.
 */

function toNumber(value: number | string | null | undefined): number | null {
  if (typeof value === "string") {
    const number = value.trim() === "" ? Number.NaN : Number(value);
    return Number.isFinite(number) ? number : null;
  }
  return value ?? null;
}

const number = z
  .union([z.number(), z.string().max(100)])
  .nullish()
  .transform(toNumber);
const text = z
  .string()
  .max(1_000)
  .nullish()
  .transform((value) => value ?? null);
const version = z
  .union([z.string().max(100), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value)));
const flag = z
  .union([z.boolean(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : Boolean(value)));

/** A 64-bit id as text; short ones may still be numbers. */
const id = z.union([z.string().min(1).max(100), z.number().int()]).transform(String);
const optionalId = id.nullish().transform((value) => value ?? null);

/** 1, -1, 0, "t", "f", true, false: ZTF's sign of the difference changed its form over the years. */
const isPositive = z
  .union([z.number(), z.string().max(10), z.boolean()])
  .nullish()
  .transform((value) => {
    if (value === null || value === undefined) return null;
    if (typeof value === "number") return value > 0;
    if (typeof value === "boolean") return value;
    return ["t", "true", "1"].includes(value.toLowerCase());
  });

const rows = z.array(z.unknown()).max(100_000);

export const ztfObject = z.object({
  oid: id,
  ndet: number,
  firstmjd: number,
  lastmjd: number,
  meanra: number,
  meandec: number,
  corrected: flag,
  stellar: flag,
  class: text,
  classifier: text,
  probability: number,
});

export const ztfObjectPage = z.object({ items: rows, has_next: z.boolean().nullish() });

export const ztfProbability = z.object({
  classifier_name: text,
  classifier_version: version,
  class_name: z.string().min(1).max(200),
  probability: number,
  ranking: number,
});

export const ztfMagstats = z.object({ fid: number, maglast: number, lastmjd: number });

export const ztfDetection = z.object({
  candid: optionalId,
  mjd: z.number(),
  fid: z.number().int(),
  magpsf: number,
  sigmapsf: number,
  magpsf_corr: number,
  sigmapsf_corr: number,
  diffmaglim: number,
  isdiffpos: isPositive,
  rb: number,
  drb: number,
  distnr: number,
  corrected: flag,
  dubious: flag,
  parent_candid: optionalId,
});

export const ztfNonDetection = z.object({ mjd: z.number(), fid: z.number().int(), diffmaglim: z.number() });

export const ztfLightCurve = z.object({ detections: rows.nullish(), non_detections: rows.nullish() });

export const ztfForcedRow = z.object({
  candid: optionalId,
  pid: optionalId,
  oid: optionalId,
  mjd: z.number(),
  fid: z.number().int(),
  mag: number,
  e_mag: number,
  mag_corr: number,
  e_mag_corr: number,
  isdiffpos: isPositive,
  corrected: flag,
  dubious: flag,
  extra_fields: z.object({ diffmaglim: number, exptime: number, procstatus: version }).nullish(),
});

export const classifierRow = z.object({
  classifier_name: z.string().min(1).max(200),
  classifier_version: version,
  classes: z.array(z.string().max(200)).max(1_000),
});

export const lsstObject = z
  .object({
    oid: id,
    meanra: number,
    meandec: number,
    firstmjd: number,
    lastmjd: number,
    n_det: number,
    n_forced: number,
    stellar: flag,
    class_name: text,
    classifier_name: text,
    classifier_version: version,
    // Spelt so until spring 2026.
    classfier_version: version,
    probability: number,
    ranking: number,
  })
  .transform(({ classfier_version, ...row }) => ({
    ...row,
    classifier_version: row.classifier_version ?? classfier_version,
  }));

export const lsstObjectPage = z.object({ items: rows, has_next: z.boolean().nullish() });

const bandMap = z.record(z.string().max(20), z.string().max(20)).nullish();

export const lsstSource = z.object({
  measurement_id: optionalId,
  mjd: z.number(),
  band: z.union([z.number(), z.string().max(20)]),
  band_map: bandMap,
  psfFlux: number,
  psfFluxErr: number,
  scienceFlux: number,
  scienceFluxErr: number,
  reliability: number,
  snr: number,
  isNegative: flag,
  visit: optionalId,
});

export const anyRows = rows;

export type ZtfObject = z.infer<typeof ztfObject>;
export type ZtfProbability = z.infer<typeof ztfProbability>;
export type ZtfMagstats = z.infer<typeof ztfMagstats>;
export type ZtfDetection = z.infer<typeof ztfDetection>;
export type ZtfNonDetection = z.infer<typeof ztfNonDetection>;
export type ZtfForcedRow = z.infer<typeof ztfForcedRow>;
export type ClassifierRow = z.infer<typeof classifierRow>;
export type LsstObject = z.infer<typeof lsstObject>;
export type LsstSource = z.infer<typeof lsstSource>;

/** The rows that can be read. One odd row must not cost the others. */
export function readableRows<Row>(
  schema: z.ZodType<Row>,
  list: readonly unknown[],
): { rows: Row[]; unreadable: number } {
  const readable = list.flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  return { rows: readable, unreadable: list.length - readable.length };
}
