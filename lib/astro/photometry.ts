/** AB magnitude of 1 nJy. */
const abZeroPointNjy = 31.4;
/** 2.5 / ln 10: a relative flux error times this is a magnitude error. */
const magPerRelativeFlux = 2.5 / Math.LN10;

/** AB magnitude of a flux in nJy; null when the flux is not positive (a difference may be) or not finite. */
export const fluxNjyToMag = (fluxNjy: number): number | null =>
  fluxNjy > 0 && Number.isFinite(fluxNjy) ? abZeroPointNjy - 2.5 * Math.log10(fluxNjy) : null;

/** Flux in nJy of an AB magnitude. Only for AB: Gaia's magnitudes are Vega. */
export const magToFluxNjy = (mag: number): number => 10 ** ((abZeroPointNjy - mag) / 2.5);

/** Magnitude error (1 sigma) of a flux and its error, both in one unit; null when the flux is not positive. */
export function fluxErrToMagErr(fluxNjy: number, fluxErrNjy: number): number | null {
  if (!(fluxNjy > 0 && Number.isFinite(fluxNjy) && fluxErrNjy >= 0)) return null;
  const magErr = (magPerRelativeFlux * fluxErrNjy) / fluxNjy;
  return Number.isFinite(magErr) ? magErr : null;
}

type Magnitude = { mag: number | null; magErr: number | null };

/**
 * AB magnitude and its error (1 sigma) of a flux in nJy, as it is stored: of every positive flux, however large its error.
 * An error that is null or negative is not known, and the magnitude then has none.
 */
export const magOfFlux = (fluxNjy: number, fluxErrNjy: number | null): Magnitude => ({
  mag: fluxNjyToMag(fluxNjy),
  magErr: fluxErrNjy === null ? null : fluxErrToMagErr(fluxNjy, fluxErrNjy),
});

/** Below this signal-to-noise a magnitude is known to no better than eleven magnitudes: drawn, it would say nothing. */
export const leastDrawnSignalToNoise = 0.1;

/** Whether a positive flux is lost in its error: it has a magnitude that no plot draws. */
export const isLostInError = (fluxNjy: number, fluxErrNjy: number | null): boolean =>
  fluxErrNjy !== null && fluxNjy > 0 && fluxNjy < leastDrawnSignalToNoise * fluxErrNjy;

/** The magnitude of a flux as it is drawn and averaged: none of a flux that is lost in its error. */
export const drawnMagOfFlux = (fluxNjy: number, fluxErrNjy: number | null): Magnitude =>
  isLostInError(fluxNjy, fluxErrNjy) ? { mag: null, magErr: null } : magOfFlux(fluxNjy, fluxErrNjy);

/** Flux error (1 sigma, nJy) of an AB magnitude and its error. */
export const magErrToFluxErrNjy = (mag: number, magErr: number): number =>
  (magToFluxNjy(mag) * magErr) / magPerRelativeFlux;

/**
 * Signal-to-noise ratio: flux over its error where both are known (negative for a negative difference), else 1.0857
 * over the magnitude error; null when neither error is known or it is 0 (which surveys write for "unknown").
 */
export function signalToNoise(point: {
  fluxNjy?: number | null;
  fluxErrNjy?: number | null;
  magErr?: number | null;
}): number | null {
  const { fluxNjy, fluxErrNjy, magErr } = point;
  if (typeof fluxNjy === "number" && typeof fluxErrNjy === "number" && fluxErrNjy > 0) return fluxNjy / fluxErrNjy;
  if (typeof magErr === "number" && magErr > 0) return magPerRelativeFlux / magErr;
  return null;
}

/** The AB magnitude of `sigmas` times a flux error: the upper limit of a measurement that found nothing. */
export const limitMagOf = (fluxErrNjy: number, sigmas: number): number | null => fluxNjyToMag(sigmas * fluxErrNjy);
