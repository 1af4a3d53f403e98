"use client";

import { useId, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState, FailedState } from "@/components/ui/states";
import type { LightCurveColumns } from "./columns";
import styles from "./light-curve.module.css";
import type { LightCurveProps } from "./light-curve-types";
import { LightCurveSkeleton } from "./skeleton";
import { defaultState } from "./state";
import { useColumns } from "./use-columns";
import { useLightCurveState } from "./use-light-curve-state";
import { Workbench } from "./workbench";

/** The part of the light curve that comes with the plot library: loads the columns and shows the fitting state. */
export function LightCurveView(props: LightCurveProps) {
  const { initialState, src, targetName } = props;
  const { loaded, retry } = useColumns(src);
  const base = useMemo(() => ({ ...defaultState, ...initialState }), [initialState]);
  const [state, change] = useLightCurveState(base);
  const headingId = useId();

  if (loaded.status === "loading") return <LightCurveSkeleton />;
  if (loaded.status === "failed") {
    const again = (
      <Button small icon="refresh-cw" onClick={retry}>
        Try again
      </Button>
    );
    return (
      <div className={styles.frame}>
        <FailedState title="The light curve could not be loaded" why={loaded.why} retry={again} />
      </div>
    );
  }
  if (loaded.columns.count === 0) {
    return (
      <div className={styles.frame}>
        <EmptyState title="No photometry yet" icon="telescope">
          Detections, limits and forced photometry of {targetName} will be drawn here.
        </EmptyState>
      </div>
    );
  }
  return <Ready {...props} columns={loaded.columns} state={state} change={change} captionId={headingId} />;
}

type ReadyProps = LightCurveProps & {
  columns: LightCurveColumns;
  state: ReturnType<typeof useLightCurveState>[0];
  change: ReturnType<typeof useLightCurveState>[1];
  captionId: string;
};

function Ready({
  columns,
  distancePc = null,
  parallaxMas = null,
  redshift = null,
  periodDays = null,
  firstDetectionMjd = null,
  ...rest
}: ReadyProps) {
  return (
    <Workbench
      columns={columns}
      known={{ distancePc, parallaxMas, redshift, periodDays, firstDetectionMjd }}
      {...rest}
    />
  );
}
