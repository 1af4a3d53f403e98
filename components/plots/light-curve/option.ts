import type { CustomSeriesOption } from "echarts/charts";
import type { DataZoomComponentOption, GridComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";
import { bandOf, outlineOf } from "@/lib/astro/bands";
import type { Batch } from "./batched-shapes";
import { msOfMjd, plain } from "./labels";
import type { PlotModel } from "./plot-model";
import { renderNewest, renderSelected, renderSeries } from "./render-series";
import type { PlotRange } from "./state";
import { bandLabel, type PlotTheme } from "./theme";

export type LightCurveOption = ComposeOption<CustomSeriesOption | GridComponentOption | DataZoomComponentOption>;

export type DrawSettings = {
  theme: PlotTheme;
  hidden: ReadonlySet<string>;
  range: PlotRange | null;
  widthPx: number;
  /** A phone: fewer ticks, less room around. */
  narrow: boolean;
  /** Ringed points, in plot units. */
  selected: Batch | null;
  /** Dragging moves the view instead of drawing a box. */
  panning: boolean;
};

/** Room around the plot for axis names and ticks, in CSS pixels. */
export const plotInsets = (folded: boolean, narrow: boolean) => ({
  left: narrow ? 40 : 50,
  right: narrow ? 30 : 32,
  top: folded ? 32 : 52,
  bottom: 46,
});

/** Markers shrink as points crowd. */
const markerRadiusPx = (pointCount: number): number => {
  if (pointCount <= 400) return 4.6;
  if (pointCount <= 1500) return 4;
  if (pointCount <= 6000) return 3;
  return pointCount <= 25_000 ? 2.2 : 1.5;
};

const percent = (value: number, from: number, to: number): number =>
  to > from ? Math.min(100, Math.max(0, ((value - from) / (to - from)) * 100)) : 0;

/** The visible part as per cent of the extent, which is how both time axes zoom together. */
export function zoomPercents(range: PlotRange | null, extent: PlotRange): { x: [number, number]; y: [number, number] } {
  if (range === null) return { x: [0, 100], y: [0, 100] };
  return {
    x: [percent(range[0], extent[0], extent[1]), percent(range[1], extent[0], extent[1])],
    y: [percent(range[2], extent[2], extent[3]), percent(range[3], extent[2], extent[3])],
  };
}

/** The inverse: per cent back to plot units; null when everything is visible. */
export function rangeOfPercents(
  x: readonly [number, number],
  y: readonly [number, number],
  extent: PlotRange,
): PlotRange | null {
  const whole = ([from, to]: readonly [number, number]) => from <= 0.001 && to >= 99.999;
  if (whole(x) && whole(y)) return null;
  const at = (part: number, from: number, to: number) => from + ((to - from) * part) / 100;
  return [
    at(x[0], extent[0], extent[1]),
    at(x[1], extent[0], extent[1]),
    at(y[0], extent[2], extent[3]),
    at(y[1], extent[2], extent[3]),
  ];
}

/** The whole ECharts option of a light curve. Pure apart from the draw callbacks of its series. */
export function buildOption(model: PlotModel, settings: DrawSettings): LightCurveOption {
  const radiusPx = markerRadiusPx(model.pointCount) * (settings.narrow ? 0.8 : 1);
  const visible = model.series.filter((series) => !settings.hidden.has(series.key));
  const newest = model.newest;
  const newestSeries = newest ? model.series[newest.series] : undefined;
  return {
    animation: false,
    useUTC: true,
    backgroundColor: "transparent",
    textStyle: { fontFamily: settings.theme.font, fontSize: 12 },
    // Our own margins hold: names and ticks are measured to fit into them.
    grid: { ...plotInsets(model.folded, settings.narrow), outerBoundsMode: "none" },
    xAxis: model.folded ? [timeAxis(model, settings)] : [timeAxis(model, settings), dateAxis(model, settings)],
    yAxis: [brightnessAxis(model, settings)],
    dataZoom: zoomOptions(model, settings),
    series: [
      ...visible.map((series): CustomSeriesOption => {
        const band = bandOf(bandLabel(series.band));
        const look = { shape: band.shape, color: band[settings.theme.name], outline: outlineOf(series.source) };
        return custom(series.key, renderSeries(series, { ...look, radiusPx, theme: settings.theme }));
      }),
      ...(newest && newestSeries
        ? [custom("newest", renderNewest(newest, { radiusPx, color: settings.theme.text }))]
        : []),
      ...(settings.selected
        ? [custom("selected", renderSelected(settings.selected, { radiusPx, color: settings.theme.accent }))]
        : []),
      ...(model.folded ? [] : [{ ...custom("dates", () => null), xAxisIndex: 1 }]),
    ],
  };
}

const custom = (id: string, renderItem: NonNullable<CustomSeriesOption["renderItem"]>): CustomSeriesOption => ({
  type: "custom",
  id,
  name: id,
  // One item draws the whole series; its value only has to be a number.
  data: [0],
  dimensions: ["batch"],
  encode: { x: [], y: [] },
  coordinateSystem: "cartesian2d",
  renderItem,
  clip: true,
  silent: true,
  animation: false,
  tooltip: { show: false },
});

const axisLook = (theme: PlotTheme) => ({
  axisLine: { show: true, onZero: false, lineStyle: { color: theme.lineStrong, width: 1 } },
  axisTick: { show: true, length: 4, lineStyle: { color: theme.lineStrong } },
  axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
  splitLine: { show: true, lineStyle: { color: theme.line, width: 1 } },
  nameTextStyle: { color: theme.text, fontSize: 12 },
  nameLocation: "middle" as const,
});

function timeAxis(model: PlotModel, settings: DrawSettings) {
  const look = axisLook(settings.theme);
  return {
    ...look,
    type: "value" as const,
    position: "bottom" as const,
    min: model.extent[0],
    max: model.extent[1],
    name: model.xLabel,
    nameGap: 26,
    splitNumber: settings.narrow ? 3 : 8,
    axisLabel: { ...look.axisLabel, formatter: (value: number) => plain(value, 5) },
  };
}

function dateAxis(model: PlotModel, settings: DrawSettings) {
  const look = axisLook(settings.theme);
  return {
    ...look,
    type: "time" as const,
    position: "top" as const,
    min: msOfMjd(model.extent[0] + model.zeroMjd),
    max: msOfMjd(model.extent[1] + model.zeroMjd),
    splitLine: { show: false },
    splitNumber: settings.narrow ? 2 : 6,
    axisLabel: { ...look.axisLabel, formatter: dateTick },
  };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number): string => String(value).padStart(2, "0");

/** A UTC date tick as short as it is exact: a year, a month, a day, or a time. */
export function dateTick(ms: number): string {
  const date = new Date(ms);
  const month = months[date.getUTCMonth()] ?? "";
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  if (seconds !== 0) return `${two(hours)}:${two(minutes)}:${two(seconds)}`;
  if (hours !== 0 || minutes !== 0) return `${two(hours)}:${two(minutes)}`;
  if (date.getUTCDate() !== 1) return `${date.getUTCDate()} ${month}`;
  return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : `${month} ${date.getUTCFullYear()}`;
}

/** Its name lies flat above the plot: it says every switch, which is too much for a line on its side. */
function brightnessAxis(model: PlotModel, settings: DrawSettings) {
  const look = axisLook(settings.theme);
  const { left, top } = plotInsets(model.folded, settings.narrow);
  return {
    ...look,
    type: "value" as const,
    inverse: model.inverted,
    min: model.extent[2],
    max: model.extent[3],
    name: model.yLabel,
    nameLocation: model.inverted ? ("start" as const) : ("end" as const),
    nameGap: top - 18,
    nameTextStyle: { ...look.nameTextStyle, align: "left" as const, padding: [0, 0, 0, 12 - left] },
    nameTruncate: { maxWidth: settings.widthPx - 24, ellipsis: "…" },
    axisLabel: { ...look.axisLabel, formatter: (value: number) => plain(value, 3) },
  };
}

function zoomOptions(model: PlotModel, settings: DrawSettings): DataZoomComponentOption[] {
  const { x, y } = zoomPercents(settings.range, model.extent);
  const inside = {
    type: "inside" as const,
    filterMode: "none" as const,
    zoomOnMouseWheel: true,
    moveOnMouseMove: settings.panning,
    moveOnMouseWheel: false,
    minSpan: 0.0001,
    throttle: 16,
  };
  return [
    { ...inside, id: "x", xAxisIndex: model.folded ? [0] : [0, 1], start: x[0], end: x[1] },
    { ...inside, id: "y", yAxisIndex: [0], start: y[0], end: y[1] },
  ];
}
