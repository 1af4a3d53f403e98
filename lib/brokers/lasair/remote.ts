import * as z from "zod";
import {
  lenientId,
  lenientNumber,
  lenientSign,
  lenientText,
  neededNumber,
  remoteRows,
  shortText,
} from "../contract-remote";

/**
 * What Lasair really sends. ZTF and LSST differ in almost every name; ids are text here and 64-bit numbers there, also
 * within one answer. Bare NaN has become null before it comes here.
 */

const neededId = lenientId.pipe(z.string());
const neededText = lenientText.pipe(z.string());
const neededBand = shortText(20).pipe(z.string());

/** An object that may be missing, null, or an empty one. What is not named here stays in it. */
const lenientObject = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .looseObject(shape)
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);

const rowsOrNone = remoteRows
  .nullish()
  .catch(null)
  .transform((value) => value ?? []);

export const coneHit = z.object({ object: neededId, separation: lenientNumber });

const isEmptyObject = (value: unknown): boolean =>
  typeof value === "object" && (value === null || Object.keys(value).length === 0);

/**
 * ZTF answers with a list, or one hit for the nearest; the LSST with an object around them, whose list must be one: the
 * nearest does not stand for all. `{}` is none, and an empty `nearest` is no hit, not a bad one.
 */
export const cone = z.union([
  remoteRows,
  z.object({ objects: remoteRows }).transform(({ objects }) => objects),
  z.strictObject({ nearest: z.unknown() }).transform(({ nearest }) => (isEmptyObject(nearest) ? [] : [nearest])),
  z.object({ object: z.unknown() }).transform((hit) => [hit]),
  z.strictObject({}).transform((): unknown[] => []),
]);

/** One row of a query: whatever was selected. */
export const queryRow = z.record(z.string().max(200), z.unknown());

/** Where the light is on a catalogued source, and which: Sherlock's context class. */
export const sherlock = lenientObject({
  classification: lenientText,
  association_type: lenientText,
  catalogue_table_name: lenientText,
  catalogue_object_id: lenientText,
  catalogue_object_type: lenientText,
  separationArcsec: lenientNumber,
  z: lenientNumber,
  photoZ: lenientNumber,
  distance: lenientNumber,
  direct_distance: lenientNumber,
  annotator: lenientText,
  description: lenientText,
});

export const tns = lenientObject({
  tns_name: lenientText,
  name: lenientText,
  tns_prefix: lenientText,
  type: lenientText,
  z: lenientNumber,
  disc_int_name: lenientText,
  disc_date_mjd: lenientNumber,
  disc_mag: lenientNumber,
  disc_mag_filter: lenientText,
  source_group: lenientText,
  arcsec: lenientNumber,
});

export const annotation = z.object({
  topic: neededText,
  classification: lenientText,
  version: lenientText,
  timestamp: lenientText,
  explanation: lenientText,
  /** JSON within text, or an object. */
  classdict: z.unknown().optional(),
  url: lenientText,
});

export const ztfCandidate = z.object({
  candid: lenientId,
  jd: lenientNumber,
  mjd: lenientNumber,
  ra: lenientNumber,
  dec: lenientNumber,
  fid: neededNumber,
  magpsf: lenientNumber,
  sigmapsf: lenientNumber,
  diffmaglim: lenientNumber,
  isdiffpos: lenientSign,
  drb: lenientNumber,
  rb: lenientNumber,
  ssnamenr: lenientText,
  ssdistnr: lenientNumber,
});

/** Forced photometry of the alert packets: flux in DN, with the zero point that makes magnitudes of it. */
export const ztfForced = z.object({
  jd: lenientNumber,
  mjd: lenientNumber,
  fid: neededNumber,
  forcediffimflux: lenientNumber,
  forcediffimfluxunc: lenientNumber,
  magzpsci: lenientNumber,
  procstatus: lenientText,
});

export const ztfObject = z.object({
  objectId: neededId,
  objectData: lenientObject({
    ncand: lenientNumber,
    ramean: lenientNumber,
    decmean: lenientNumber,
    rasex: lenientText,
    decsex: lenientText,
    glonmean: lenientNumber,
    glatmean: lenientNumber,
    jdmin: lenientNumber,
    jdmax: lenientNumber,
  }),
  candidates: rowsOrNone,
  forcedphot: rowsOrNone,
  sherlock,
  TNS: tns,
  annotations: rowsOrNone,
});

export const lsstSource = z.object({
  diaSourceId: lenientId,
  midpointMjdTai: neededNumber,
  ra: lenientNumber,
  decl: lenientNumber,
  band: neededBand,
  psfFlux: lenientNumber,
  psfFluxErr: lenientNumber,
  scienceFlux: lenientNumber,
  scienceFluxErr: lenientNumber,
  reliability: lenientNumber,
  snr: lenientNumber,
  visit: lenientId,
  ssObjectId: lenientId,
  timeWithdrawnMjdTai: lenientNumber,
});

export const lsstForced = z.object({
  diaForcedSourceId: lenientId,
  midpointMjdTai: neededNumber,
  band: neededBand,
  psfFlux: lenientNumber,
  psfFluxErr: lenientNumber,
  scienceFlux: lenientNumber,
  scienceFluxErr: lenientNumber,
  visit: lenientId,
  timeWithdrawnMjdTai: lenientNumber,
});

export const lsstObject = z.object({
  diaObjectId: neededId,
  diaObject: lenientObject({
    ra: lenientNumber,
    decl: lenientNumber,
    dec: lenientNumber,
    firstDiaSourceMjdTai: lenientNumber,
    lastDiaSourceMjdTai: lenientNumber,
  }),
  lasairData: lenientObject({
    nDiaSources: lenientNumber,
    firstDiaSourceMjdTai: lenientNumber,
    lastDiaSourceMjdTai: lenientNumber,
    latestR: lenientNumber,
    rasex: lenientText,
    decsex: lenientText,
    g_lon: lenientNumber,
    g_lat: lenientNumber,
    ebv: lenientNumber,
    absMag: lenientNumber,
    sherlock,
    TNS: tns,
    annotations: rowsOrNone,
  }),
  diaSourcesList: rowsOrNone,
  diaForcedSourcesList: rowsOrNone,
});

export type ConeHit = z.infer<typeof coneHit>;
export type QueryRow = z.infer<typeof queryRow>;
export type Sherlock = NonNullable<z.infer<typeof sherlock>>;
export type Tns = NonNullable<z.infer<typeof tns>>;
export type Annotation = z.infer<typeof annotation>;
export type ZtfCandidate = z.infer<typeof ztfCandidate>;
export type ZtfForced = z.infer<typeof ztfForced>;
export type ZtfObject = z.infer<typeof ztfObject>;
export type LsstSource = z.infer<typeof lsstSource>;
export type LsstForced = z.infer<typeof lsstForced>;
export type LsstObject = z.infer<typeof lsstObject>;
