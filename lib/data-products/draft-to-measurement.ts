import type { PhotometryDraft, SpectrumDraft } from "@/lib/data-processors/contract";
import { deriveAb, type Measurement } from "@/lib/reduced-data/commands/measurement";
import type { NewSpectrum } from "@/lib/reduced-data/commands/save-spectra";

/** A row of a file as a measurement. `source` stands in when the file names none. */
export function draftToMeasurement(draft: PhotometryDraft, source: string): Measurement {
  const { forced, forcedProducer, raw: _raw, ...rest } = draft;
  const own = rest.source ?? source;
  const isLimit = rest.mag === null && rest.fluxNjy === null;
  return {
    ...rest,
    ...deriveAb(rest),
    source: own,
    kind: isLimit ? "limit" : forced ? "forced" : "detection",
    producer: forced && !isLimit ? (forcedProducer ?? own) : null,
  };
}

export function draftToSpectrum(draft: SpectrumDraft, source: string): NewSpectrum {
  const { observed, error, wavelengthUnitSaid: _said, ...rest } = draft;
  return {
    ...rest,
    observedAtMjd: observed?.observedAtMjd ?? null,
    originalTime: observed?.originalTime ?? null,
    originalScale: observed?.originalScale ?? null,
    fluxErr: error,
    source,
  };
}
