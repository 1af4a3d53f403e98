"use client";

import { useMemo } from "react";
import { binned, unbinned } from "./bins";
import { type LightCurveColumns, rowFlag } from "./columns";
import { buildModel, distanceFacts, type KnownDistance, type TargetFacts } from "./plot-model";
import type { LightCurveState } from "./state";

export type KnownOfTarget = KnownDistance & {
  periodDays: number | null;
  firstDetectionMjd: number | null;
};

/** The first measurement that is a detection, not forced, not flagged, above the reference; MJD. */
export function firstDetection(columns: LightCurveColumns): number | null {
  let first: number | null = null;
  const excluded = rowFlag.forced | rowFlag.flagged | rowFlag.negative;
  columns.flags.forEach((flags, i) => {
    const measured = !Number.isNaN(columns.mag[i] ?? Number.NaN) || (columns.fluxNjy[i] ?? Number.NaN) > 0;
    const mjd = columns.observedAtMjd[i] ?? Number.NaN;
    if (measured && (flags & excluded) === 0 && (first === null || mjd < first)) first = mjd;
  });
  return first;
}

/** Rows to drawable model, each step redone only when what it depends on changes. */
export function usePlotModel(columns: LightCurveColumns, state: LightCurveState, known: KnownOfTarget) {
  const target = useMemo(
    (): TargetFacts => ({
      firstDetectionMjd: known.firstDetectionMjd ?? firstDetection(columns),
      ...distanceFacts({ distancePc: known.distancePc, parallaxMas: known.parallaxMas, redshift: known.redshift }),
    }),
    [columns, known.firstDetectionMjd, known.distancePc, known.parallaxMas, known.redshift],
  );
  const plain = useMemo(() => unbinned(columns), [columns]);
  const prepared = useMemo(() => (state.bins === "night" ? binned(plain) : plain), [plain, state.bins]);
  const { time, foldPeriodDays, brightnessAxis, light, bins, minSnr, limits, hidden } = state;
  // The visible range is not among them: zooming rebuilds nothing.
  const model = useMemo(() => {
    const view = { time, foldPeriodDays, brightnessAxis, light, bins, minSnr, limits, hidden, range: null };
    return buildModel(prepared.columns, prepared.groups, view, target);
  }, [prepared, target, time, foldPeriodDays, brightnessAxis, light, bins, minSnr, limits, hidden]);
  return { target, prepared, model };
}
