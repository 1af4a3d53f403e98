/**
 * Runs in the browser: draws the same points once, either with the light curve of the pages or with bare uPlot, and
 * tells how long it took until they were painted.
 */
import uPlot from "uplot";
import { createChart } from "@/components/plots/light-curve/chart";
import { decodeColumns, encodeColumns } from "@/components/plots/light-curve/columns";
import { buildModel } from "@/components/plots/light-curve/plot-model";
import { groupSeries } from "@/components/plots/light-curve/plot-points";
import { sampleRow } from "@/components/plots/light-curve/sample-rows";
import { defaultState } from "@/components/plots/light-curve/state";
import { readTheme } from "@/components/plots/light-curve/theme";

export type Plotter = "ours" | "uplot" | "uplot-bare";
export type Drawn = { firstDrawMs: number; zoomMs: number; points: number };

const widthPx = 1000;
const heightPx = 600;
const bands = ["g", "r", "i", "z"] as const;
const colors = ["#49be61", "#c61c00", "#ffc200", "#f341a2"] as const;

type Columns = { x: Float64Array; y: Float64Array; error: Float64Array };

/** A reproducible curve: a slow wave with scatter, four bands in turn, an error each. */
function curve(count: number): Columns[] {
  let seed = 42;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  return bands.map((_, band) => {
    const n = Math.floor(count / bands.length);
    const x = Float64Array.from({ length: n }, (_unused, i) => 58_000 + ((i * bands.length + band) / count) * 2500);
    const y = x.map((mjd) => 17 + Math.sin(mjd / 40) * 1.5 + band * 0.4 + (random() - 0.5) * 0.4);
    return { x, y, error: x.map(() => 0.03 + random() * 0.15) };
  });
}

function toBuffer(columns: readonly Columns[]): ArrayBuffer {
  const rows = columns.flatMap(({ x, y, error }, band) =>
    Array.from(x, (observedAtMjd, i) =>
      sampleRow({
        id: `019230cf-7f6f-7cc0-8d0e-${(band * 1e9 + i).toString(16).padStart(12, "0")}`,
        observedAtMjd,
        band: bands[band] ?? "g",
        mag: y[i] ?? null,
        magErr: error[i] ?? null,
        fluxNjy: null,
        fluxErrNjy: null,
      }),
    ),
  );
  return encodeColumns(rows);
}

/** Resolves when the next frame is on its way; reading a pixel waits for the painting itself. */
async function painted(): Promise<void> {
  await new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
  });
  for (const canvas of document.querySelectorAll("canvas")) canvas.getContext("2d")?.getImageData(0, 0, 1, 1);
}

const frame = (): HTMLElement => {
  const element = document.body.appendChild(document.createElement("div"));
  element.style.width = `${widthPx}px`;
  element.style.height = `${heightPx}px`;
  return element;
};

async function timed(draw: () => void): Promise<number> {
  const from = performance.now();
  draw();
  await painted();
  return performance.now() - from;
}

async function drawOurs(columns: readonly Columns[]): Promise<Drawn> {
  const buffer = toBuffer(columns);
  const element = frame();
  const settings = {
    theme: readTheme(),
    hidden: new Set<string>(),
    range: null,
    selected: null,
    widthPx,
    narrow: false,
    panning: false,
  };
  const target = { firstDetectionMjd: null, distanceModulusMag: null, distanceNote: "" };
  const chart = createChart(element, () => undefined);
  let points = 0;
  const firstDrawMs = await timed(() => {
    const decoded = decodeColumns(buffer);
    const model = buildModel(decoded, groupSeries(decoded), defaultState, target);
    points = model.pointCount;
    chart.draw(model, settings);
  });
  const zoomMs = await timed(() => chart.zoomTo([58_500, 59_000, 15, 20]));
  return { firstDrawMs, zoomMs, points };
}

/** Points and error bars as uPlot's own scatter demo draws them: one path a band. */
function scatter(columns: readonly Columns[], withErrors: boolean): uPlot.Series.PathBuilder {
  return (plot, at) => {
    const band = columns[at - 1];
    if (band === undefined) return null;
    const { ctx } = plot;
    const marks = new Path2D();
    const bars = new Path2D();
    const radius = 2 * devicePixelRatio;
    for (let i = 0; i < band.x.length; i += 1) {
      const x = plot.valToPos(band.x[i] ?? 0, "x", true);
      const mag = band.y[i] ?? 0;
      const y = plot.valToPos(mag, "y", true);
      marks.moveTo(x + radius, y);
      marks.arc(x, y, radius, 0, Math.PI * 2);
      if (!withErrors) continue;
      const error = band.error[i] ?? 0;
      bars.moveTo(x, plot.valToPos(mag - error, "y", true));
      bars.lineTo(x, plot.valToPos(mag + error, "y", true));
    }
    ctx.fillStyle = colors[at - 1] ?? "#000";
    ctx.strokeStyle = ctx.fillStyle;
    ctx.lineWidth = devicePixelRatio;
    ctx.fill(marks);
    ctx.stroke(bars);
    return null;
  };
}

async function drawUplot(columns: readonly Columns[], withErrors: boolean): Promise<Drawn> {
  const element = frame();
  const paths = scatter(columns, withErrors);
  const whole = (_plot: uPlot, from: number, to: number): [number, number] => [from, to];
  const options = {
    mode: 2,
    width: widthPx,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: whole }, y: { dir: -1, range: whole } },
    axes: [{}, {}],
    series: [{}, ...columns.map(() => ({ paths, points: { show: false } }))],
  } as uPlot.Options;
  // Mode 2 takes one [x, y] pair a series, which the types do not know.
  const data = [null, ...columns.map(({ x, y }) => [x, y])] as unknown as uPlot.AlignedData;
  let plot: uPlot | null = null;
  const firstDrawMs = await timed(() => {
    plot = new uPlot(options, data, element);
  });
  const zoomMs = await timed(() => plot?.setScale("x", { min: 58_500, max: 59_000 }));
  return { firstDrawMs, zoomMs, points: columns.reduce((sum, { x }) => sum + x.length, 0) };
}

declare global {
  interface Window {
    drawOnce(plotter: Plotter, count: number): Promise<Drawn>;
  }
}

window.drawOnce = async (plotter, count) => {
  const columns = curve(count);
  return plotter === "ours" ? drawOurs(columns) : drawUplot(columns, plotter === "uplot");
};
