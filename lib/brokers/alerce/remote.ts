import * as z from "zod";
import {
  lenientId,
  lenientNumber,
  lenientSign,
  lenientText,
  neededId,
  neededNumber,
  remoteRows,
  remoteRowsOrNone,
  shortText,
} from "../contract-remote";

/** What ALeRCE really sends: a key whose value is null may be missing altogether, and rows carry about eighty. */

const filterNumbers: Readonly<Record<string, number>> = { g: 1, r: 2, i: 3 };

/** ZTF's filter number; ALeRCE keeps its letter beside it, and some rows come with that. */
const filterNumber = z.preprocess(
  (said) => (typeof said === "string" ? (filterNumbers[said.trim()] ?? said) : said),
  neededNumber,
);

/** Yes or no in any form that a sign has; a strange one must not cost its row. */
const lenientFlag = lenientSign;

export const ztfObject = z.object({
  oid: neededId,
  ndet: lenientNumber,
  firstmjd: lenientNumber,
  lastmjd: lenientNumber,
  meanra: lenientNumber,
  meandec: lenientNumber,
  corrected: lenientFlag,
  stellar: lenientFlag,
  class: lenientText,
  classifier: lenientText,
  probability: lenientNumber,
});

export const ztfObjectPage = z.object({ items: remoteRows, has_next: z.boolean().nullish().catch(null) });

export const ztfProbability = z.object({
  classifier_name: lenientText,
  classifier_version: shortText(100),
  class_name: shortText(200).pipe(z.string()),
  probability: lenientNumber,
  ranking: lenientNumber,
});

export const ztfMagstats = z.object({ fid: lenientNumber, maglast: lenientNumber, lastmjd: lenientNumber });

export const ztfDetection = z.object({
  candid: lenientId,
  mjd: neededNumber,
  fid: filterNumber,
  magpsf: lenientNumber,
  sigmapsf: lenientNumber,
  magpsf_corr: lenientNumber,
  sigmapsf_corr: lenientNumber,
  diffmaglim: lenientNumber,
  isdiffpos: lenientSign,
  rb: lenientNumber,
  drb: lenientNumber,
  distnr: lenientNumber,
  corrected: lenientFlag,
  dubious: lenientFlag,
  has_stamp: lenientFlag,
  parent_candid: lenientId,
});

export const ztfNonDetection = z.object({ mjd: neededNumber, fid: filterNumber, diffmaglim: neededNumber });

export const ztfLightCurve = z.object({ detections: remoteRowsOrNone, non_detections: remoteRowsOrNone });

export const ztfForcedRow = z.object({
  candid: lenientId,
  pid: lenientId,
  oid: lenientId,
  mjd: neededNumber,
  fid: filterNumber,
  mag: lenientNumber,
  e_mag: lenientNumber,
  mag_corr: lenientNumber,
  e_mag_corr: lenientNumber,
  isdiffpos: lenientSign,
  corrected: lenientFlag,
  dubious: lenientFlag,
  extra_fields: z
    .object({ diffmaglim: lenientNumber, exptime: lenientNumber, procstatus: lenientText })
    .nullish()
    .catch(null),
});

export const classifierRow = z.object({
  classifier_name: z.string().min(1).max(200),
  classifier_version: shortText(100),
  // Class by class: one that is no text must not cost the others, nor the classifier.
  classes: remoteRowsOrNone.transform((list) =>
    list.flatMap((one) => (typeof one === "string" ? (shortText(200).parse(one) ?? []) : [])),
  ),
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
    stellar: lenientFlag,
    class_name: lenientText,
    classifier_name: lenientText,
    classifier_version: shortText(100),
    // Spelt so until spring 2026.
    classfier_version: shortText(100),
    probability: lenientNumber,
    ranking: lenientNumber,
  })
  .transform(({ classfier_version, ...row }) => ({
    ...row,
    classifier_version: row.classifier_version ?? classfier_version,
  }));

export const lsstObjectPage = z.object({ items: remoteRows, has_next: z.boolean().nullish().catch(null) });

const bandMap = z.record(z.string().max(20), z.string().max(20)).nullish().catch(null);

export const lsstSource = z.object({
  measurement_id: lenientId,
  mjd: neededNumber,
  band: z.union([z.number(), z.string().max(20)]),
  band_map: bandMap,
  psfFlux: lenientNumber,
  psfFluxErr: lenientNumber,
  scienceFlux: lenientNumber,
  scienceFluxErr: lenientNumber,
  reliability: lenientNumber,
  snr: lenientNumber,
  isNegative: lenientFlag,
  has_stamp: lenientFlag,
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
