import type { CustomSeriesOption } from "echarts/charts";
import type { BandShape, SurveyOutline } from "@/lib/astro/bands";
import { type Batch, type Linear, shapeNames } from "./batched-shapes";
import type { PlotBatch, PlotSeries } from "./plot-points";
import type { PlotTheme } from "./theme";

type RenderItem = NonNullable<CustomSeriesOption["renderItem"]>;
type Element = Record<string, unknown>;

export type SeriesLook = {
  shape: BandShape;
  color: string;
  outline: SurveyOutline;
  radiusPx: number;
  theme: PlotTheme;
};

/** Dash pattern of the ring around a survey's marks; "solid" has no ring of its own. */
const ringDash: Record<Exclude<SurveyOutline, "solid">, { dash: number[]; width: number }> = {
  double: { dash: [], width: 1 },
  dashed: { dash: [3, 2], width: 1 },
  dotted: { dash: [1, 2], width: 1.2 },
  "dash-dot": { dash: [4, 1.5, 1, 1.5], width: 1 },
  heavy: { dash: [], width: 2 },
};

/** How the marks of each look are painted, in the series' colour. */
function marks(look: SeriesLook, batch: PlotBatch): Element[] {
  const { color, theme } = look;
  const hollow = { fill: theme.panel, stroke: color, lineWidth: 1.3 };
  const tiny = look.radiusPx < 2;
  if (batch.look === "limit") {
    return [mark("limit", { fill: "none", stroke: color, lineWidth: 1.2, opacity: tiny ? 0.45 : 0.75 }, look.radiusPx)];
  }
  if (batch.look === "flagged") {
    const style = tiny ? { fill: theme.faint, opacity: 0.5 } : { fill: "none", stroke: theme.faint, lineWidth: 1.2 };
    return [mark(look.shape, style, look.radiusPx)];
  }
  // A mark of 3 px cannot be hollow; paler has to do.
  if (tiny) return [mark(look.shape, { fill: color, opacity: batch.look === "detection" ? 1 : 0.45 }, look.radiusPx)];
  const ring = look.outline === "solid" ? [] : [ringOf(look, look.outline)];
  if (batch.look === "forced") return [...ring, mark(look.shape, hollow, look.radiusPx)];
  if (batch.look === "negative") {
    return [...ring, mark(look.shape, hollow, look.radiusPx), mark("dot", { fill: color }, look.radiusPx)];
  }
  // A hair of background keeps marks apart where they overlap.
  return [...ring, mark(look.shape, { fill: color, stroke: theme.panel, lineWidth: 0.7 }, look.radiusPx)];
}

function ringOf(look: SeriesLook, outline: Exclude<SurveyOutline, "solid">): Element {
  const { dash, width } = ringDash[outline];
  const style = { fill: "none", stroke: look.color, lineWidth: width, lineDash: dash.length > 0 ? dash : false };
  return mark(look.shape, style, look.radiusPx + 2);
}

const mark = (marker: BandShape | "limit" | "dot", style: Element, radiusPx: number): Element => ({
  type: shapeNames.markers,
  style,
  shape: { marker, radiusPx },
});

/** Everything of one series as one custom item: error bars below, marks above, each batch a single path. */
export function renderSeries(series: PlotSeries, look: SeriesLook): RenderItem {
  return (params, api) => {
    const placed = placement(params, api);
    const children = series.batches.flatMap((batch) => {
      const bars =
        batch.look === "limit"
          ? []
          : [
              {
                type: shapeNames.errorBars,
                style: {
                  fill: batch.look === "flagged" ? look.theme.faint : look.color,
                  stroke: batch.look === "flagged" ? look.theme.faint : look.color,
                  lineWidth: 1,
                  opacity: 0.6,
                },
                shape: { marker: look.shape, radiusPx: look.radiusPx },
              },
            ];
      return [...bars, ...marks(look, batch)].map((element) => ({
        ...element,
        silent: true,
        shape: { ...(element.shape as Element), batch, ...placed },
      }));
    });
    return { type: "group", children } as unknown as ReturnType<RenderItem>;
  };
}

/** The ring around the newest detection. */
export function renderNewest(newest: { x: number; y: number }, look: { radiusPx: number; color: string }): RenderItem {
  return (_params, api) => {
    const [cx = 0, cy = 0] = api.coord([newest.x, newest.y]);
    return {
      type: "circle",
      silent: true,
      shape: { cx, cy, r: look.radiusPx + 5 },
      style: { fill: "none", stroke: look.color, lineWidth: 1.4 },
    };
  };
}

/** Rings around the points that a person selected. */
export function renderSelected(batch: Batch, look: { radiusPx: number; color: string }): RenderItem {
  return (params, api) => {
    const element = {
      type: shapeNames.markers,
      silent: true,
      shape: { marker: "circle", radiusPx: look.radiusPx + 3, batch, ...placement(params, api) },
      style: { fill: "none", stroke: look.color, lineWidth: 1.4 },
    };
    return element as unknown as ReturnType<RenderItem>;
  };
}

/** Where data fall on the screen; both axes are linear, so two points say everything. */
function placement(
  params: Parameters<RenderItem>[0],
  api: Parameters<RenderItem>[1],
): Linear & { clip: readonly number[] } {
  const area = params.coordSys as unknown as { x: number; y: number; width: number; height: number };
  const [x0 = 0, y0 = 0] = api.coord([0, 0]);
  const [x1 = 0, y1 = 0] = api.coord([1, 1]);
  return {
    scaleX: x1 - x0,
    offsetX: x0,
    scaleY: y1 - y0,
    offsetY: y0,
    clip: [area.x, area.y, area.x + area.width, area.y + area.height],
  };
}
