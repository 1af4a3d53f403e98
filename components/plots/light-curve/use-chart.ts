"use client";

import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Batch } from "./batched-shapes";
import { createChart, type LightCurveChart } from "./chart";
import type { PlotModel } from "./plot-model";
import type { PlotRange } from "./state";
import { type PlotTheme, readTheme, watchTheme } from "./theme";

/** Plots narrower than this are drawn for a phone. */
const narrowPx = 560;

type Input = {
  frame: RefObject<HTMLDivElement | null>;
  model: PlotModel;
  hidden: ReadonlySet<string>;
  range: PlotRange | null;
  panning: boolean;
  selected: Batch | null;
  onRange: (range: PlotRange | null) => void;
};

const sameRange = (a: PlotRange | null, b: PlotRange | null): boolean =>
  a === b || (a !== null && b !== null && a.every((value, i) => value === b[i]));

/** The theme in force, read anew whenever it changes. */
function useTheme(): PlotTheme {
  const [read] = useState(() => {
    let theme = readTheme();
    return {
      subscribe: (changed: () => void) =>
        watchTheme(() => {
          theme = readTheme();
          changed();
        }),
      get: () => theme,
    };
  });
  return useSyncExternalStore(read.subscribe, read.get);
}

/** Keeps one chart in the frame drawn as the input says, at the frame's size, in the page's theme. */
export function useChart({ frame, model, hidden, range, panning, selected, onRange }: Input) {
  const chart = useRef<LightCurveChart | null>(null);
  const theme = useTheme();
  const [widthPx, setWidthPx] = useState(0);
  const shownRange = useRef<PlotRange | null>(range);
  const drawn = useRef<{ model: PlotModel; settings: object } | null>(null);
  const report = useRef(onRange);
  useEffect(() => {
    report.current = onRange;
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const made = createChart(element, (zoomed) => {
      shownRange.current = zoomed;
      report.current(zoomed);
    });
    chart.current = made;
    const observer = new ResizeObserver(([entry]) => {
      made.resize();
      setWidthPx(Math.round(entry?.contentRect.width ?? 0));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
      drawn.current = null;
    };
  }, [frame]);

  const settings = useMemo(
    () => ({ theme, hidden, panning, selected, widthPx, narrow: widthPx < narrowPx }),
    [theme, hidden, panning, selected, widthPx],
  );
  // A new model or look is drawn whole; a range that did not come from the chart itself only zooms.
  useEffect(() => {
    if (widthPx === 0) return;
    const last = drawn.current;
    if (last === null || last.model !== model || last.settings !== settings) {
      chart.current?.draw(model, { ...settings, range });
      drawn.current = { model, settings };
    } else if (!sameRange(range, shownRange.current)) {
      chart.current?.zoomTo(range);
    }
    shownRange.current = range;
  }, [model, settings, range, widthPx]);

  return { chart, theme };
}
