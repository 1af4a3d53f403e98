"use client";

import { LineChart } from "echarts/charts";
import { DataZoomInsideComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { lineGroups } from "@/lib/astro/spectral-lines";
import { readTheme, watchTheme } from "../light-curve/theme";
import { Segments, Toggle } from "../segments";
import { marksOf } from "./marks";
import { type Frame, labelSeries, spectrumOption } from "./option";
import styles from "./spectrum.module.css";
import type { SpectrumProps, SpectrumSamples } from "./spectrum-types";
import { type SpectrumState, windows } from "./state";
import { useSpectrumState } from "./use-spectrum-state";

use([LineChart, GridComponent, DataZoomInsideComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

const narrowPx = 560;

/** The part of the spectrum that is in sight: zooming is told in per cent of the whole. */
function viewOf(chart: ECharts, { wavelength }: SpectrumSamples): { from: number; to: number } {
  const [first = 0, last = 1] = [wavelength[0], wavelength.at(-1)];
  // Nothing, before the first option is set.
  const option = chart.getOption() as { dataZoom?: { start?: number; end?: number }[] } | undefined;
  const zoom = option?.dataZoom?.[0];
  const at = (percent: number) => first + ((last - first) * percent) / 100;
  return { from: at(zoom?.start ?? 0), to: at(zoom?.end ?? 100) };
}

/** Keeps one chart in the frame, in the page's theme and at its size. */
function usePlot(samples: SpectrumSamples, state: SpectrumState) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const [look, setLook] = useState<Frame | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const made = init(element, null, { renderer: "canvas" });
    chart.current = made;
    const measure = () => {
      const { clientWidth: widthPx, clientHeight: heightPx } = element;
      setLook({ theme: readTheme(), narrow: widthPx < narrowPx, widthPx, heightPx });
    };
    const observer = new ResizeObserver(() => {
      made.resize();
      measure();
    });
    observer.observe(element);
    const stop = watchTheme(measure);
    return () => {
      stop();
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const drawn = chart.current;
    if (look === null || drawn === null) return;
    drawn.setOption(spectrumOption(samples, state, look, viewOf(drawn, samples)), { replaceMerge: ["series"] });
    const marks = marksOf(samples, state);
    const relabel = () => drawn.setOption({ series: [labelSeries(marks, look, viewOf(drawn, samples))] });
    drawn.on("datazoom", relabel);
    return () => void drawn.off("datazoom", relabel);
  }, [samples, state, look]);
  return frame;
}

const redshiftOf = (text: string): number | null => {
  const value = Number(text.trim().replace(",", ".").replace("−", "-"));
  return text.trim() !== "" && Number.isFinite(value) && value >= -0.1 && value <= 20 ? value : null;
};

function RedshiftField({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [text, setText] = useState(String(value));
  return (
    <label className={styles.redshift}>
      z
      <input
        type="text"
        inputMode="decimal"
        size={8}
        maxLength={12}
        aria-label="Redshift of the line markers"
        aria-invalid={redshiftOf(text) === null}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const next = redshiftOf(event.target.value);
          if (next !== null) onChange(next);
        }}
      />
    </label>
  );
}

/** A spectrum with its axes in the units of its file, smoothing, and markers of lines at a redshift. */
export function SpectrumView({ samples, title, redshift }: SpectrumProps & { samples: SpectrumSamples }) {
  const [state, change] = useSpectrumState(redshift);
  const frame = usePlot(samples, state);
  const toggle = (key: string, isOn: boolean) =>
    change({ lines: isOn ? [...state.lines, key] : state.lines.filter((one) => one !== key) });
  return (
    <div className={styles.frame}>
      <div className={styles.controls}>
        <Segments
          label="Smoothing, in samples"
          value={String(state.window)}
          choices={windows.map((window) => ({
            value: String(window),
            label: window === 1 ? "As it is" : `${window} samples`,
          }))}
          onChange={(value) => change({ window: Number(value) })}
        />
        <RedshiftField value={state.redshift} onChange={(value) => change({ redshift: value })} />
      </div>
      <div className={styles.plot} ref={frame} role="img" aria-label={`Spectrum: ${title}`} />
      <fieldset className={styles.lines}>
        <legend className="spoken">Lines</legend>
        {lineGroups.map(({ key, label }) => (
          <Toggle key={key} label={label} checked={state.lines.includes(key)} onChange={(isOn) => toggle(key, isOn)} />
        ))}
      </fieldset>
    </div>
  );
}
