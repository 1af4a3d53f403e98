import { TomError } from "@/lib/core/errors";
import type { ProcessorInput, SpectrumDraft, WavelengthUnit } from "../contract";
import { exposureOf, firstOf, observedOf, type Words } from "../reading/observation";

export const samplesAtMost = 2_000_000;

/** Below this, numbers that are said to be Angstrom are some other unit. */
const angstromFrom = 50;

export type Samples = {
  wavelength: ArrayLike<number>;
  flux: ArrayLike<number>;
  /** 1 sigma; null when there is none. */
  error: ArrayLike<number> | null;
  wavelengthUnit: WavelengthUnit | null;
  fluxUnit: string | null;
  medium: "air" | "vacuum" | null;
};

/**
 * A spectrum in the order of its wavelengths, without samples that are undefined.
 * @returns the draft, and a sentence about each thing that was done to it
 */
export function spectrumOf(
  samples: Samples,
  words: Words,
  input: Pick<ProcessorInput, "timeScale" | "target">,
): { draft: SpectrumDraft; notes: string[] } {
  const { wavelength, flux, error } = samples;
  if (wavelength.length > samplesAtMost)
    throw new TomError("LIMIT_EXCEEDED", `A spectrum of more than ${samplesAtMost} samples cannot be read.`);
  const order = orderOf(wavelength, flux);
  const left = wavelength.length - order.length;
  if (order.length < 2)
    throw new TomError("INVALID_INPUT", "The spectrum has fewer than two samples with a wavelength and a flux.");
  const pick = (from: ArrayLike<number>): Float64Array<ArrayBuffer> =>
    Float64Array.from(order, (index) => from[index] ?? Number.NaN);
  const sorted = pick(wavelength);
  const unit = samples.wavelengthUnit ?? "Angstrom";
  if (samples.wavelengthUnit === null && (sorted.at(-1) ?? 0) < angstromFrom) {
    throw new TomError(
      "INVALID_INPUT",
      `The wavelengths end at ${(sorted.at(-1) ?? 0).toPrecision(4)} and have no unit. Say it: a header line “# WAVELENGTH_UNIT: um”, or CUNIT1 in FITS.`,
    );
  }
  const notes = [
    ...(samples.wavelengthUnit === null ? ["The file does not say the unit of wavelength; Angstrom is assumed."] : []),
    ...(left > 0 ? [`${left.toLocaleString("en")} samples without a finite wavelength or flux were left out.`] : []),
  ];
  const observed = observedOf(words, input);
  if (observed === null) notes.push("The file does not say when it was observed.");
  return {
    draft: {
      observed,
      wavelength: sorted,
      wavelengthUnit: unit,
      wavelengthUnitSaid: samples.wavelengthUnit !== null,
      medium: samples.medium,
      flux: pick(flux),
      fluxUnit: samples.fluxUnit?.trim().slice(0, 80) || null,
      error: error === null ? null : errorsOf(pick(error)),
      exposureS: exposureOf(words),
      object: firstOf(words, ["OBJECT", "OBJNAME", "TARGNAME", "TARGET"], 200),
      telescope: firstOf(words, ["TELESCOP", "TELESCOPE", "FACILITY", "OBSERVATORY"], 120),
      instrument: firstOf(words, ["INSTRUME", "INSTRUMENT", "INSTR"], 120),
      observer: firstOf(words, ["OBSERVER", "OBSERVERS"], 200),
      reducer: firstOf(words, ["REDUCER", "REDUCERS"], 200),
    },
    notes,
  };
}

function orderOf(wavelength: ArrayLike<number>, flux: ArrayLike<number>): number[] {
  const order: number[] = [];
  let ascends = true;
  for (let index = 0; index < wavelength.length; index += 1) {
    const at = wavelength[index] ?? Number.NaN;
    if (!(at > 0 && Number.isFinite(at) && Number.isFinite(flux[index] ?? Number.NaN))) continue;
    if (order.length > 0 && at < (wavelength[order.at(-1) ?? 0] ?? 0)) ascends = false;
    order.push(index);
  }
  return ascends ? order : order.sort((a, b) => (wavelength[a] ?? 0) - (wavelength[b] ?? 0));
}

/** What is no error (negative, not finite) is none; null when nothing is left. */
function errorsOf(errors: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> | null {
  let some = false;
  for (const [index, value] of errors.entries()) {
    if (value >= 0 && Number.isFinite(value)) some ||= value > 0;
    else errors[index] = Number.NaN;
  }
  return some ? errors : null;
}
