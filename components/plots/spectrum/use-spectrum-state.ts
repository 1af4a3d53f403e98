"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { parseSpectrumState, type SpectrumState, writeSpectrumState } from "./state";

/** Browsers allow about three writes a second. */
const writeAfterMs = 300;

const usual = ["H", "CaII"];

/** The state of the plot, read from the URL once and written back after each change. */
export function useSpectrumState(redshift: number | null) {
  const base = useMemo<SpectrumState>(() => ({ redshift: redshift ?? 0, window: 1, lines: usual }), [redshift]);
  const [state, setState] = useState(() => parseSpectrumState(new URLSearchParams(window.location.search), base));
  const written = useRef(state);
  useEffect(() => {
    if (written.current === state) return;
    const timer = setTimeout(() => {
      written.current = state;
      const search = writeSpectrumState(state, new URLSearchParams(window.location.search), base).toString();
      const url = `${window.location.pathname}${search === "" ? "" : `?${search}`}${window.location.hash}`;
      // Null lets the router take the new address over as its own.
      window.history.replaceState(null, "", url);
    }, writeAfterMs);
    return () => clearTimeout(timer);
  }, [state, base]);
  const change = useCallback((part: Partial<SpectrumState>) => setState((before) => ({ ...before, ...part })), []);
  return [state, change] as const;
}
