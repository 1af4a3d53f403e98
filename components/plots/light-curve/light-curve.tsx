"use client";

import { type ComponentType, useEffect, useState } from "react";
import { preload } from "react-dom";
import { Button } from "@/components/ui/button";
import { FailedState } from "@/components/ui/states";
import styles from "./light-curve.module.css";
import type { LightCurveProps } from "./light-curve-types";
import { LightCurveSkeleton } from "./skeleton";

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
