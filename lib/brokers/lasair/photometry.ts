import { isMjdInRange } from "@/lib/astro/time";
import type { ReducedDatumDraft } from "../contract";
import { knownError, knownMag } from "../contract-known";
import { readableRows } from "../contract-remote";
import { lsst, lsstBrightness, lsstMjdToUtc, ztf, ztfBand, ztfLimitSigma } from "../contract-surveys";
import type { LasairObject } from "./client";
import { mjdOfJd } from "./facts";
import * as remote from "./remote";

/** From Lasair's light curves to photometry. Pure. */

type Raw = Readonly<Record<string, string | number | boolean>>;

const small = (record: Readonly<Record<string, string | number | boolean | null>>): Raw =>
  Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));

const nothing = {
  mag: null,
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  forced: false,
  forcedProducer: null,
  negative: false,
  sourceId: null,
} as const;

/** JD is UTC at the start of the exposure. */
function ztfMjd({ jd, mjd }: { jd: number | null; mjd: number | null }): number | null {
  const days = jd === null ? mjd : mjdOfJd(jd);
  return days !== null && isMjdInRange(days) ? days : null;
}

/**
 * A detection has a candid. A limit has none, and carries its limit twice: as diffmaglim, and as the magpsf of a
 * detection that was not made.
 */
export function ztfRow(row: remote.ZtfCandidate): ReducedDatumDraft[] {
  const observedAtMjd = ztfMjd(row);
  if (observedAtMjd === null) return [];
  const common = {
    ...nothing,
    kind: "photometry",
    ...ztf,
    observedAtMjd,
    band: ztfBand(row.fid),
    brightness: "difference",
  } as const;
  if (row.candid === null) {
    const limitMag = knownMag(row.diffmaglim ?? row.magpsf);
    return limitMag !== null ? [{ ...common, limitMag, limitSigma: ztfLimitSigma }] : [];
  }
  const mag = knownMag(row.magpsf);
  if (mag === null) return [];
  return [
    {
      ...common,
      mag,
      magErr: knownError(row.sigmapsf),
      negative: row.isdiffpos === false,
      sourceId: row.candid,
      raw: small({ drb: row.drb, rb: row.rb, diffmaglim: row.diffmaglim }),
    },
  ];
}

// What the packets write for a flux that could not be fitted.
const isFlux = (value: number | null): value is number => value !== null && value > -99_998;

/** Nanojansky of one data number: the zero point is the AB magnitude of one. */
const njyOfDn = (dn: number, zeroPoint: number): number => dn * 10 ** ((31.4 - zeroPoint) / 2.5);

function ztfForcedRow(row: remote.ZtfForced): ReducedDatumDraft[] {
  const observedAtMjd = ztfMjd(row);
  const { forcediffimflux: flux, forcediffimfluxunc: error, magzpsci: zeroPoint } = row;
  if (observedAtMjd === null || !isFlux(flux) || zeroPoint === null || zeroPoint <= 0) return [];
  const fluxErr = isFlux(error) && error >= 0 ? njyOfDn(error, zeroPoint) : null;
  return [
    {
      ...nothing,
      kind: "photometry",
      ...ztf,
      observedAtMjd,
      band: ztfBand(row.fid),
      ...lsstBrightness(njyOfDn(flux, zeroPoint), fluxErr),
      brightness: "difference",
      forced: true,
      forcedProducer: "ZTF",
      raw: small({ procstatus: row.procstatus, magzpsci: zeroPoint }),
    },
  ];
}

type LsstRow = Omit<remote.LsstForced, "diaForcedSourceId"> & { reliability?: number | null; snr?: number | null };

function lsstRow(row: LsstRow, sourceId: string | null, forced: boolean): ReducedDatumDraft[] {
  if (row.psfFlux === null) return [];
  return [
    {
      ...nothing,
      kind: "photometry",
      ...lsst,
      observedAtMjd: lsstMjdToUtc(row.midpointMjdTai),
      band: row.band,
      ...lsstBrightness(row.psfFlux, row.psfFluxErr),
      brightness: "difference",
      forced,
      forcedProducer: forced ? "LSST" : null,
      sourceId,
      raw: small({
        reliability: row.reliability ?? null,
        snr: row.snr ?? null,
        visit: row.visit,
        totalFluxNjy: row.scienceFlux,
        totalFluxErrNjy: row.scienceFluxErr,
      }),
    },
  ];
}

/** The survey has taken back what it once said. */
const isWithdrawn = ({ timeWithdrawnMjdTai }: { timeWithdrawnMjdTai: number | null }): boolean =>
  timeWithdrawnMjdTai !== null && timeWithdrawnMjdTai > 0;

export const lsstSourceRow = (row: remote.LsstSource): ReducedDatumDraft[] =>
  isWithdrawn(row) ? [] : lsstRow(row, row.diaSourceId, false);

const lsstForcedRow = (row: remote.LsstForced): ReducedDatumDraft[] =>
  isWithdrawn(row) ? [] : lsstRow(row, row.diaForcedSourceId, true);

/** Detections, limits and forced photometry of one object. */
export function photometryOf(found: LasairObject): ReducedDatumDraft[] {
  if (found.survey === "ztf") {
    const { candidates, forcedphot } = found.object;
    return [
      ...readableRows(remote.ztfCandidate, candidates).rows.flatMap(ztfRow),
      ...readableRows(remote.ztfForced, forcedphot).rows.flatMap(ztfForcedRow),
    ];
  }
  const { diaSourcesList, diaForcedSourcesList } = found.object;
  return [
    ...readableRows(remote.lsstSource, diaSourcesList).rows.flatMap(lsstSourceRow),
    ...readableRows(remote.lsstForced, diaForcedSourcesList).rows.flatMap(lsstForcedRow),
  ];
}
