"use client";

import { useId, useMemo, useRef, useState } from "react";
import type { LightCurveColumns } from "./columns";
import { AxisControls, PointControls } from "./controls";
import { Legend } from "./legend";
import styles from "./light-curve.module.css";
import type { LightCurveProps } from "./light-curve-types";
import { brightnessKinds, possibleState } from "./plot-model";
import { Stage } from "./stage";
import type { LightCurveState } from "./state";
import { leftOutText, summaryText } from "./summary";
import { ClearButton, type Tool, Tools } from "./tools";
import { useChart } from "./use-chart";
import { useDownloads } from "./use-downloads";
import { type KnownOfTarget, usePlotModel } from "./use-plot-model";
import { usePlotting } from "./use-plotting";
import { useSelection } from "./use-selection";

type Props = Pick<LightCurveProps, "targetName" | "deliverers" | "onSelect"> & {
  columns: LightCurveColumns;
  known: KnownOfTarget;
  state: LightCurveState;
  change: (part: Partial<LightCurveState>) => void;
};

/** The light curve with all its controls. */
export function Workbench({ columns, known, state: wanted, change, targetName, deliverers, onSelect }: Props) {
  const root = useRef<HTMLElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const summaryId = useId();
  const [tool, setTool] = useState<{ name: Tool; chosen: boolean }>({ name: "zoom", chosen: false });
  const { target, prepared, model } = usePlotModel(columns, wanted, known);
  const state = possibleState(wanted, target);
  const hidden = useMemo(() => new Set(state.hidden), [state.hidden]);
  const selection = useSelection({ root, model, hidden, prepared, columns, onSelect });
  const { chart } = useChart({
    frame,
    model,
    hidden,
    range: state.range,
    panning: tool.name === "pan",
    selected: selection.rings,
    onRange: (range) => change({ range }),
  });
  const plotting = usePlotting({ chart, model, hidden, prepared, target, deliverers, range: state.range, change });
  const download = useDownloads({ chart, columns, hidden, light: state.light, targetName });
  const kinds = useMemo(() => brightnessKinds(columns), [columns]);
  const summary = useMemo(() => summaryText(columns, targetName), [columns, targetName]);
  const hasLimits = useMemo(() => columns.limitMag.some((limit) => !Number.isNaN(limit)), [columns]);
  const leftOut = leftOutText(model);

  return (
    <section ref={root} className={styles.frame} aria-label={`Light curve of ${targetName}`}>
      <div className={styles.toolbar}>
        <AxisControls state={state} change={change} canBeAbsolute={target.distanceModulusMag !== null} />
        <Tools
          tool={tool.name}
          onTool={(name) => setTool({ name, chosen: true })}
          zoomed={state.range !== null}
          onRestore={() => change({ range: null })}
          onDownload={download}
        />
      </div>
      <div className={styles.filters}>
        <PointControls
          state={state}
          change={change}
          known={known}
          kinds={kinds}
          hasLimits={hasLimits || state.minSnr !== null}
        />
      </div>
      <Stage
        frame={frame}
        chart={chart}
        label={`Light curve: ${model.yLabel}, against ${model.xLabel}`}
        describedBy={summaryId}
        tool={tool.name}
        toolChosen={tool.chosen}
        drawn={plotting.drawn}
        find={plotting.find}
        step={plotting.step}
        facts={plotting.facts}
        onBox={(box) => (tool.name === "select" ? selection.select(plotting.boxOf(box)) : plotting.zoomInto(box))}
        onZoomKey={plotting.zoomBy}
      />
      <div className={styles.legend}>
        <Legend model={model} hidden={hidden} onHidden={(keys) => change({ hidden: keys })} />
      </div>
      <div className={styles.caption}>
        <p id={summaryId}>{summary}</p>
        {leftOut === "" ? null : <p>{leftOut}</p>}
        {selection.count === 0 ? null : (
          <p>
            {selection.count} {selection.count === 1 ? "row" : "rows"} selected{" "}
            <ClearButton onClick={selection.clear} />
          </p>
        )}
      </div>
    </section>
  );
}
