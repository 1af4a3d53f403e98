import type { CustomSeriesOption, LineSeriesOption } from "echarts/charts";
import type {
  DataZoomComponentOption,
  GridComponentOption,
  MarkLineComponentOption,
  TooltipComponentOption,
} from "echarts/components";
import type { ComposeOption } from "echarts/core";
import { lineGroups, observedWavelength } from "@/lib/astro/spectral-lines";
import type { PlotTheme } from "../light-curve/theme";
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

/** Marked lines within the range of the spectrum. */
function marksOf(samples: SpectrumSamples, state: SpectrumState): { label: string; at: number }[] {
  const [from = 0, to = 0] = [samples.wavelength[0], samples.wavelength.at(-1)];
  return lineGroups
    .filter(({ key }) => state.lines.includes(key))
    .flatMap(({ label, lines, telluric = false }) =>
      lines.flatMap((line) => {
        const { medium, wavelengthUnit: unit } = samples;
        const at = observedWavelength(line, { redshift: state.redshift, telluric, medium, unit });
        return at === null || at < from || at > to ? [] : [{ label, at }];
      }),
    );
}

/** The whole ECharts option of a spectrum. */
export function spectrumOption(
  samples: SpectrumSamples,
  state: SpectrumState,
  theme: PlotTheme,
  narrow: boolean,
): Option {
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
  const band = (sign: 1 | -1) =>
    wavelength.map((at, index) => [at, (flux[index] ?? 0) + sign * (fluxErr?.[index] ?? 0)]);
  const plain = { type: "line" as const, showSymbol: false, silent: true, animation: false, sampling: "lttb" as const };
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: narrow ? 56 : 72, right: 18, top: 34, bottom: 46 },
    xAxis: { ...axis, type: "value", name: `Wavelength (${unitText(wavelengthUnit)})`, nameGap: 28 },
    yAxis: { ...axis, type: "value", name: `Flux (${fluxUnit ?? "no unit given"})`, nameGap: narrow ? 44 : 56 },
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
          label: { color: theme.text, fontSize: 10, rotate: 90, position: "insideEndTop", distance: 2 },
          data: marksOf(samples, state).map(({ label, at }) => ({ xAxis: at, label: { formatter: label } })),
        },
      },
    ],
  };
}
