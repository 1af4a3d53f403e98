import { bandOf, compareBands } from "@/lib/astro/bands";
import type { Batch } from "./batched-shapes";
import type { LightCurveColumns } from "./columns";
import { type Look, looks, type Measured, type MeasureView, measure, newMeasured } from "./measure";

/** The points of one look, with the rows they come from. */
export type PlotBatch = Batch & { look: Look; row: Uint32Array };

export type PlotSeries = {
  /** survey:band, stable over reloads; the legend and the URL speak of it. */
  key: string;
  source: string;
  /** Key of the band style, lib/astro/bands. */
  band: string;
  batches: readonly PlotBatch[];
  /** Rows of this series under the present view, drawn or not. */
  rowCount: number;
};

export type TimeAxis = {
  /** Subtracted from MJD; 0 on an MJD axis. */
  zeroMjd: number;
  /** Fold by this period; each point then stands twice, at phase p and p + 1. */
  periodDays: number | null;
};

/** Points that a view does not draw, or (`faintLimits`) draws as limits although they were measured. */
export type LeftOut = { noMagnitude: number; noFlux: number; faint: number; faintLimits: number };

/** The rows of each survey and band, in order of time. */
export type SeriesRows = { key: string; source: string; band: string; rows: Uint32Array };

const seriesKey = (source: string, band: string): string => `${source}:${band}`;

/** Groups rows by survey and band, whatever way the band is spelled; within a series by time. Done once. */
export function groupSeries(columns: LightCurveColumns): SeriesRows[] {
  const styles = columns.bands.map((name) => bandOf(name));
  const distinct = [...new Map(styles.map((style) => [style.key, style])).values()].sort(compareBands);
  const place = styles.map((style) => distinct.findIndex(({ key }) => key === style.key));
  const surveys = [...columns.sources].sort();
  const surveyPlace = columns.sources.map((name) => surveys.indexOf(name));
  const width = distinct.length;
  const counts = new Uint32Array(width * surveys.length);
  const slot = new Uint32Array(columns.count);
  for (let i = 0; i < columns.count; i += 1) {
    const at = (surveyPlace[columns.source[i] ?? 0] ?? 0) * width + (place[columns.band[i] ?? 0] ?? 0);
    slot[i] = at;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const groups = Array.from(counts, (count) => ({
    rows: new Uint32Array(count),
    filled: 0,
    sorted: true,
    last: -Infinity,
  }));
  for (let i = 0; i < columns.count; i += 1) {
    const group = groups[slot[i] ?? 0];
    if (!group) continue;
    const mjd = columns.observedAtMjd[i] ?? 0;
    if (mjd < group.last) group.sorted = false;
    group.last = mjd;
    group.rows[group.filled] = i;
    group.filled += 1;
  }
  return groups.flatMap(({ rows, sorted }, at) => {
    if (rows.length === 0) return [];
    if (!sorted) rows.sort((a, b) => (columns.observedAtMjd[a] ?? 0) - (columns.observedAtMjd[b] ?? 0));
    const source = surveys[Math.floor(at / width)] ?? "";
    const band = distinct[at % width]?.key ?? "";
    return [{ key: seriesKey(source, band), source, band, rows }];
  });
}

const phaseOf = (mjd: number, zeroMjd: number, periodDays: number): number => {
  const turns = (mjd - zeroMjd) / periodDays;
  return turns - Math.floor(turns);
};

/** Turns the rows of one series into what is drawn under a view. */
export function plotSeries(
  columns: LightCurveColumns,
  series: SeriesRows,
  view: MeasureView,
  time: TimeAxis,
  leftOut: LeftOut,
): PlotSeries {
  const n = series.rows.length;
  const y = new Float32Array(n);
  const low = new Float32Array(n);
  const high = new Float32Array(n);
  const code = new Uint8Array(n).fill(255);
  const sizes = new Uint32Array(looks.length);
  const codes = new Map<Look, number>(looks.map((look, at) => [look, at]));
  const out: Measured = newMeasured();
  let rowCount = 0;
  for (let k = 0; k < n; k += 1) {
    measure(columns, series.rows[k] ?? 0, view, out);
    if (out.why !== "off") rowCount += 1;
    if (!out.drawn) {
      if (out.why === "noMagnitude" || out.why === "noFlux" || out.why === "faint") leftOut[out.why] += 1;
      continue;
    }
    if (out.faintLimit) leftOut.faintLimits += 1;
    y[k] = out.y;
    low[k] = out.low;
    high[k] = out.high;
    const at = codes.get(out.look) ?? 0;
    code[k] = at;
    sizes[at] = (sizes[at] ?? 0) + 1;
  }
  const batches = looks.flatMap((look, at) => {
    const size = sizes[at] ?? 0;
    return size === 0 ? [] : [pick({ columns, series, y, low, high, code }, { look, at, size }, time)];
  });
  return { key: series.key, source: series.source, band: series.band, batches, rowCount };
}

type Drawn = {
  columns: LightCurveColumns;
  series: SeriesRows;
  y: Float32Array;
  low: Float32Array;
  high: Float32Array;
  code: Uint8Array;
};

function pick(drawn: Drawn, which: { look: Look; at: number; size: number }, time: TimeAxis): PlotBatch {
  const { size } = which;
  const batch = emptyBatch(which.look, size);
  let filled = 0;
  for (let k = 0; k < drawn.code.length; k += 1) {
    if (drawn.code[k] !== which.at) continue;
    const row = drawn.series.rows[k] ?? 0;
    const mjd = drawn.columns.observedAtMjd[row] ?? 0;
    batch.x[filled] = time.periodDays === null ? mjd - time.zeroMjd : phaseOf(mjd, time.zeroMjd, time.periodDays);
    batch.y[filled] = drawn.y[k] ?? Number.NaN;
    batch.low[filled] = drawn.low[k] ?? Number.NaN;
    batch.high[filled] = drawn.high[k] ?? Number.NaN;
    batch.row[filled] = row;
    filled += 1;
  }
  return time.periodDays === null ? batch : twoCycles(batch);
}

const emptyBatch = (look: Look, size: number): PlotBatch => ({
  look,
  x: new Float64Array(size),
  y: new Float32Array(size),
  low: new Float32Array(size),
  high: new Float32Array(size),
  row: new Uint32Array(size),
});

/** Folding breaks the order of time: sort by phase, then repeat the cycle, as phase plots are usually read. */
function twoCycles(batch: PlotBatch): PlotBatch {
  const n = batch.x.length;
  const order = new Uint32Array(n).map((_, i) => i).sort((a, b) => (batch.x[a] ?? 0) - (batch.x[b] ?? 0));
  const twice = emptyBatch(batch.look, n * 2);
  for (let k = 0; k < n * 2; k += 1) {
    const from = order[k % n] ?? 0;
    twice.x[k] = (batch.x[from] ?? 0) + (k < n ? 0 : 1);
    twice.y[k] = batch.y[from] ?? Number.NaN;
    twice.low[k] = batch.low[from] ?? Number.NaN;
    twice.high[k] = batch.high[from] ?? Number.NaN;
    twice.row[k] = batch.row[from] ?? 0;
  }
  return twice;
}
