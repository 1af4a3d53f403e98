import { fluxNjyToMag } from "@/lib/astro/photometry";
import { TomError } from "@/lib/core/errors";
import { lenientId, lenientNumber, lenientText } from "../contract-remote";
import { lsstMjdToUtc } from "../contract-surveys";
import { bareAlert, extraValue, type LasairAlert } from "./alert";
import type { Survey } from "./client";
import { mjdOfJd, placeOf, sherlockFacts, tnsFacts, unitInterval } from "./facts";
import type { QueryRow } from "./remote";
import * as remote from "./remote";

/** From the rows of a query to alerts. Pure. A row has what was selected; what this TOM does not know is an extra. */

type Brightness = { mag: number | null; band: string | null };

const bands = { ztf: ["g", "r"], lsst: ["u", "g", "r", "i", "z", "y"] } as const;

/** Each survey's own names, then those of the other and of older schemas. */
const idNames = { ztf: ["objectId", "diaObjectId"], lsst: ["diaObjectId", "objectId"] } as const;

const ownNames = new Set([
  ...["objectId", "diaObjectId", "ramean", "decmean", "ra", "decl", "dec", "jdmin", "jdmax", "ncand"],
  ...["firstDiaSourceMjdTai", "lastDiaSourceMjdTai", "nDiaSources", "nSources", "latestR", "latest_psfFlux"],
  ...["tns_name", "tns_prefix", "tns_type", "tns_z", "sherlock_class", "sherlock_classifications", "alert"],
  ...bands.ztf.flatMap((band) => [`${band}mag`, `jd${band}max`]),
  ...bands.lsst.flatMap((band) => [`${band}_psfFlux`, `${band}_latestMJD`]),
]);

const number = (row: QueryRow, ...names: string[]): number | null => {
  for (const name of names) {
    const value = lenientNumber.parse(row[name]);
    if (value !== null) return value;
  }
  return null;
};

/** The band that was seen last, and its magnitude. */
function ztfBrightness(row: QueryRow): Brightness {
  const seen = bands.ztf
    .map((band) => ({ band, jd: number(row, `jd${band}max`), mag: number(row, `${band}mag`) }))
    .filter(({ jd, mag }) => jd !== null && mag !== null && mag > 0);
  const last = seen.toSorted((one, other) => (other.jd ?? 0) - (one.jd ?? 0))[0];
  const newest = number(row, "jdmax");
  // Another band (i) was seen later.
  if (!last || (newest !== null && newest - (last.jd ?? 0) > 0.001)) return { mag: null, band: null };
  return { mag: last.mag, band: last.band };
}

/** The newest flux of any band; its band is the one that has the same flux and was seen last. */
export function lsstBrightness(row: QueryRow): Brightness {
  const flux = number(row, "latest_psfFlux");
  if (flux === null) return { mag: null, band: null };
  const twins = bands.lsst
    .map((band) => ({ band, flux: number(row, `${band}_psfFlux`), mjd: number(row, `${band}_latestMJD`) }))
    .filter((one) => one.flux === flux)
    .toSorted((one, other) => (other.mjd ?? 0) - (one.mjd ?? 0));
  return { mag: fluxNjyToMag(flux), band: twins[0]?.band ?? null };
}

function extrasOf(row: QueryRow): LasairAlert["extras"] {
  const further = Object.entries(row).flatMap(([key, value]) => {
    const parsed = extraValue.safeParse(typeof value === "string" ? value.slice(0, 2_000) : value);
    return ownNames.has(key) || !parsed.success || lenientText.parse(value) === null
      ? []
      : [[key, parsed.data] as const];
  });
  return Object.fromEntries(further.slice(0, 100));
}

const taiToUtc = (mjd: number | null): number | null => (mjd === null ? null : lsstMjdToUtc(mjd));
const jdToUtc = (jd: number | null): number | null => (jd === null ? null : mjdOfJd(jd));

/** @throws TomError BAD_MESSAGE for a row without an id */
export function rowAlert(survey: Survey, row: QueryRow): LasairAlert {
  const id = idNames[survey].map((name) => lenientId.parse(row[name])).find((one) => one !== null);
  if (id === undefined || id === null) throw new TomError("BAD_MESSAGE", "A row of Lasair's list names no object.");
  const isZtf = survey === "ztf";
  return {
    ...bareAlert(survey, id),
    ...placeOf(number(row, "ramean", "ra"), number(row, "decmean", "decl", "dec")),
    firstMjd: isZtf ? jdToUtc(number(row, "jdmin")) : taiToUtc(number(row, "firstDiaSourceMjdTai")),
    newestMjd: isZtf ? jdToUtc(number(row, "jdmax")) : taiToUtc(number(row, "lastDiaSourceMjdTai")),
    detections: number(row, "ncand", "nDiaSources", "nSources"),
    ...(isZtf ? ztfBrightness(row) : lsstBrightness(row)),
    score: unitInterval(number(row, "latestR")),
    sherlock: sherlockFacts(
      remote.sherlock.parse({ classification: row.sherlock_class ?? row.sherlock_classifications }),
    ),
    tns: tnsFacts(
      remote.tns.parse({ tns_name: row.tns_name, tns_prefix: row.tns_prefix, type: row.tns_type, z: row.tns_z }),
    ),
    extras: extrasOf(row),
  };
}
