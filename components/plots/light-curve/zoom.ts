import type { PlotRange } from "./state";

/** The range around its own centre, `factor` times as wide, kept inside the extent; null when that is everything. */
export function zoomedBy(range: PlotRange, factor: number, extent: PlotRange): PlotRange | null {
  const [x0, x1] = stretched(range[0], range[1], factor, extent[0], extent[1]);
  const [y0, y1] = stretched(range[2], range[3], factor, extent[2], extent[3]);
  const whole = x0 <= extent[0] && x1 >= extent[1] && y0 <= extent[2] && y1 >= extent[3];
  return whole ? null : [x0, x1, y0, y1];
}

function stretched(from: number, to: number, factor: number, least: number, most: number): [number, number] {
  const half = ((to - from) / 2) * factor;
  const centre = (from + to) / 2;
  return [Math.max(least, centre - half), Math.min(most, centre + half)];
}
