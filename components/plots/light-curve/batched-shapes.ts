import { graphic } from "echarts/core";
import type { BandShape } from "@/lib/astro/bands";
import { limitStem, outlines, type Pen } from "./marker-paths";

/** From data to pixels: pixel = value * scale + offset. */
export type Linear = { scaleX: number; offsetX: number; scaleY: number; offsetY: number };

/** What one batch draws: all points of one series that look alike, sorted by x. Values in plot units. */
export type Batch = {
  x: Float64Array;
  y: Float32Array;
  /** Ends of the error bars; NaN = none. */
  low: Float32Array;
  high: Float32Array;
};

type MarkShape = Linear & {
  batch: Batch;
  marker: BandShape | "limit" | "dot";
  radiusPx: number;
  /** Visible pixels: [left, top, right, bottom]. */
  clip: readonly [number, number, number, number];
};

const empty: Batch = {
  x: new Float64Array(),
  y: new Float32Array(),
  low: new Float32Array(),
  high: new Float32Array(),
};
const initial: MarkShape = {
  batch: empty,
  marker: "circle",
  radiusPx: 4,
  clip: [0, 0, 0, 0],
  scaleX: 1,
  offsetX: 0,
  scaleY: 1,
  offsetY: 0,
};

/** First index whose x is not below the value. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Walks the points inside the visible pixels. Above a few thousand, a point whose cell (`cellPx` wide) is painted
 * already by the same batch is skipped: same picture, a fraction of the time.
 */
function eachVisible(
  shape: MarkShape,
  { marginX, marginY, cellPx }: { marginX: number; marginY: number; cellPx: number },
  visit: (index: number, x: number, y: number) => void,
): void {
  const { batch, scaleX, offsetX, scaleY, offsetY } = shape;
  const left = shape.clip[0] - marginX;
  const top = shape.clip[1] - marginY;
  const right = shape.clip[2] + marginX;
  const bottom = shape.clip[3] + marginY;
  const from = lowerBound(batch.x, (left - offsetX) / scaleX);
  const to = lowerBound(batch.x, (right - offsetX) / scaleX);
  const columns = Math.ceil((right - left) / cellPx) + 1;
  const painted = to - from > 3000 ? new Uint8Array(columns * (Math.ceil((bottom - top) / cellPx) + 1)) : null;
  for (let i = from; i < to; i += 1) {
    const x = (batch.x[i] ?? 0) * scaleX + offsetX;
    const y = (batch.y[i] ?? 0) * scaleY + offsetY;
    if (!(y > top && y < bottom)) continue;
    if (painted) {
      const cell = Math.floor((y - top) / cellPx) * columns + Math.floor((x - left) / cellPx);
      if (painted[cell]) continue;
      painted[cell] = 1;
    }
    visit(i, x, y);
  }
}

/** zrender hands a recorder around the canvas; tiny rectangles go to the canvas directly, which is far faster. */
function canvasOf(path: unknown): CanvasRenderingContext2D | null {
  if (typeof path !== "object" || path === null || !("getContext" in path)) return null;
  const inner: unknown = typeof path.getContext === "function" ? path.getContext() : null;
  return typeof CanvasRenderingContext2D !== "undefined" && inner instanceof CanvasRenderingContext2D ? inner : null;
}

type Drawing = {
  /** Whether the shape may be painted as rectangles, straight onto a canvas. */
  rectangles(shape: MarkShape): boolean;
  trace(pen: Pen, shape: MarkShape): void;
  fill(canvas: CanvasRenderingContext2D, shape: MarkShape): void;
};

/** A zrender shape class that draws a whole batch. */
function batchShape(type: string, drawing: Drawing) {
  const direct = new WeakMap<object, CanvasRenderingContext2D>();
  const prototype = {
    type,
    shape: initial,
    buildPath(path: Pen, shape: MarkShape): void {
      const canvas = drawing.rectangles(shape) ? canvasOf(path) : null;
      if (canvas) direct.set(shape, canvas);
      else {
        direct.delete(shape);
        drawing.trace(path, shape);
      }
    },
    afterBrush(this: { shape: MarkShape }): void {
      const canvas = direct.get(this.shape);
      if (canvas) drawing.fill(canvas, this.shape);
    },
    /** The whole plot: walking 100,000 points for a box would cost more than drawing them. */
    getBoundingRect(this: { shape: MarkShape }) {
      const [left, top, right, bottom] = this.shape.clip;
      return new graphic.BoundingRect(left, top, right - left, bottom - top);
    },
    /** Hit tests are ours. */
    contain: () => false,
  };
  return graphic.extendShape(prototype);
}

/** All markers of one look. Below 2 px the shape cannot be told apart any more and a square does. */
const markers: Drawing = {
  rectangles: (shape) => shape.radiusPx < 2 && shape.marker !== "limit",
  trace(pen, shape) {
    const outline = shape.marker === "limit" ? limitStem : outlines[shape.marker === "dot" ? "circle" : shape.marker];
    const radius = shape.marker === "dot" ? Math.max(1, shape.radiusPx * 0.3) : shape.radiusPx;
    eachVisible(shape, { marginX: radius * 3, marginY: radius * 3, cellPx: 0.5 }, (_, x, y) => {
      outline(pen, x, y, radius);
    });
  },
  fill(canvas, shape) {
    const size = shape.radiusPx * 2;
    eachVisible(shape, { marginX: size, marginY: size, cellPx: 0.5 }, (_, x, y) => {
      canvas.fillRect(x - shape.radiusPx, y - shape.radiusPx, size, size);
    });
  },
};

function eachBar(shape: MarkShape, visit: (x: number, from: number, to: number) => void): void {
  const { batch, scaleY, offsetY, radiusPx } = shape;
  const [, top, , bottom] = shape.clip;
  // A bar reaches into view from a point that lies outside.
  eachVisible(shape, { marginX: 1, marginY: bottom - top, cellPx: 1 }, (i, x) => {
    const from = (batch.low[i] ?? Number.NaN) * scaleY + offsetY;
    const to = (batch.high[i] ?? Number.NaN) * scaleY + offsetY;
    // A bar that hides under its own marker costs time and shows nothing.
    if (!(Math.abs(to - from) > radiusPx * 2)) return;
    visit(x, Math.max(top, Math.min(bottom, from)), Math.max(top, Math.min(bottom, to)));
  });
}

/** All error bars of one look, 1 px wide. */
const errorBars: Drawing = {
  rectangles: () => true,
  trace(pen, shape) {
    eachBar(shape, (x, from, to) => {
      pen.moveTo(x, from);
      pen.lineTo(x, to);
    });
  },
  fill(canvas, shape) {
    eachBar(shape, (x, from, to) => {
      canvas.fillRect(x - 0.5, Math.min(from, to), 1, Math.abs(to - from));
    });
  },
};

export const shapeNames = { markers: "light-curve-markers", errorBars: "light-curve-error-bars" } as const;

/** Makes the shapes known to ECharts, so that a custom series can use them by name. */
export function registerShapes(): void {
  graphic.registerShape(shapeNames.markers, batchShape(shapeNames.markers, markers));
  graphic.registerShape(shapeNames.errorBars, batchShape(shapeNames.errorBars, errorBars));
}
