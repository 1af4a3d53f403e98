import type { CustomSeriesOption, LineSeriesOption } from "echarts/charts";
import type {
  DataZoomComponentOption,
  GridComponentOption,
  MarkLineComponentOption,
  TooltipComponentOption,
} from "echarts/components";
import type { ComposeOption } from "echarts/core";
import type { PlotTheme } from "../light-curve/theme";
import { labelsOf, type Mark, marksOf, type View } from "./marks";
import { smooth } from "./smooth";
import type { SpectrumSamples } from "./spectrum-types";
import type { SpectrumState } from "./state";

type Option = ComposeOption<
  | LineSeriesOption
  | CustomSeriesOption
  | GridComponentOption
  | DataZoomComponentOption
  | MarkLineComponentOption
  | TooltipComponentOption
>;

/** Units as they are printed on axes. */
const printed: Readonly<Record<string, string>> = { Angstrom: "Å", um: "µm" };
const unitText = (unit: string): string => printed[unit] ?? unit;

/** A number of four figures, in powers of ten where it is very small or large. */
const short = (value: number): string =>
  value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
    ? value.toExponential(1).replace("-", "−").replace("e+", "e")
    : String(Number(value.toPrecision(4))).replace("-", "−");

/** The ends of the wavelength axis. */
const wholeOf = ({ wavelength }: SpectrumSamples) => ({ min: wavelength[0] ?? 0, max: wavelength.at(-1) ?? 1 });

const grid = (narrow: boolean) => ({ left: narrow ? 56 : 72, right: 18, top: 14, bottom: 46 });

/** Room for a label in its row: the longest is "Telluric". */
const rowPx = 46;

/** How the whole frame is drawn: its size in pixels decides where labels have room. */
export type Frame = { theme: PlotTheme; narrow: boolean; widthPx: number; heightPx: number };

/** The names of the marked lines at the top of the plot; made anew for each part of the spectrum that is looked at. */
export function labelSeries(
  marks: readonly Mark[],
  { theme, narrow, widthPx, heightPx }: Frame,
  { from, to }: Pick<View, "from" | "to">,
): LineSeriesOption {
  const { left, right, top, bottom } = grid(narrow);
  const room = Math.max(1, heightPx - top - bottom);
  const placed = labelsOf(marks, { from, to, widthPx: Math.max(1, widthPx - left - right) });
  return {
    id: "labels",
    type: "line",
    yAxisIndex: 1,
    // Over the dashed lines of the neighbours.
    z: 6,
    silent: true,
    animation: false,
    symbolSize: 0.01,
    showAllSymbol: true,
    lineStyle: { opacity: 0 },
    itemStyle: { color: "transparent" },
    tooltip: { show: false },
    data: placed.map(({ label, at, row }) => ({
      value: [at, 1 - (row * rowPx + 2) / room],
      label: { show: true, formatter: label },
    })),
    label: {
      position: [0, 0],
      rotate: 90,
      align: "right",
      verticalAlign: "bottom",
      color: theme.text,
      fontSize: 10,
      padding: [0, 0, 1, 0],
      textBorderColor: theme.panel,
      textBorderWidth: 2,
    },
  };
}

/** The whole ECharts option of a spectrum. */
export function spectrumOption(
  samples: SpectrumSamples,
  state: SpectrumState,
  frame: Frame,
  view: Pick<View, "from" | "to">,
): Option {
  const { theme, narrow } = frame;
  const { wavelength, wavelengthUnit, fluxUnit, fluxErr } = samples;
  const flux = smooth(samples.flux, state.window);
  const points = wavelength.map((at, index) => [at, flux[index] ?? 0]);
  const axis = {
    axisLine: { lineStyle: { color: theme.lineStrong } },
    axisLabel: { color: theme.muted, fontSize: 11, formatter: (value: number) => short(value) },
    splitLine: { lineStyle: { color: theme.line } },
    nameTextStyle: { color: theme.muted, fontSize: 11 },
    nameLocation: "middle" as const,
    scale: true,
  };
  const marks = marksOf(samples, state);
  const band = (sign: 1 | -1) =>
    wavelength.map((at, index) => [at, (flux[index] ?? 0) + sign * (fluxErr?.[index] ?? 0)]);
  const plain = { type: "line" as const, showSymbol: false, silent: true, animation: false, sampling: "lttb" as const };
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: grid(narrow),
    xAxis: {
      ...axis,
      // From the first sample to the last: these ends are seldom round, and have no number.
      axisLabel: { ...axis.axisLabel, showMinLabel: false, showMaxLabel: false, hideOverlap: true },
      type: "value",
      ...wholeOf(samples),
      name: `Wavelength (${unitText(wavelengthUnit)})`,
      nameGap: 28,
    },
    yAxis: [
      { ...axis, type: "value", name: `Flux (${fluxUnit ?? "no unit given"})`, nameGap: narrow ? 44 : 56 },
      { type: "value", show: false, min: 0, max: 1 },
    ],
    dataZoom: [{ type: "inside", id: "x", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl" }],
    tooltip: {
      trigger: "axis",
      backgroundColor: theme.panel,
      borderColor: theme.lineStrong,
      textStyle: { color: theme.text, fontSize: 12 },
      axisPointer: { type: "line", lineStyle: { color: theme.lineStrong } },
      renderMode: "richText",
      formatter: (params: unknown) => {
        const [first] = Array.isArray(params) ? params : [params];
        const [at, value] = (first as { value?: [number, number] } | undefined)?.value ?? [Number.NaN, Number.NaN];
        return `${at.toFixed(wavelengthUnit === "Angstrom" ? 1 : 4)} ${unitText(wavelengthUnit)}\n${short(value)} ${fluxUnit ?? ""}`;
      },
    },
    series: [
      ...(fluxErr === null || state.window > 1
        ? []
        : ([1, -1] as const).map((sign) => ({
            ...plain,
            data: band(sign),
            tooltip: { show: false },
            lineStyle: { color: theme.faint, width: 0.6, opacity: 0.7 },
          }))),
      {
        ...plain,
        silent: false,
        data: points,
        lineStyle: { color: theme.accent, width: 1.2 },
        itemStyle: { color: theme.accent },
        markLine: {
          silent: true,
          symbol: "none",
          animation: false,
          lineStyle: { color: theme.muted, type: "dashed", width: 1 },
          label: { show: false },
          data: marks.map(({ at }) => ({ xAxis: at })),
        },
      },
      labelSeries(marks, frame, view),
    ],
  };
}
