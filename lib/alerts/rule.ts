import { isSolarSystemObject, type SolarSystemMatch, solarSystemText } from "@/lib/astro/solar-system";
import type { QueryRule } from "./schema";

type Alert = { score: number | null; mag: number | null; raDeg: number | null; decDeg: number | null };

/**
 * Why an alert does not fit a rule, in a sentence; null when it fits. A number that is missing never fits a limit on it. What lies
 * at a known solar-system object never fits: a fixed target of it is a person's decision.
 */
export function whyNot(
  rule: Pick<QueryRule, "scoreLimit" | "magMax">,
  alert: Alert,
  solarSystem: SolarSystemMatch | null,
  scoreOrder: "higher" | "lower" = "higher",
): string | null {
  const { scoreLimit, magMax } = rule;
  if (scoreLimit !== null && alert.score === null) return "It has no score.";
  if (scoreLimit !== null && alert.score !== null) {
    if (scoreOrder === "higher" && alert.score < scoreLimit) return `Its score is below ${scoreLimit}.`;
    if (scoreOrder === "lower" && alert.score > scoreLimit) return `Its score is above ${scoreLimit}.`;
  }
  if (magMax !== null && alert.mag === null) return "It has no magnitude.";
  if (magMax !== null && alert.mag !== null && alert.mag > magMax) return `It is fainter than ${magMax} mag.`;
  if (isSolarSystemObject(solarSystem)) {
    const text = solarSystem === null ? "" : ` (${solarSystemText(solarSystem)})`;
    return `It lies at a known solar-system object${text}.`;
  }
  return alert.raDeg === null || alert.decDeg === null ? "It has no position." : null;
}
