import type { Position } from "@/lib/astro/coordinates";
import { degreesToRadians } from "@/lib/astro/degrees";
import { offsetPosition, positionAngleDeg, separationDeg } from "@/lib/astro/sphere";

/** A place on a chart: x to the right, y down, in chart units; the middle is (0, 0). */
export type ChartPoint = { x: number; y: number };

/** North up, east left, tangent-plane (gnomonic) projection: what a telescope's camera sees. */
export type Chart = {
  centre: Position;
  /** Edge of the square field, degrees, below 90. */
  fieldDeg: number;
  /** Edge of the square in chart units. */
  size: number;
};

const unitsPerTangent = ({ fieldDeg, size }: Chart): number => size / (2 * Math.tan(degreesToRadians(fieldDeg / 2)));

/** Where a position falls; null on the far side of the sky. It may lie outside the square. */
export function project(chart: Chart, position: Position): ChartPoint | null {
  const distance = separationDeg(chart.centre, position);
  if (distance >= 89) return null;
  const radius = Math.tan(degreesToRadians(distance)) * unitsPerTangent(chart);
  const angle = degreesToRadians(positionAngleDeg(chart.centre, position));
  return { x: -Math.sin(angle) * radius, y: -Math.cos(angle) * radius };
}

/** The position under a place of the chart. */
export function unproject(chart: Chart, { x, y }: ChartPoint): Position {
  const distanceDeg = (Math.atan(Math.hypot(x, y) / unitsPerTangent(chart)) * 180) / Math.PI;
  const angleDeg = (Math.atan2(-x, -y) * 180) / Math.PI;
  return offsetPosition(chart.centre, angleDeg, distanceDeg * 3600);
}

export const isInside = ({ size }: Chart, { x, y }: ChartPoint): boolean =>
  Math.abs(x) <= size / 2 && Math.abs(y) <= size / 2;

const scaleStepsArcsec = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18_000, 36_000] as const;

const angleLabel = (arcsec: number): string => {
  if (arcsec >= 3600) return `${arcsec / 3600}°`;
  return arcsec >= 60 ? `${arcsec / 60}′` : `${arcsec}″`;
};

/** A round length between a sixth and a third of the field, for the scale bar. */
export function scaleBar(chart: Chart): { label: string; length: number } {
  const fieldArcsec = chart.fieldDeg * 3600;
  const arcsec = scaleStepsArcsec.findLast((step) => step <= fieldArcsec / 3) ?? 1;
  return { label: angleLabel(arcsec), length: Math.tan(degreesToRadians(arcsec / 3600)) * unitsPerTangent(chart) };
}
