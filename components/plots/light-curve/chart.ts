import { CustomChart } from "echarts/charts";
import { DataZoomInsideComponent, GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { registerShapes } from "./batched-shapes";
import { buildOption, type DrawSettings, plotInsets, rangeOfPercents, zoomPercents } from "./option";
import type { PlotModel } from "./plot-model";
import type { PlotRange } from "./state";

use([CanvasRenderer, CustomChart, GridComponent, DataZoomInsideComponent]);
registerShapes();

/** Pixel area of the plot inside its frame. */
export type PlotArea = { left: number; top: number; right: number; bottom: number };

export type LightCurveChart = {
  draw(model: PlotModel, settings: DrawSettings): void;
  resize(): void;
  zoomTo(range: PlotRange | null): void;
  /** From pixels of the frame to plot units, and back. */
  toData(x: number, y: number): [number, number];
  toPixel(x: number, y: number): [number, number];
  area(): PlotArea;
  png(background: string): Promise<Blob>;
  svg(background: string): Promise<string>;
  dispose(): void;
};

type ZoomOption = { dataZoom?: { start?: number; end?: number }[] };

/** The one place that talks to ECharts. `onZoom` hears every change of the visible part, by hand or by wheel. */
export function createChart(frame: HTMLElement, onZoom: (range: PlotRange | null) => void): LightCurveChart {
  const chart = init(frame, null, { renderer: "canvas" });
  let drawn: { model: PlotModel; settings: DrawSettings } | null = null;
  const grid = { xAxisIndex: 0, yAxisIndex: 0 };
  const pair = (value: unknown): [number, number] => {
    const [x, y] = Array.isArray(value) ? value : [];
    return [Number(x), Number(y)];
  };

  chart.on("datazoom", () => {
    if (!drawn) return;
    const [x, y] = (chart.getOption() as ZoomOption).dataZoom ?? [];
    onZoom(rangeOfPercents([x?.start ?? 0, x?.end ?? 100], [y?.start ?? 0, y?.end ?? 100], drawn.model.extent));
  });

  return {
    draw(model, settings) {
      drawn = { model, settings };
      chart.setOption(buildOption(model, settings), { notMerge: true });
    },
    resize: () => chart.resize(),
    zoomTo(range) {
      if (!drawn) return;
      const { x, y } = zoomPercents(range, drawn.model.extent);
      chart.dispatchAction({
        type: "dataZoom",
        batch: [
          { dataZoomId: "x", start: x[0], end: x[1] },
          { dataZoomId: "y", start: y[0], end: y[1] },
        ],
      });
    },
    toData: (x, y) => pair(chart.convertFromPixel(grid, [x, y])),
    toPixel: (x, y) => pair(chart.convertToPixel(grid, [x, y])),
    area() {
      const { width, height } = frame.getBoundingClientRect();
      const { left, top, right, bottom } = plotInsets(drawn?.model.folded ?? false, drawn?.settings.narrow ?? false);
      return { left, top, right: width - right, bottom: height - bottom };
    },
    png: (background) =>
      new Promise((resolve, reject) => {
        const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: background });
        canvas.toBlob(
          (blob) => (blob === null ? reject(new Error("The canvas gave no image.")) : resolve(blob)),
          "image/png",
        );
      }),
    svg: async (background) => {
      const { SVGRenderer } = await import("echarts/renderers");
      use(SVGRenderer);
      const { width, height } = frame.getBoundingClientRect();
      const copy = init(null, null, { renderer: "svg", ssr: true, width, height });
      try {
        if (drawn) copy.setOption({ ...buildOption(drawn.model, drawn.settings), backgroundColor: background });
        return copy.renderToSVGString();
      } finally {
        copy.dispose();
      }
    },
    dispose: () => chart.dispose(),
  };
}
