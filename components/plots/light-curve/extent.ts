import type { PlotSeries } from "./plot-points";
import type { PlotRange } from "./state";

/**
 * The smallest range that shows every point, with air around it. An error bar widens it by a tenth at most: one
 * wild error must not flatten the curve. Null without points.
 */
export function fullExtent(series: readonly PlotSeries[], folded: boolean): PlotRange | null {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  let [low, high] = [Infinity, -Infinity];
  for (const { batches } of series) {
    for (const batch of batches) {
      const n = batch.x.length;
      x0 = Math.min(x0, batch.x[0] ?? Infinity);
      x1 = Math.max(x1, batch.x[n - 1] ?? -Infinity);
      for (let i = 0; i < n; i += 1) {
        const y = batch.y[i] ?? 0;
        if (y < y0) y0 = y;
        if (y > y1) y1 = y;
        const from = batch.low[i] ?? y;
        const to = batch.high[i] ?? y;
        if (from < low) low = from;
        if (to > high) high = to;
      }
    }
  }
  if (!(x0 <= x1)) return null;
  const spread = Math.max((y1 - y0) / 10, Math.min(high - low, Math.abs(y1) / 100));
  y0 = Math.max(Math.min(low, y0), y0 - spread);
  y1 = Math.min(Math.max(high, y1), y1 + spread);
  const airX = folded ? 0 : Math.max((x1 - x0) * 0.03, 0.02);
  const airY = Math.max((y1 - y0) * 0.06, Math.abs(y1) * 1e-6, 1e-9);
  return folded ? [0, 2, y0 - airY, y1 + airY] : [x0 - airX, x1 + airX, y0 - airY, y1 + airY];
}
