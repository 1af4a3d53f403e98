import type { LightCurveState } from "./state";

/** What the axis labels need to know beside the state. */
export type LabelFacts = {
  magSystems: readonly string[];
  /** "nJy", "µJy" or "mJy". */
  fluxUnit: string;
  firstDetectionMjd: number | null;
  /** How the distance came about, for the absolute axis; empty when none is known. */
  distanceNote: string;
  /** Kinds of brightness in the data. */
  kinds: { difference: boolean; total: boolean };
};

const thin = "\u2009";

function lightWords(state: LightCurveState, kinds: LabelFacts["kinds"]): string {
  if (state.light !== "all") return state.light === "total" ? "total" : "difference";
  if (kinds.difference && kinds.total) return "difference and total";
  return kinds.total ? "total" : "difference";
}

const systems = (names: readonly string[]): string => (names.length === 0 ? "system not given" : names.join(", "));

/** Name of the brightness axis: quantity, system or unit, and every switch that changes what is drawn. */
export function brightnessLabel(state: LightCurveState, facts: LabelFacts): string {
  const quantity = {
    mag: `Magnitude (${systems(facts.magSystems)})`,
    abs: `Absolute magnitude (${systems(facts.magSystems)}; ${facts.distanceNote})`,
    flux: `Flux (${facts.fluxUnit})`,
  }[state.brightnessAxis];
  const parts = [quantity, lightWords(state, facts.kinds)];
  if (state.bins === "night") parts.push("nightly mean in flux");
  if (state.minSnr !== null) parts.push(`S/N${thin}≥${thin}${plain(state.minSnr)}`);
  if (!state.limits) parts.push("limits hidden");
  return parts.join(", ");
}

/** Name of the time axis below the plot. */
export function timeLabel(state: LightCurveState, facts: LabelFacts): string {
  if (state.foldPeriodDays !== null) {
    const zero = facts.firstDetectionMjd;
    const from = zero === null ? "" : `, phase 0 at MJD${thin}${plain(zero, 4)}`;
    return `Phase, period ${plain(state.foldPeriodDays, 6)}${thin}d${from}`;
  }
  if (state.time === "days" && facts.firstDetectionMjd !== null) {
    return `Days since first detection (MJD${thin}${plain(facts.firstDetectionMjd, 4)}, UTC)`;
  }
  return "MJD (UTC)";
}

/** A number with a real minus sign and no zeros at the end. */
export function plain(value: number, decimals = 3): string {
  const text = value.toFixed(decimals);
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return (short === "-0" ? "0" : short).replace("-", "\u2212");
}

const mjdOfUnixEpoch = 40_587;
const dayMs = 86_400_000;

export const msOfMjd = (mjd: number): number => (mjd - mjdOfUnixEpoch) * dayMs;

/** "2020-01-07 13:00:54", UTC. */
export function utcText(mjd: number): string {
  const date = new Date(Math.round(msOfMjd(mjd) / 1000) * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 19).replace("T", " ");
}

/** Unit in which the largest flux reads as a plain number. */
export function fluxUnit(largestNjy: number): { name: string; njy: number } {
  if (largestNjy >= 1e7) return { name: "mJy", njy: 1e6 };
  return largestNjy >= 1e4 ? { name: "µJy", njy: 1e3 } : { name: "nJy", njy: 1 };
}
