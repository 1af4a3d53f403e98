"use client";

import { type ComponentType, useEffect, useState } from "react";
import { preload } from "react-dom";
import { Button } from "@/components/ui/button";
import { FailedState } from "@/components/ui/states";
import styles from "./light-curve.module.css";
import type { LightCurveState } from "./state";

export type LightCurveProps = {
  /** Address of the columns (`encodeColumns`), with the version in it, so that it can be cached for ever. */
  src: string;
  targetName: string;
  /** With either of these the absolute magnitude can be chosen; the distance goes before the redshift. */
  distancePc?: number | null;
  redshift?: number | null;
  /** A known period in days, offered for folding. */
  periodDays?: number | null;
  /** Time of the first detection, MJD UTC: zero of "days since" and of the phase. Null = the first row that is one. */
  firstDetectionMjd?: number | null;
  /** What is shown while the URL (`lc.*`) says nothing else. */
  initialState?: Partial<Omit<LightCurveState, "range">>;
  /** Ids of the rows inside a box drawn with the "select" tool; the same goes out as the DOM event `photometry-select`. */
  onSelect?: (rowIds: readonly string[]) => void;
};

/** Bubbles from the plot: `detail.rowIds` are the photometry rows selected in it, none when the selection is cleared. */
export const photometrySelectEvent = "photometry-select";
export type PhotometrySelectDetail = { rowIds: readonly string[] };

/** Holds the place of the plot; same height as the plot at every width. */
export function LightCurveSkeleton() {
  return (
    <div className={styles.frame} role="status" aria-label="Loading the light curve">
      <div className={styles.toolbar} />
      <div className={styles.filters} />
      <div className={styles.plot}>
        <div className={styles.bone} />
      </div>
      <div className={styles.legend} />
      <p className={styles.caption}>Loading the light curve</p>
    </div>
  );
}

/**
 * The light curve of a target. The plot and its library (ECharts) come after the page, while the data load beside them;
 * the page keeps the place. Everything a person sets stands in the URL.
 */
export function LightCurve(props: LightCurveProps) {
  const [View, setView] = useState<ComponentType<LightCurveProps> | null>(null);
  const [failed, setFailed] = useState(false);
  preload(props.src, { as: "fetch", crossOrigin: "anonymous" });

  useEffect(() => {
    if (failed) return;
    let gone = false;
    import("./light-curve-view").then(
      (module) => gone || setView(() => module.LightCurveView),
      () => gone || setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [failed]);

  if (failed) {
    return (
      <div className={styles.frame}>
        <FailedState
          title="The plot could not be loaded"
          why="The connection broke off, or the site was just updated."
          retry={
            <Button small icon="refresh-cw" onClick={() => setFailed(false)}>
              Try again
            </Button>
          }
        />
      </div>
    );
  }
  return View === null ? <LightCurveSkeleton /> : <View {...props} />;
}
