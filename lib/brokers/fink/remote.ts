import * as z from "zod";
import {
  lenientId,
  lenientNumber,
  lenientSign,
  lenientText,
  neededId,
  neededNumber,
  remoteRows,
  shortText,
} from "../contract-remote";

/**
 * What Fink really sends: rows with prefixed columns (i: and r: the survey's own, d: and f: what Fink added, v: computed).
 * Any column may be missing; rows without photometry come as text; words stand for nothing.
 */

/** A class worth telling: "Unknown" says that there is none. */
const className = shortText(200).transform((text) => (text !== null && /^unknown$/i.test(text) ? null : text));

/** Detections of the solar system belong to no object of the LSST: 0 is none, and must not make one of them all. */
const objectId = lenientId.pipe(z.string());

/** Columns beyond these stay in the row: `factsOf` picks what is worth keeping. */
export const ztfRow = z.looseObject({
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
  "i:distnr": lenientNumber,
  "i:ndethist": lenientNumber,
  "i:ssnamenr": lenientText,
  "i:ssdistnr": lenientNumber,
  "i:fink_science_version": lenientText,
  "d:tag": lenientText,
  "d:cdsxmatch": className,
  "d:classification": className,
  "v:classification": className,
  "d:tns": className,
  "d:roid": lenientNumber,
  "d:nalerthist": lenientNumber,
  "d:rf_snia_vs_nonia": lenientNumber,
  "d:snn_snia_vs_nonia": lenientNumber,
  "d:snn_sn_vs_all": lenientNumber,
  "d:rf_kn_vs_nonkn": lenientNumber,
  "d:mulens": lenientNumber,
  "d:slsn_score": lenientNumber,
});

export const lsstRow = z.looseObject({
  "r:diaObjectId": objectId,
  "r:diaSourceId": lenientId,
  "r:midpointMjdTai": neededNumber,
  "r:band": shortText(20),
  "r:psfFlux": lenientNumber,
  "r:psfFluxErr": lenientNumber,
  "r:scienceFlux": lenientNumber,
  "r:scienceFluxErr": lenientNumber,
  "r:reliability": lenientNumber,
  "r:snr": lenientNumber,
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
  "f:clf_slsn_score": lenientNumber,
});

/** What LSST sums up of an object: no photometry of its own, and no classes but the last. */
export const lsstObject = z.looseObject({
  "r:diaObjectId": objectId,
  "r:ra": lenientNumber,
  "r:dec": lenientNumber,
  "r:nDiaSources": lenientNumber,
  "r:lastDiaSourceMjdTai": lenientNumber,
  "f:firstDiaSourceMjdTaiFink": lenientNumber,
  "f:main_label_classifier": lenientNumber,
  "f:main_label_crossmatch": className,
});

export const lsstForcedRow = z.object({
  "r:diaForcedSourceId": lenientId,
  "r:midpointMjdTai": neededNumber,
  "r:band": shortText(20),
  "r:psfFlux": lenientNumber,
  "r:psfFluxErr": lenientNumber,
  "r:scienceFlux": lenientNumber,
  "r:scienceFluxErr": lenientNumber,
  "r:visit": lenientId,
});

/** An alert of a solar-system object, of ZTF: one name may stand for the number of another row. */
export const ztfSsoRow = z.object({
  "i:ssnamenr": lenientText,
  sso_name: lenientText,
  sso_number: lenientText,
  "i:jd": neededNumber,
  "i:ra": lenientNumber,
  "i:dec": lenientNumber,
  "i:fid": lenientNumber,
  "i:magpsf": lenientNumber,
});

export const lsstSsoRow = z.object({
  "f:sso_name": lenientText,
  "r:packed_primary_provisional_designation": lenientText,
  "r:midpointMjdTai": neededNumber,
  "r:ra": lenientNumber,
  "r:dec": lenientNumber,
  "r:band": shortText(20),
  "r:psfFlux": lenientNumber,
});

/** The two services prefix the columns of the TNS differently; the names behind the prefix are the same. */
const withoutPrefix = z
  .record(z.string(), z.unknown())
  .transform((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/^\w:/, ""), value])));

/** A name of the TNS as Fink's resolver knows it; every value is text. */
export const tnsName = withoutPrefix.pipe(
  z.object({
    fullname: lenientText,
    internalname: lenientText,
    ra: lenientNumber,
    declination: lenientNumber,
    type: className,
    redshift: lenientNumber,
  }),
);

/** A name of SIMBAD: a row of Sesame's answer, ICRS degrees. */
export const simbadName = z.object({ jradeg: neededNumber, jdedeg: neededNumber, oname: lenientText });

export const rows = remoteRows;

/** Classes by where they come from, or tags: lists, records of texts, or a record of lists. */
export const wordList = z.union([z.array(z.unknown()).max(10_000), z.record(z.string().max(200), z.unknown())]);

/** What a tag of LSST is about; only those with API support can be asked for, the rest are of the livestream. */
export const tagWords = z.object({ description: lenientText, "API support": lenientSign });

export type ZtfRow = z.infer<typeof ztfRow>;
export type LsstRow = z.infer<typeof lsstRow>;
export type LsstObject = z.infer<typeof lsstObject>;
export type LsstForcedRow = z.infer<typeof lsstForcedRow>;
export type ZtfSsoRow = z.infer<typeof ztfSsoRow>;
export type LsstSsoRow = z.infer<typeof lsstSsoRow>;
export type TnsName = z.infer<typeof tnsName>;
