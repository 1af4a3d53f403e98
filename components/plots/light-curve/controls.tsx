"use client";

import { Segments, Toggle } from "../segments";
import { NumberSwitch } from "./number-switch";
import type { LightCurveState } from "./state";
import type { KnownOfTarget } from "./use-plot-model";

type Change = (part: Partial<LightCurveState>) => void;

/** Which axes: brightness and time. */
export function AxisControls({
  state,
  change,
  canBeAbsolute,
}: {
  state: LightCurveState;
  change: Change;
  canBeAbsolute: boolean;
}) {
  const folded = state.foldPeriodDays !== null;
  return (
    <>
      <Segments
        label="Brightness axis"
        value={state.brightnessAxis}
        onChange={(brightnessAxis) => change({ brightnessAxis })}
        choices={[
          { value: "mag", label: "Magnitude" },
          { value: "flux", label: "Flux" },
          ...(canBeAbsolute
            ? [{ value: "abs" as const, label: "Absolute", title: "Apparent magnitude minus distance modulus" }]
            : []),
        ]}
      />
      <Segments
        label="Time axis"
        value={state.time}
        onChange={(time) => change({ time })}
        choices={[
          { value: "mjd", label: "MJD", disabled: folded },
          { value: "days", label: "Days", title: "Days since the first detection", disabled: folded },
        ]}
      />
    </>
  );
}

/** Which points, and what is done with them before they are drawn. */
export function PointControls(props: {
  state: LightCurveState;
  change: Change;
  known: KnownOfTarget;
  kinds: { difference: boolean; total: boolean };
  hasLimits: boolean;
}) {
  const { state, change, kinds } = props;
  const mixed = (kinds.difference && kinds.total) || state.light !== "all";
  return (
    <>
      {mixed ? (
        <Segments
          label="Kind of brightness"
          value={state.light}
          onChange={(light) => change({ light })}
          choices={[
            { value: "all", label: "All" },
            { value: "difference", label: "Difference", title: "Difference to a reference image" },
            { value: "total", label: "Total" },
          ]}
        />
      ) : null}
      <Toggle
        label="Nightly"
        title="One point a night, averaged in flux"
        checked={state.bins === "night"}
        onChange={(on) => change({ bins: on ? "night" : "none" })}
      />
      {props.hasLimits ? (
        <Toggle label="Limits" title="Upper limits" checked={state.limits} onChange={(limits) => change({ limits })} />
      ) : null}
      <NumberSwitch
        label="S/N ≥"
        fieldLabel="Least signal-to-noise ratio"
        value={state.minSnr}
        suggestion={3}
        onChange={(minSnr) => change({ minSnr })}
      />
      <NumberSwitch
        label="Fold"
        fieldLabel="Period in days"
        unit="d"
        value={state.foldPeriodDays}
        suggestion={props.known.periodDays ?? 10}
        onChange={(foldPeriodDays) => change({ foldPeriodDays })}
      />
    </>
  );
}
