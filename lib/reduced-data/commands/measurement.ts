import { parseTime } from "@/lib/astro/parse-time";
import { magErrToFluxErrNjy, magOfFlux, magToFluxNjy } from "@/lib/astro/photometry";
import { type Arrival, isArrivalScale, type TimeScale, toUtcMjd } from "@/lib/astro/time";
import type { PhotometryInput } from "../schema";

export type Kind = "detection" | "forced" | "limit";

/** One measurement ready to be written: UTC, units settled, derived values filled in, kind decided. */
export type Measurement = {
  kind: Kind;
  observedAtMjd: number;
  band: string;
  mag: number | null;
  magErr: number | null;
  fluxNjy: number | null;
  fluxErrNjy: number | null;
  limitMag: number | null;
  limitSigma: number | null;
  magSystem: "AB" | "Vega" | null;
  brightness: "difference" | "total";
  producer: string | null;
  negative: boolean;
  timeReference: "start" | "middle" | null;
  originalScale: string | null;
  originalTime: string | null;
  telescope: string | null;
  instrument: string | null;
  source: string;
  sourceId: string | null;
};

type Refusal = { field: string; message: string };
type Brightness = Pick<Measurement, "mag" | "magErr" | "fluxNjy" | "fluxErrNjy" | "magSystem" | "negative">;

/**
 * A row from a door as a measurement. `source` stands in when the row names none; `arrival` is of its target, null where
 * that has no position.
 */
export function toMeasurement(
  input: PhotometryInput,
  source: string,
  arrival: Arrival | null = null,
): Measurement | Refusal {
  const time = timeOf(input, arrival);
  if ("message" in time) return time;
  const refusal = refuseBrightness(input);
  if (refusal) return refusal;
  const isLimit = input.mag === null && input.fluxNjy === null;
  return {
    ...time,
    ...deriveAb(input),
    kind: isLimit ? "limit" : input.forced ? "forced" : "detection",
    band: input.band,
    limitMag: input.limitMag,
    limitSigma: input.limitSigma,
    brightness: input.brightness,
    producer: input.forced ? (input.source ?? source) : null,
    timeReference: input.timeReference,
    telescope: input.telescope,
    instrument: input.instrument,
    source: input.source ?? source,
    sourceId: input.sourceId,
  };
}

type Time = Pick<Measurement, "observedAtMjd" | "originalScale" | "originalTime">;

function timeOf(input: PhotometryInput, arrival: Arrival | null): Time | Refusal {
  const { observedAt, observedAtMjd, timeScale: scale } = input;
  if (isArrivalScale(scale) && !arrival) return { field: "timeScale", message: noPosition(scale) };
  const toUtc = (mjd: number): number =>
    isArrivalScale(scale) ? (arrival?.(mjd, scale) ?? mjd) : toUtcMjd(mjd, scale);
  if (observedAt !== null) {
    const parsed = parseTime(observedAt, { scale, arrival });
    if (!parsed.ok) return { field: "observedAt", message: parsed.message };
    if (observedAtMjd !== null && Math.abs(toUtc(observedAtMjd) - parsed.mjd) * 86_400 > 0.01) {
      return { field: "observedAtMjd", message: `is another time than observedAt (MJD ${parsed.mjd.toFixed(6)} UTC)` };
    }
    return settled(parsed.mjd, parsed.scale, observedAt);
  }
  if (observedAtMjd === null) return { field: "observedAt", message: "A time is needed: observedAt or observedAtMjd." };
  return settled(toUtc(observedAtMjd), scale, String(observedAtMjd));
}

const noPosition = (scale: TimeScale): string =>
  `Times in ${scale} become UTC by the position of the target, and this one has none. Give the times in UTC.`;

const settled = (observedAtMjd: number, scale: TimeScale, given: string): Time =>
  scale === "UTC"
    ? { observedAtMjd, originalScale: null, originalTime: null }
    : { observedAtMjd, originalScale: scale, originalTime: given };

/** In mag; larger ones stand for none, unless a flux has them. */
const magErrMost = 50;

function refuseBrightness(input: PhotometryInput): Refusal | null {
  const { mag, fluxNjy, limitMag, magErr, fluxErrNjy } = input;
  if (magErr !== null && magErr > magErrMost && fluxNjy === null)
    return { field: "magErr", message: `must be at most ${magErrMost} mag` };
  if (mag === null && fluxNjy === null && limitMag === null)
    return { field: "mag", message: "A brightness is needed: mag, fluxNjy or limitMag." };
  if (limitMag !== null && (mag !== null || fluxNjy !== null)) {
    return {
      field: "limitMag",
      message: "A row is a measurement or a limit: where it has mag or fluxNjy, leave limitMag out.",
    };
  }
  if (mag === null && magErr !== null && fluxNjy === null)
    return { field: "magErr", message: "An error without a magnitude." };
  if (fluxNjy === null && fluxErrNjy !== null && mag === null)
    return { field: "fluxErrNjy", message: "An error without a flux." };
  if (mag === null && fluxNjy === null && input.forced)
    return { field: "forced", message: "Forced photometry needs a measurement: mag or fluxNjy." };
  return null;
}

/** Fills in what follows from what is given, in AB only: flux from magnitude and magnitude from a flux that has one. */
export function deriveAb(row: Brightness): Brightness {
  const { mag, magErr, fluxNjy, fluxErrNjy } = row;
  const negative = row.negative || (fluxNjy !== null && fluxNjy < 0);
  if (fluxNjy !== null && mag === null && row.magSystem !== "Vega") {
    return { ...magOfFlux(fluxNjy, fluxErrNjy), fluxNjy, fluxErrNjy, magSystem: "AB", negative };
  }
  if (mag !== null && fluxNjy === null && row.magSystem === "AB") {
    const size = magToFluxNjy(mag);
    return {
      mag,
      magErr,
      fluxNjy: negative ? -size : size,
      fluxErrNjy: magErr === null ? null : magErrToFluxErrNjy(mag, magErr),
      magSystem: "AB",
      negative,
    };
  }
  return { mag, magErr, fluxNjy, fluxErrNjy, magSystem: row.magSystem, negative };
}
