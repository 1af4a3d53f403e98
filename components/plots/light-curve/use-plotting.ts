"use client";

import { type RefObject, useMemo } from "react";
import type { Deliverers } from "@/components/brokers/deliverers";
import type { Linear } from "./batched-shapes";
import type { Prepared } from "./bins";
import type { LightCurveChart } from "./chart";
import { type Hit, nearestPoint, nextPoint } from "./hit-test";
import type { PlotModel, TargetFacts } from "./plot-model";
import { pointFacts } from "./point-facts";
import type { LightCurveState, PlotRange } from "./state";
import type { Box } from "./use-box";
import { zoomedBy } from "./zoom";

type Input = {
  chart: RefObject<LightCurveChart | null>;
  model: PlotModel;
  hidden: ReadonlySet<string>;
  prepared: Prepared;
  target: TargetFacts;
  deliverers: Deliverers;
  range: PlotRange | null;
  change: (part: Partial<LightCurveState>) => void;
};

/** Both axes are linear: the pixels of two data points tell all others. */
function scaleOf(chart: LightCurveChart, extent: PlotRange): Linear {
  const [x0, x1, y0, y1] = extent;
  const [px0, py0] = chart.toPixel(x0, y0);
  const [px1, py1] = chart.toPixel(x1, y1);
  const scaleX = (px1 - px0) / (x1 - x0);
  const scaleY = (py1 - py0) / (y1 - y0);
  return { scaleX, offsetX: px0 - x0 * scaleX, scaleY, offsetY: py0 - y0 * scaleY };
}

/** What pointer and keys ask of the plot, in data. */
export function usePlotting({ chart, model, hidden, prepared, target, deliverers, range, change }: Input) {
  const shown = range ?? model.extent;
  // Another one whenever model, visibility or range change: then no point is under the pointer any more.
  const drawn = useMemo(() => ({ model, hidden, range }), [model, hidden, range]);

  const boxOf = (box: Box): PlotRange => {
    const [xa, ya] = chart.current?.toData(box.left, box.top) ?? [0, 0];
    const [xb, yb] = chart.current?.toData(box.right, box.bottom) ?? [0, 0];
    return [Math.min(xa, xb), Math.max(xa, xb), Math.min(ya, yb), Math.max(ya, yb)];
  };
  return {
    drawn,
    boxOf,
    find(x: number, y: number, reachPx: number): Hit | null {
      const area = chart.current?.area();
      if (!chart.current || !area || x < area.left || x > area.right || y < area.top || y > area.bottom) return null;
      return nearestPoint({ model, hidden }, scaleOf(chart.current, model.extent), { x, y }, reachPx);
    },
    step: (from: Hit | null, direction: 1 | -1): Hit | null =>
      nextPoint({ model, hidden }, from?.x ?? null, direction, [shown[0], shown[1]]),
    facts: (row: number) =>
      pointFacts(prepared.columns, row, {
        firstDetectionMjd: target.firstDetectionMjd,
        memberCount: prepared.membersOf(row).length,
        deliverers,
      }),
    zoomInto: (box: Box) => change({ range: boxOf(box) }),
    zoomBy: (factor: number | null) =>
      change({ range: factor === null ? null : zoomedBy(shown, factor, model.extent) }),
  };
}
