import type { PhotometryDraft } from "@/lib/brokers/contract";
import { deriveAb, type Measurement } from "@/lib/reduced-data/commands/measurement";

/** A broker's draft as a measurement; null when it says nothing (no brightness, no limit, or not finite). */
export function draftToMeasurement(draft: PhotometryDraft): Measurement | null {
  const { forced, forcedProducer, raw: _raw, ...rest } = draft;
  const isLimit = rest.mag === null && rest.fluxNjy === null;
  if (isLimit && rest.limitMag === null) return null;
  const numbers = [rest.observedAtMjd, rest.mag, rest.magErr, rest.fluxNjy, rest.fluxErrNjy, rest.limitMag];
  if (!numbers.every((n) => n === null || Number.isFinite(n))) return null;
  return {
    ...rest,
    ...deriveAb(rest),
    kind: isLimit ? "limit" : forced ? "forced" : "detection",
    producer: forced ? (forcedProducer ?? rest.source) : null,
    originalScale: null,
    originalTime: null,
  };
}
