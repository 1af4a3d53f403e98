import { isMjdInRange } from "@/lib/astro/time";
import type { PhotometryDraft } from "@/lib/brokers/contract";
import { knownError } from "@/lib/brokers/contract-known";
import { deriveAb, type Measurement } from "@/lib/reduced-data/commands/measurement";

/** A broker's draft as a measurement; null when it says nothing: no brightness and no limit, not finite, not in time. */
export function draftToMeasurement(draft: PhotometryDraft): Measurement | null {
  const { forced, forcedProducer, raw: _raw, ...given } = draft;
  const rest = {
    ...given,
    // One that was computed from a flux is no sentinel, however large.
    magErr: knownError(given.magErr, given.fluxNjy === null ? undefined : Number.POSITIVE_INFINITY),
    fluxErrNjy: knownError(given.fluxErrNjy, 1e15),
  };
  if (!isMjdInRange(rest.observedAtMjd)) return null;
  const isLimit = rest.mag === null && rest.fluxNjy === null;
  if (isLimit && rest.limitMag === null) return null;
  const numbers = [rest.mag, rest.fluxNjy, rest.limitMag];
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
