import * as z from "zod";
import { lenientNumber, lenientText, neededId, remoteRowsOrNone } from "../contract-remote";

/** What Scout really sends: texts and integers mixed, nulls common, objects that are gone as 200 with an error. */

export const scoutObject = z.object({
  objectName: neededId.pipe(z.string().max(40)),
  ra: lenientText,
  dec: lenientText,
  lastRun: lenientText,
  tEphem: lenientText,
  Vmag: lenientNumber,
  H: lenientNumber,
  rate: lenientNumber,
  elong: lenientNumber,
  arc: lenientNumber,
  nObs: lenientNumber,
  rmsN: lenientNumber,
  unc: lenientNumber,
  uncP1: lenientNumber,
  moid: lenientNumber,
  caDist: lenientNumber,
  vInf: lenientNumber,
  rating: lenientNumber,
  neoScore: lenientNumber,
  neo1kmScore: lenientNumber,
  phaScore: lenientNumber,
  ieoScore: lenientNumber,
  geocentricScore: lenientNumber,
  tisserandScore: lenientNumber,
});

const signature = z.object({ version: z.union([z.string().max(20), z.number()]).transform(String) });

/** With nothing on the confirmation page the list may be missing. */
export const summary = z
  .object({ signature, count: lenientNumber, data: remoteRowsOrNone })
  // What is counted and not listed is no empty page.
  .refine(({ count, data }) => data.length > 0 || !count, { path: ["data"] });

/** One object, or why there is none. */
export const single = z.object({
  signature,
  error: lenientText,
  orbits: z
    .object({ fields: z.array(z.string().max(40)).max(100), data: z.array(z.array(z.unknown()).max(100)).max(10_000) })
    .nullish()
    .catch(null),
});

export type ScoutObject = z.infer<typeof scoutObject>;
export type Orbits = NonNullable<z.infer<typeof single>["orbits"]>;
