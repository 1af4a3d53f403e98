import type { OwnView } from "@/lib/astro/disagreements";
import { positionAt } from "@/lib/astro/sphere";
import { julianYear } from "@/lib/astro/time";
import type { TargetDto } from "@/lib/targets/types";

type Known = Pick<
  TargetDto,
  "type" | "raDeg" | "decDeg" | "epoch" | "pmRaMasPerYr" | "pmDecMasPerYr" | "parallaxMas" | "classifications"
>;

/** What is known here of a target, to compare what brokers say with: its place now, and its newest class. */
export function ownViewOf(target: Known, now: Date): OwnView {
  const { type, raDeg, decDeg, classifications } = target;
  const moves = type !== "SIDEREAL";
  const hasPlace = !moves && raDeg !== null && decDeg !== null;
  return {
    position: hasPlace ? positionAt({ ...target, raDeg, decDeg }, julianYear(now)) : null,
    moves,
    className: classifications[0]?.name ?? null,
  };
}
