import * as z from "zod";
import {
  lenientId,
  lenientNumber,
  lenientSign,
  lenientText,
  neededId,
  neededNumber,
  remoteRows,
} from "../contract-remote";

/**
 * What Fink really sends: rows with prefixed columns (i: and r: the survey's own, d: and f: what Fink added, v: computed).
 * Any column may be missing; rows without photometry come as text; words stand for nothing.
 */

/** A class worth telling: "Unknown" says that there is none. */
const className = lenientText.transform((text) => (text !== null && /^unknown$/i.test(text) ? null : text));

export const ztfRow = z.object({
  "i:objectId": neededId,
  "i:candid": lenientId,
  "i:jd": neededNumber,
  "i:jdstarthist": lenientNumber,
  "i:ra": lenientNumber,
  "i:dec": lenientNumber,
  "i:fid": lenientNumber,
  "i:magpsf": lenientNumber,
  "i:sigmapsf": lenientNumber,
  "i:diffmaglim": lenientNumber,
  "i:isdiffpos": lenientSign,
  "i:rb": lenientNumber,
  "i:drb": lenientNumber,
  "i:ndethist": lenientNumber,
  "i:ssnamenr": lenientText,
  "i:ssdistnr": lenientNumber,
  "i:fink_science_version": lenientText,
  "d:tag": lenientText,
  "d:cdsxmatch": className,
  "d:classification": className,
  "v:classification": className,
  "d:tns": className,
  "d:nalerthist": lenientNumber,
  "d:rf_snia_vs_nonia": lenientNumber,
  "d:snn_snia_vs_nonia": lenientNumber,
  "d:snn_sn_vs_all": lenientNumber,
});

export const lsstRow = z.object({
  "r:diaObjectId": neededId,
  "r:diaSourceId": lenientId,
  "r:midpointMjdTai": neededNumber,
  "r:band": lenientText,
  "r:psfFlux": lenientNumber,
  "r:psfFluxErr": lenientNumber,
  "r:scienceFlux": lenientNumber,
  "r:scienceFluxErr": lenientNumber,
  "r:reliability": lenientNumber,
  "r:ra": lenientNumber,
  "r:dec": lenientNumber,
  "r:ssObjectId": lenientId,
  "r:visit": lenientId,
  "f:firstDiaSourceMjdTaiFink": lenientNumber,
  "f:fink_science_version": lenientText,
  "f:xm_simbad_otype": className,
  "f:xm_tns_fullname": lenientText,
  "f:xm_tns_type": className,
  "f:xm_tns_redshift": lenientNumber,
  "f:clf_cats_class": lenientNumber,
  "f:clf_cats_score": lenientNumber,
  "f:clf_earlySNIa_score": lenientNumber,
  "f:clf_snnSnVsOthers_score": lenientNumber,
});

export const lsstForcedRow = z.object({
  "r:diaForcedSourceId": lenientId,
  "r:midpointMjdTai": neededNumber,
  "r:band": lenientText,
  "r:psfFlux": lenientNumber,
  "r:psfFluxErr": lenientNumber,
  "r:visit": lenientId,
});

/** A name of the TNS as Fink's resolver knows it; every value is text. */
export const resolved = z.object({
  "d:fullname": lenientText,
  "d:internalname": lenientText,
  "d:ra": lenientNumber,
  "d:declination": lenientNumber,
});

export const rows = remoteRows;

/** Classes by where they come from, or tags: lists, records of texts, or a record of lists. */
export const wordList = z.union([z.array(z.unknown()).max(10_000), z.record(z.string().max(200), z.unknown())]);

export type ZtfRow = z.infer<typeof ztfRow>;
export type LsstRow = z.infer<typeof lsstRow>;
export type LsstForcedRow = z.infer<typeof lsstForcedRow>;
export type Resolved = z.infer<typeof resolved>;
