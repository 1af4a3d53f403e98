import type { Measurement } from "./commands/measurement";

const msPerDay = 86_400_000;

/** Text inside an identity must not look like a separator. */
const part = (text: string | null): string => (text ?? "").replaceAll("|", "¦");

/**
 * What makes two rows the same measurement of one target. With a survey id: source, kind, brightness and id (surveys
 * reuse ids between kinds). Without: source, instrument, band, kind, brightness and the time to 1 ms. Forced
 * photometry adds its producer: producers are separate series.
 */
export function identityOf(m: Measurement): string {
  const head = [m.kind, m.brightness, part(m.source), part(m.producer)];
  return m.sourceId !== null
    ? [...head, "#", part(m.sourceId)].join("|")
    : [...head, part(m.instrument), part(m.band), Math.round(m.observedAtMjd * msPerDay)].join("|");
}
