import * as z from "zod";
import { lenientId, lenientNumber, lenientSign, lenientText, neededId, remoteRows } from "../contract-remote";

/** What ALeRCE really sends: a key whose value is null may be missing altogether, and rows carry about eighty. */

const flag = z
  .union([z.boolean(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : Boolean(value)));

export const ztfObject = z.object({
  oid: neededId,
  ndet: lenientNumber,
  firstmjd: lenientNumber,
  lastmjd: lenientNumber,
  meanra: lenientNumber,
  meandec: lenientNumber,
  corrected: flag,
  stellar: flag,
  class: lenientText,
  classifier: lenientText,
  probability: lenientNumber,
});

export const ztfObjectPage = z.object({ items: remoteRows, has_next: z.boolean().nullish() });

export const ztfProbability = z.object({
  classifier_name: lenientText,
  classifier_version: lenientText,
  class_name: z.string().min(1).max(200),
  probability: lenientNumber,
  ranking: lenientNumber,
});

export const ztfMagstats = z.object({ fid: lenientNumber, maglast: lenientNumber, lastmjd: lenientNumber });

export const ztfDetection = z.object({
  candid: lenientId,
  mjd: z.number(),
  fid: z.number().int(),
  magpsf: lenientNumber,
  sigmapsf: lenientNumber,
  magpsf_corr: lenientNumber,
  sigmapsf_corr: lenientNumber,
  diffmaglim: lenientNumber,
  isdiffpos: lenientSign,
  rb: lenientNumber,
  drb: lenientNumber,
  distnr: lenientNumber,
  corrected: flag,
  dubious: flag,
  has_stamp: flag,
  parent_candid: lenientId,
});

export const ztfNonDetection = z.object({ mjd: z.number(), fid: z.number().int(), diffmaglim: z.number() });

export const ztfLightCurve = z.object({ detections: remoteRows.nullish(), non_detections: remoteRows.nullish() });

export const ztfForcedRow = z.object({
  candid: lenientId,
  pid: lenientId,
  oid: lenientId,
  mjd: z.number(),
  fid: z.number().int(),
  mag: lenientNumber,
  e_mag: lenientNumber,
  mag_corr: lenientNumber,
  e_mag_corr: lenientNumber,
  isdiffpos: lenientSign,
  corrected: flag,
  dubious: flag,
  extra_fields: z.object({ diffmaglim: lenientNumber, exptime: lenientNumber, procstatus: lenientText }).nullish(),
});

export const classifierRow = z.object({
  classifier_name: z.string().min(1).max(200),
  classifier_version: lenientText,
  classes: z.array(z.string().max(200)).max(1_000),
});

export const lsstObject = z
  .object({
    oid: neededId,
    meanra: lenientNumber,
    meandec: lenientNumber,
    firstmjd: lenientNumber,
    lastmjd: lenientNumber,
    n_det: lenientNumber,
    n_forced: lenientNumber,
    stellar: flag,
    class_name: lenientText,
    classifier_name: lenientText,
    classifier_version: lenientText,
    // Spelt so until spring 2026.
    classfier_version: lenientText,
    probability: lenientNumber,
    ranking: lenientNumber,
  })
  .transform(({ classfier_version, ...row }) => ({
    ...row,
    classifier_version: row.classifier_version ?? classfier_version,
  }));

export const lsstObjectPage = z.object({ items: remoteRows, has_next: z.boolean().nullish() });

const bandMap = z.record(z.string().max(20), z.string().max(20)).nullish();

export const lsstSource = z.object({
  measurement_id: lenientId,
  mjd: z.number(),
  band: z.union([z.number(), z.string().max(20)]),
  band_map: bandMap,
  psfFlux: lenientNumber,
  psfFluxErr: lenientNumber,
  scienceFlux: lenientNumber,
  scienceFluxErr: lenientNumber,
  reliability: lenientNumber,
  snr: lenientNumber,
  isNegative: flag,
  has_stamp: flag,
  visit: lenientId,
});

export type ZtfObject = z.infer<typeof ztfObject>;
export type ZtfProbability = z.infer<typeof ztfProbability>;
export type ZtfMagstats = z.infer<typeof ztfMagstats>;
export type ZtfDetection = z.infer<typeof ztfDetection>;
export type ZtfNonDetection = z.infer<typeof ztfNonDetection>;
export type ZtfForcedRow = z.infer<typeof ztfForcedRow>;
export type ClassifierRow = z.infer<typeof classifierRow>;
export type LsstObject = z.infer<typeof lsstObject>;
export type LsstSource = z.infer<typeof lsstSource>;
