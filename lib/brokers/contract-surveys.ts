import { magOfFlux } from "@/lib/astro/photometry";
import { taiMjdToUtcMjd } from "@/lib/astro/time";
import type { PhotometryDraft } from "./contract-rows";

/**
 * The same measurement must look the same whichever broker delivers it: names of survey, telescope and instrument,
 * time scale and time reference, and how an LSST flux becomes a magnitude, are settled here.
 */

/** ZTF: AB difference magnitudes, times are UTC at the start of the exposure, limits are 5 sigma. */
export const ztf = {
  source: "ZTF",
  telescope: "Palomar 48-inch",
  instrument: "ZTF",
  magSystem: "AB",
  timeReference: "start",
} as const satisfies Partial<PhotometryDraft>;

export const ztfLimitSigma = 5;

/** LSST: difference flux in nJy, times are TAI at the middle of the exposure. */
export const lsst = {
  source: "LSST",
  telescope: "Simonyi Survey Telescope",
  instrument: "LSSTCam",
  magSystem: "AB",
  timeReference: "middle",
} as const satisfies Partial<PhotometryDraft>;

const ztfBands: Readonly<Record<number, string>> = { 1: "g", 2: "r", 3: "i" };

/** ZTF's filter number as its band; an unknown number keeps its name. */
export const ztfBand = (fid: number): string => ztfBands[fid] ?? `fid ${fid}`;

/** The brightness part of an LSST row: the flux is the measurement; a magnitude is added where there is one. */
export function lsstBrightness(
  fluxNjy: number,
  givenErrNjy: number | null,
): Pick<PhotometryDraft, "fluxNjy" | "fluxErrNjy" | "mag" | "magErr" | "negative" | "limitMag" | "limitSigma"> {
  // A negative error is a sentinel: none is known.
  const fluxErrNjy = givenErrNjy !== null && givenErrNjy >= 0 ? givenErrNjy : null;
  return {
    fluxNjy,
    fluxErrNjy,
    ...magOfFlux(fluxNjy, fluxErrNjy),
    negative: fluxNjy <= 0,
    limitMag: null,
    limitSigma: null,
  };
}

/** An LSST time, TAI whatever its field is called, as UTC. */
export const lsstMjdToUtc = (taiMjd: number): number => taiMjdToUtcMjd(taiMjd);

/** A difference row before anything is said of its brightness; a plug-in overwrites what it knows. */
export const unmeasured = {
  mag: null,
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  brightness: "difference",
  forced: false,
  forcedProducer: null,
  negative: false,
} as const;
