import * as z from "zod";
import { wrapDegrees } from "@/lib/astro/degrees";
import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import { isMjdInRange, jdToMjd, mjdToIso } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { GenericAlert, ReducedDatumDraft, TargetDraft } from "../contract";
import { knownError, knownMag } from "../contract-known";
import {
  lenientId,
  lenientNumber,
  lenientSign,
  lenientText,
  neededId,
  neededNumber,
  readableRows,
  remoteRows,
} from "../contract-remote";
import { ztf, ztfBand, ztfLimitSigma } from "../contract-surveys";

/** From alerts as MARS gave them to ours. Pure: nothing asks MARS any more, but alerts that were kept are read. */

const candidate = z.object({
  candid: lenientId,
  jd: neededNumber,
  fid: lenientNumber,
  filter: lenientText,
  magpsf: lenientNumber,
  sigmapsf: lenientNumber,
  diffmaglim: lenientNumber,
  isdiffpos: lenientSign,
  ra: lenientNumber,
  dec: lenientNumber,
  l: lenientNumber,
  b: lenientNumber,
  rb: lenientNumber,
  ssnamenr: lenientText,
  ssdistnr: lenientNumber,
});

export const marsAlertSchema = z.object({
  lco_id: neededId,
  objectId: neededId,
  candidate,
  prv_candidate: remoteRows
    .nullish()
    .catch(null)
    .transform((list) => readableRows(z.object({ candidate }), list ?? []).rows),
});

export type MarsAlert = z.infer<typeof marsAlertSchema>;
type Candidate = z.infer<typeof candidate>;

const timeOf = ({ jd }: Candidate): string | null => (isMjdInRange(jdToMjd(jd)) ? mjdToIso(jdToMjd(jd)) : null);
const bandOf = ({ fid, filter }: Candidate): string | null => (fid === null ? filter : ztfBand(fid));

/** A negative distance stands for none that is told. */
const solarSystemOf = ({ ssnamenr: name, ssdistnr: arcsec }: Candidate): SolarSystemMatch | null =>
  name === null || name === "0" ? null : { name, separationArcsec: arcsec !== null && arcsec >= 0 ? arcsec : null };

export function toGenericAlert({ lco_id, objectId, candidate: row }: MarsAlert): GenericAlert {
  const mag = knownMag(row.magpsf);
  const isPlace = row.ra !== null && row.dec !== null && Math.abs(row.dec) <= 90;
  return {
    id: lco_id,
    name: objectId,
    timestamp: timeOf(row),
    ra: isPlace ? wrapDegrees(row.ra ?? 0) : null,
    dec: isPlace ? row.dec : null,
    mag,
    band: mag === null ? null : bandOf(row),
    score: row.rb,
    solarSystem: solarSystemOf(row),
    url: `https://mars.lco.global/${encodeURIComponent(lco_id)}/`,
  };
}

export function toTarget(alert: MarsAlert): TargetDraft {
  const { name, ra, dec } = toGenericAlert(alert);
  if (ra === null || dec === null)
    throw new TomError("INVALID_INPUT", `${name} has no position, so it cannot become a target.`);
  const match = solarSystemOf(alert.candidate);
  const extras = {
    galactic_l: alert.candidate.l,
    galactic_b: alert.candidate.b,
    solar_system_match: match?.name ?? null,
    solar_system_match_arcsec: match?.separationArcsec ?? null,
  };
  return {
    name,
    type: "SIDEREAL",
    raDeg: ra,
    decDeg: dec,
    aliases: [],
    extras: Object.fromEntries(
      Object.entries(extras).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    classifications: [],
  };
}

function datum(row: Candidate): ReducedDatumDraft[] {
  const band = bandOf(row);
  if (band === null) return [];
  const [mag, limitMag, error] = [knownMag(row.magpsf), knownMag(row.diffmaglim), knownError(row.sigmapsf)];
  const isLimit = row.candid === null || mag === null;
  if (isLimit && limitMag === null) return [];
  return [
    {
      kind: "photometry",
      ...ztf,
      observedAtMjd: jdToMjd(row.jd),
      band,
      mag: isLimit ? null : mag,
      magErr: isLimit ? null : error,
      fluxNjy: null,
      fluxErrNjy: null,
      limitMag: isLimit ? limitMag : null,
      limitSigma: isLimit ? ztfLimitSigma : null,
      brightness: "difference",
      forced: false,
      forcedProducer: null,
      negative: !isLimit && row.isdiffpos === false,
      sourceId: isLimit ? null : row.candid,
    },
  ];
}

/** The alert's own measurement and what came with it. */
export const photometryOf = (alert: MarsAlert): ReducedDatumDraft[] =>
  [alert.candidate, ...alert.prv_candidate.map((one) => one.candidate)].flatMap(datum);
