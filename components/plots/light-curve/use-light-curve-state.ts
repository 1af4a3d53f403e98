"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { changesScale, type LightCurveState, parseLightCurveState, writeLightCurveState } from "./state";

/** Zooming by wheel changes the state many times a second; browsers allow about three writes a second. */
const writeAfterMs = 300;

function writeUrl(state: LightCurveState, base: LightCurveState): void {
  const search = writeLightCurveState(state, new URLSearchParams(window.location.search), base).toString();
  const url = `${window.location.pathname}${search === "" ? "" : `?${search}`}${window.location.hash}`;
  // Null lets the router take the new address over as its own.
  window.history.replaceState(null, "", url);
}

/** The state of the plot, read from the URL once and written back after each change. */
export function useLightCurveState(base: LightCurveState) {
  const [state, setState] = useState(() => parseLightCurveState(new URLSearchParams(window.location.search), base));
  const written = useRef(state);

  useEffect(() => {
    if (written.current === state) return;
    const timer = setTimeout(() => {
      written.current = state;
      writeUrl(state, base);
    }, writeAfterMs);
    return () => clearTimeout(timer);
  }, [state, base]);

  const change = useCallback((part: Partial<LightCurveState>) => {
    setState((before) => {
      const after = { ...before, ...part };
      return changesScale(before, after) && part.range === undefined ? { ...after, range: null } : after;
    });
  }, []);
  return [state, change] as const;
}
