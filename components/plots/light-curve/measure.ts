import {
  drawnMagOfFlux,
  isLostInError,
  limitMagOf,
  magErrToFluxErrNjy,
  magToFluxNjy,
  signalToNoise,
} from "@/lib/astro/photometry";
import { type LightCurveColumns, rowFlag } from "./columns";
import type { LightCurveState } from "./state";

/** How a point is drawn; the order is the order of drawing. */
export const looks = ["limit", "flagged", "forced", "negative", "detection"] as const;
export type Look = (typeof looks)[number];

/** One point in plot units. `drawn` false: nothing to draw, and `why` says so. Reused to spare 100,000 objects. */
export type Measured = {
  drawn: boolean;
  why: "" | "noMagnitude" | "noFlux" | "faint" | "off";
  /** Below the asked signal-to-noise, and drawn as a limit in place of a measurement. */
  faintLimit: boolean;
  y: number;
  low: number;
  high: number;
  look: Look;
};

export const newMeasured = (): Measured => ({
  drawn: false,
  why: "off",
  faintLimit: false,
  y: 0,
  low: 0,
  high: 0,
  look: "detection",
});

export type MeasureView = Pick<LightCurveState, "brightnessAxis" | "light" | "minSnr" | "limits"> & {
  /** Subtracted from apparent magnitudes on the absolute axis. */
  distanceModulusMag: number;
  /** Fluxes are shown in this many nJy. */
  fluxUnitNjy: number;
};

const lookOf = (flags: number): Look => {
  if (flags & rowFlag.flagged) return "flagged";
  if (flags & rowFlag.negative) return "negative";
  return flags & rowFlag.forced ? "forced" : "detection";
};

/** Signal-to-noise ratio of a row; null when no error is known. */
export function snrOf(columns: LightCurveColumns, i: number): number | null {
  const fluxNjy = columns.fluxNjy[i] ?? Number.NaN;
  const fluxErrNjy = Number.isNaN(fluxNjy) ? null : (columns.fluxErrNjy[i] ?? null);
  return signalToNoise({ fluxNjy, fluxErrNjy, magErr: columns.magErr[i] ?? null });
}

/**
 * What row `i` looks like under the given view. A point without known noise passes any threshold. A point below the
 * asked signal-to-noise becomes a limit of so many standard deviations where its noise is known in flux, else it is left
 * out.
 */
export function measure(columns: LightCurveColumns, i: number, view: MeasureView, out: Measured): void {
  const flags = columns.flags[i] ?? 0;
  out.drawn = false;
  out.why = "off";
  out.faintLimit = false;
  if (view.light !== "all" && (view.light === "total") !== ((flags & rowFlag.total) !== 0)) return;
  out.look = lookOf(flags);
  const limit = columns.limitMag[i] ?? Number.NaN;
  const mag = columns.mag[i] ?? Number.NaN;
  const flux = columns.fluxNjy[i] ?? Number.NaN;
  if (Number.isNaN(mag) && Number.isNaN(flux)) {
    if (!Number.isNaN(limit)) asLimit(columns, i, limit, view, out);
    return;
  }
  if (view.minSnr !== null && isFaint(columns, i, view.minSnr)) {
    const noise = columns.fluxErrNjy[i] ?? Number.NaN;
    const limitOfNoise = noise > 0 ? limitMagOf(noise, view.minSnr) : null;
    if (limitOfNoise !== null) asLimit(columns, i, limitOfNoise, view, out);
    out.faintLimit = out.drawn;
    if (!out.drawn) out.why = "faint";
    return;
  }
  if (view.brightnessAxis === "flux") asFlux(columns, i, view, out);
  else asMagnitude(columns, i, view, out);
}

/** A negative difference is judged by how far it is from zero, like a positive one. */
function isFaint(columns: LightCurveColumns, i: number, minSnr: number): boolean {
  const snr = snrOf(columns, i) ?? Number.POSITIVE_INFINITY;
  return ((columns.flags[i] ?? 0) & rowFlag.negative ? Math.abs(snr) : snr) < minSnr;
}

function asLimit(columns: LightCurveColumns, i: number, limitMag: number, view: MeasureView, out: Measured): void {
  if (!view.limits) return;
  out.drawn = true;
  out.why = "";
  if (out.look !== "flagged") out.look = "limit";
  out.low = Number.NaN;
  out.high = Number.NaN;
  if (view.brightnessAxis !== "flux") {
    out.y = limitMag - (view.brightnessAxis === "abs" ? view.distanceModulusMag : 0);
    return;
  }
  out.drawn = isAb(columns, i);
  out.why = out.drawn ? "" : "noFlux";
  out.y = magToFluxNjy(limitMag) / view.fluxUnitNjy;
}

const isAb = (columns: LightCurveColumns, i: number): boolean =>
  columns.magSystems[columns.magSystem[i] ?? -1]?.toUpperCase() === "AB" ||
  !Number.isNaN(columns.fluxErrNjy[i] ?? Number.NaN);

function asFlux(columns: LightCurveColumns, i: number, view: MeasureView, out: Measured): void {
  let flux = columns.fluxNjy[i] ?? Number.NaN;
  let error = columns.fluxErrNjy[i] ?? Number.NaN;
  if (Number.isNaN(flux)) {
    if (!isAb(columns, i)) {
      out.why = "noFlux";
      return;
    }
    const mag = columns.mag[i] ?? Number.NaN;
    const size = magToFluxNjy(mag);
    flux = (columns.flags[i] ?? 0) & rowFlag.negative ? -size : size;
    error = magErrToFluxErrNjy(mag, columns.magErr[i] ?? Number.NaN);
  }
  out.drawn = true;
  out.why = "";
  out.y = flux / view.fluxUnitNjy;
  out.low = (flux - error) / view.fluxUnitNjy;
  out.high = (flux + error) / view.fluxUnitNjy;
}

function asMagnitude(columns: LightCurveColumns, i: number, view: MeasureView, out: Measured): void {
  let mag = columns.mag[i] ?? Number.NaN;
  let error = columns.magErr[i] ?? Number.NaN;
  const flux = columns.fluxNjy[i] ?? Number.NaN;
  const noise = columns.fluxErrNjy[i] ?? Number.NaN;
  if (Number.isNaN(mag) || isLostInError(flux, noise)) {
    const fromFlux = drawnMagOfFlux(flux, noise);
    if (fromFlux.mag === null) {
      out.why = "noMagnitude";
      return;
    }
    mag = fromFlux.mag;
    error = fromFlux.magErr ?? Number.NaN;
  }
  out.drawn = true;
  out.why = "";
  out.y = mag - (view.brightnessAxis === "abs" ? view.distanceModulusMag : 0);
  out.low = out.y - error;
  out.high = out.y + error;
}
