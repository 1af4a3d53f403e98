import { type Linear, lowerBound } from "./batched-shapes";
import type { PlotModel } from "./plot-model";
import type { PlotBatch } from "./plot-points";

export type Hit = { series: number; batch: number; index: number; row: number; x: number; y: number };

type Visible = { model: PlotModel; hidden: ReadonlySet<string> };

function* visibleBatches({ model, hidden }: Visible): Generator<{ series: number; batch: number; points: PlotBatch }> {
  for (const [series, { key, batches }] of model.series.entries()) {
    if (hidden.has(key)) continue;
    for (const [batch, points] of batches.entries()) yield { series, batch, points };
  }
}

const hitAt = (where: { series: number; batch: number; points: PlotBatch }, index: number): Hit => ({
  series: where.series,
  batch: where.batch,
  index,
  row: where.points.row[index] ?? 0,
  x: where.points.x[index] ?? 0,
  y: where.points.y[index] ?? 0,
});

/** The point nearest to a pixel, if one lies within reach; of equally near ones the one drawn on top. */
export function nearestPoint(
  visible: Visible,
  scale: Linear,
  pixel: { x: number; y: number },
  reachPx: number,
): Hit | null {
  let best: Hit | null = null;
  let bestSquare = reachPx * reachPx;
  for (const where of visibleBatches(visible)) {
    const { x, y } = where.points;
    const to = lowerBound(x, (pixel.x + reachPx - scale.offsetX) / scale.scaleX);
    for (let i = lowerBound(x, (pixel.x - reachPx - scale.offsetX) / scale.scaleX); i < to; i += 1) {
      const dx = (x[i] ?? 0) * scale.scaleX + scale.offsetX - pixel.x;
      const dy = (y[i] ?? 0) * scale.scaleY + scale.offsetY - pixel.y;
      const square = dx * dx + dy * dy;
      if (square > bestSquare) continue;
      bestSquare = square;
      best = hitAt(where, i);
    }
  }
  return best;
}

/** The next point in time (or phase) within the visible range, for the arrow keys; null at the end. */
export function nextPoint(
  visible: Visible,
  from: number | null,
  direction: 1 | -1,
  range: readonly [number, number],
): Hit | null {
  let best: Hit | null = null;
  const start = from ?? (direction === 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  for (const where of visibleBatches(visible)) {
    const { x } = where.points;
    const index =
      direction === 1
        ? firstAbove(x, Math.max(start, before(range[0])))
        : lowerBound(x, Math.min(start, after(range[1]))) - 1;
    const at = x[index];
    if (at === undefined || at < range[0] || at > range[1]) continue;
    if (best === null || (at - best.x) * direction < 0) best = hitAt(where, index);
  }
  return best;
}

const before = (value: number): number => value - Math.abs(value) * 1e-12 - 1e-12;
const after = (value: number): number => value + Math.abs(value) * 1e-12 + 1e-12;

function firstAbove(sorted: Float64Array, value: number): number {
  let index = lowerBound(sorted, value);
  while (index < sorted.length && (sorted[index] ?? 0) <= value) index += 1;
  return index;
}

/** Every visible point inside a box of plot units. */
export function pointsInside(visible: Visible, box: readonly [number, number, number, number]): Hit[] {
  const [x0, x1, y0, y1] = box;
  const hits: Hit[] = [];
  for (const where of visibleBatches(visible)) {
    const { x, y } = where.points;
    for (let i = lowerBound(x, x0); i < x.length && (x[i] ?? 0) <= x1; i += 1) {
      const at = y[i] ?? Number.NaN;
      if (at >= y0 && at <= y1) hits.push(hitAt(where, i));
    }
  }
  return hits;
}
