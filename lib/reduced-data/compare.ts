import { magErrToFluxErrNjy, magToFluxNjy } from "@/lib/astro/photometry";
import type { Measurement } from "./commands/measurement";

export type Values = Pick<
  Measurement,
  | "observedAtMjd"
  | "band"
  | "mag"
  | "magErr"
  | "fluxNjy"
  | "fluxErrNjy"
  | "limitMag"
  | "limitSigma"
  | "magSystem"
  | "negative"
  | "timeReference"
  | "telescope"
  | "instrument"
>;

/** Half a unit of the third decimal: what brokers that print 3 to 6 digits differ by. */
const magTolerance = 6e-4;
const relativeFluxTolerance = 2e-3;
const timeToleranceDays = 0.5 / 86_400;

// A value that the newcomer does not carry is no contradiction.
const close = (a: number | null, b: number | null, tolerance: number): boolean =>
  b === null || (a !== null && Math.abs(a - b) <= tolerance);

const closeFlux = (a: number | null, b: number | null): boolean =>
  b === null || (a !== null && Math.abs(a - b) <= relativeFluxTolerance * Math.max(Math.abs(a), Math.abs(b), 1));

/** Decimals that somebody who rounds gives at least: 18.4 may be 18.40. */
const decimalsLeast = 2;
/** With more of them a magnitude was computed, not printed. */
const decimalsMost = 4;

/** Decimals that a value was printed with; null where it was not rounded to few. */
function printedDecimals(value: number | null): number | null {
  if (value === null) return null;
  for (let decimals = decimalsLeast; decimals <= decimalsMost; decimals += 1) {
    if (Math.abs(value - Number(value.toFixed(decimals))) < 1e-9) return decimals;
  }
  return null;
}

/** Half a unit of the last decimal of a value that was rounded by who passed it on. */
function roundingOf(value: number | null): number {
  const decimals = printedDecimals(value);
  return decimals === null ? magTolerance : Math.max(magTolerance, 0.501 * 10 ** -decimals);
}

const closeMag = (old: number | null, next: number | null, isPassedOn: boolean): boolean =>
  close(old, next, isPassedOn ? roundingOf(next) : magTolerance);

/**
 * The fluxes that a row states by itself. One that was computed from its own magnitude repeats that, to the last bit,
 * and the error of a flux magnifies what a magnitude is rounded by: such say nothing, null.
 */
function ownFluxes({ mag, magErr, fluxNjy, fluxErrNjy }: Values): Pick<Values, "fluxNjy" | "fluxErrNjy"> {
  if (mag === null || fluxNjy === null || Math.abs(fluxNjy) !== magToFluxNjy(mag)) return { fluxNjy, fluxErrNjy };
  const isErrDerived = magErr !== null && fluxErrNjy === magErrToFluxErrNjy(mag, magErr);
  return { fluxNjy: null, fluxErrNjy: isErrDerived ? null : fluxErrNjy };
}

/**
 * True when `next` says nothing new beyond rounding. Null in `next` says nothing; null in `old` is filled in.
 * `isPassedOn`: the old values came through somebody else, so that `next` may be the same with fewer decimals.
 */
export function saysTheSame(old: Values, next: Values, isPassedOn = false): boolean {
  // Its fluxes are then computed from rounded magnitudes, and differ as much as those do.
  const isRounded = isPassedOn && old.mag !== null && printedDecimals(next.mag) !== null;
  const { fluxNjy, fluxErrNjy } = ownFluxes(next);
  return (
    Math.abs(old.observedAtMjd - next.observedAtMjd) <= timeToleranceDays &&
    old.band === next.band &&
    old.negative === next.negative &&
    closeMag(old.mag, next.mag, isPassedOn) &&
    closeMag(old.magErr, next.magErr, isPassedOn) &&
    closeMag(old.limitMag, next.limitMag, isPassedOn) &&
    (isRounded || (closeFlux(old.fluxNjy, fluxNjy) && closeFlux(old.fluxErrNjy, fluxErrNjy))) &&
    close(old.limitSigma, next.limitSigma, 1e-6) &&
    (next.magSystem === null || old.magSystem === next.magSystem)
  );
}

/** What stands after a revision: the new values, the old where the new row is silent. */
export function revise<Old extends Values>(old: Old, next: Values): Values {
  return {
    observedAtMjd: next.observedAtMjd,
    band: next.band,
    mag: next.mag ?? (next.fluxNjy === null ? old.mag : null),
    magErr: next.magErr ?? (next.mag === null ? old.magErr : null),
    fluxNjy: next.fluxNjy ?? (next.mag === null ? old.fluxNjy : null),
    fluxErrNjy: next.fluxErrNjy ?? (next.fluxNjy === null && next.mag === null ? old.fluxErrNjy : null),
    limitMag: next.limitMag ?? old.limitMag,
    limitSigma: next.limitSigma ?? old.limitSigma,
    magSystem: next.magSystem ?? old.magSystem,
    negative: next.negative,
    timeReference: next.timeReference ?? old.timeReference,
    telescope: next.telescope ?? old.telescope,
    instrument: next.instrument ?? old.instrument,
  };
}
