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

/** True when `next` says nothing new beyond rounding. Null in `next` says nothing; null in `old` is filled in. */
export function saysTheSame(old: Values, next: Values): boolean {
  return (
    Math.abs(old.observedAtMjd - next.observedAtMjd) <= timeToleranceDays &&
    old.band === next.band &&
    old.negative === next.negative &&
    close(old.mag, next.mag, magTolerance) &&
    close(old.magErr, next.magErr, magTolerance) &&
    close(old.limitMag, next.limitMag, magTolerance) &&
    closeFlux(old.fluxNjy, next.fluxNjy) &&
    closeFlux(old.fluxErrNjy, next.fluxErrNjy) &&
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
