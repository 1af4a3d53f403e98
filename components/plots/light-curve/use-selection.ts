"use client";

import { type RefObject, useEffect, useMemo, useState } from "react";
import type { Batch } from "./batched-shapes";
import type { Prepared } from "./bins";
import type { LightCurveColumns } from "./columns";
import { type Hit, pointsInside } from "./hit-test";
import { type LightCurveProps, type PhotometrySelectDetail, photometrySelectEvent } from "./light-curve-types";
import type { PlotModel } from "./plot-model";
import type { PlotRange } from "./state";

type Input = {
  root: RefObject<HTMLElement | null>;
  model: PlotModel;
  hidden: ReadonlySet<string>;
  prepared: Prepared;
  columns: LightCurveColumns;
  onSelect: LightCurveProps["onSelect"];
};

/** Ids of the photometry rows behind plotted points, each once (a folded point stands twice, a bin for several rows). */
export function rowIdsOf(hits: readonly Hit[], prepared: Prepared, columns: LightCurveColumns): string[] {
  const rows = new Set(hits.flatMap(({ row }) => prepared.membersOf(row)));
  return [...rows].sort((a, b) => a - b).map((row) => columns.idAt(row));
}

/** The points to ring, as one batch in order of x. */
export function ringsOf(hits: readonly Hit[]): Batch | null {
  if (hits.length === 0) return null;
  const sorted = [...hits].sort((a, b) => a.x - b.x);
  const none = new Float32Array(sorted.length).fill(Number.NaN);
  return {
    x: Float64Array.from(sorted, ({ x }) => x),
    y: Float32Array.from(sorted, ({ y }) => y),
    low: none,
    high: none,
  };
}

function announce(from: HTMLElement | null, rowIds: readonly string[], onSelect: LightCurveProps["onSelect"]): void {
  onSelect?.(rowIds);
  const detail: PhotometrySelectDetail = { rowIds };
  from?.dispatchEvent(new CustomEvent(photometrySelectEvent, { bubbles: true, detail }));
}

/** What was selected with a box, told to the page; forgotten when other points are drawn. */
export function useSelection({ root, model, hidden, prepared, columns, onSelect }: Input) {
  const [selected, setSelected] = useState<{ model: PlotModel; hits: readonly Hit[]; count: number } | null>(null);
  const current = selected?.model === model ? selected : null;

  // Other points are drawn: the page hears that nothing is selected any more.
  useEffect(() => {
    if (selected === null || selected.model === model) return;
    setSelected(null);
    announce(root.current, [], onSelect);
  }, [selected, model, root, onSelect]);

  return {
    rings: useMemo(() => (current === null ? null : ringsOf(current.hits)), [current]),
    count: current?.count ?? 0,
    clear() {
      setSelected(null);
      announce(root.current, [], onSelect);
    },
    select(range: PlotRange) {
      const hits = pointsInside({ model, hidden }, range);
      const rowIds = rowIdsOf(hits, prepared, columns);
      setSelected({ model, hits, count: rowIds.length });
      announce(root.current, rowIds, onSelect);
    },
  };
}
