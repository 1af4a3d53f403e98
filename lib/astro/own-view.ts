import type { OwnView } from "./disagreements";
import { positionAt } from "./sphere";
import { julianYear } from "./time";

type Place = Parameters<typeof positionAt>[0];

/** A target: degrees, ICRS, null for what moves; its classes, the newest first. */
type Known = Omit<Place, "raDeg" | "decDeg"> & {
  type: string;
  raDeg: number | null;
  decDeg: number | null;
  classifications: readonly { name: string }[];
};

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
