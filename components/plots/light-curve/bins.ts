import { binNightly, type FluxPoint, type NightlyPoint } from "@/lib/astro/nightly";
import { drawnMagOfFlux, magErrToFluxErrNjy, magToFluxNjy } from "@/lib/astro/photometry";
import { type LightCurveColumns, rowFlag } from "./columns";
import { groupSeries, type SeriesRows } from "./plot-points";

/** What is plotted: rows as they are, or nightly means that know the rows they stand for. */
export type Prepared = {
  columns: LightCurveColumns;
  groups: readonly SeriesRows[];
  /** The original rows behind a plotted row. */
  membersOf(row: number): readonly number[];
};

export const unbinned = (columns: LightCurveColumns): Prepared => ({
  columns,
  groups: groupSeries(columns),
  membersOf: (row) => [row],
});

type BinPoint = FluxPoint & { row: number };
type Bin = { members: readonly number[]; mean: NightlyPoint<BinPoint> | null };

const keptFlags = rowFlag.forced | rowFlag.total;

/**
 * Nightly means in flux, for each survey, band, kind of brightness, and producer of forced photometry. Limits and
 * flagged points stay as they are and enter no mean. Magnitudes that are not AB are averaged as relative fluxes and come
 * out in their own system, without a flux.
 */
export function binned(prepared: Prepared): Prepared {
  const { columns } = prepared;
  const bins = prepared.groups.flatMap((group) => binsOf(columns, group));
  const means = meanColumns(columns, bins);
  return { columns: means, groups: groupSeries(means), membersOf: (row) => bins[row]?.members ?? [] };
}

function binsOf(columns: LightCurveColumns, group: SeriesRows): Bin[] {
  const kinds = new Map<string, BinPoint[]>();
  const alone: Bin[] = [];
  for (const row of group.rows) {
    const flags = columns.flags[row] ?? 0;
    const point = flags & rowFlag.flagged ? null : fluxPoint(columns, row);
    if (point === null) {
      alone.push({ members: [row], mean: null });
      continue;
    }
    const producer = flags & rowFlag.forced ? columns.via[row] : 0;
    const kind = `${flags & keptFlags} ${producer} ${columns.magSystem[row]}`;
    const points = kinds.get(kind);
    if (points) points.push(point);
    else kinds.set(kind, [point]);
  }
  const means = [...kinds.values()].flatMap((points) => binNightly(points));
  return [...alone, ...means.map((mean) => ({ members: mean.points.map(({ row }) => row), mean }))];
}

/** The flux of a row, from its magnitude where it has none; null for limits. */
function fluxPoint(columns: LightCurveColumns, row: number): BinPoint | null {
  const observedAtMjd = columns.observedAtMjd[row] ?? Number.NaN;
  const fluxNjy = columns.fluxNjy[row] ?? Number.NaN;
  const known = (error: number) => (Number.isNaN(error) ? null : error);
  if (!Number.isNaN(fluxNjy)) {
    return { row, observedAtMjd, fluxNjy, fluxErrNjy: known(columns.fluxErrNjy[row] ?? Number.NaN) };
  }
  const mag = columns.mag[row] ?? Number.NaN;
  if (Number.isNaN(mag)) return null;
  const size = magToFluxNjy(mag);
  const sign = (columns.flags[row] ?? 0) & rowFlag.negative ? -1 : 1;
  const fluxErrNjy = known(magErrToFluxErrNjy(mag, columns.magErr[row] ?? Number.NaN));
  return { row, observedAtMjd, fluxNjy: sign * size, fluxErrNjy };
}

function meanColumns(columns: LightCurveColumns, bins: readonly Bin[]): LightCurveColumns {
  const n = bins.length;
  const first = Uint32Array.from(bins, ({ members }) => members[0] ?? 0);
  const float32 = (own: Float32Array) => Float32Array.from(first, (row) => own[row] ?? Number.NaN);
  const uint16 = (own: Uint16Array) => Uint16Array.from(first, (row) => own[row] ?? 0);
  const means: LightCurveColumns = {
    ...columns,
    count: n,
    observedAtMjd: Float64Array.from(first, (row) => columns.observedAtMjd[row] ?? Number.NaN),
    mag: float32(columns.mag),
    magErr: float32(columns.magErr),
    limitMag: float32(columns.limitMag),
    limitSigma: float32(columns.limitSigma),
    fluxNjy: float32(columns.fluxNjy),
    fluxErrNjy: float32(columns.fluxErrNjy),
    flags: Uint8Array.from(first, (row) => columns.flags[row] ?? 0),
    band: uint16(columns.band),
    source: uint16(columns.source),
    via: uint16(columns.via),
    telescope: uint16(columns.telescope),
    magSystem: uint16(columns.magSystem),
    idAt: (index) => columns.idAt(first[index] ?? 0),
  };
  bins.forEach(({ members, mean }, i) => {
    if (mean !== null) writeMean(columns, means, { i, members, mean });
  });
  return means;
}

type Write = { i: number; members: readonly number[]; mean: NightlyPoint<BinPoint> };

function writeMean(columns: LightCurveColumns, means: LightCurveColumns, { i, members, mean }: Write): void {
  const ownFlux = members.every((row) => !Number.isNaN(columns.fluxNjy[row] ?? Number.NaN));
  const ownMag = members.every((row) => !Number.isNaN(columns.mag[row] ?? Number.NaN));
  const isAb = columns.magSystems[columns.magSystem[members[0] ?? 0] ?? -1]?.toUpperCase() === "AB";
  const negative = mean.fluxNjy < 0;
  // A negative difference has a magnitude only where the survey gives one.
  const size = negative && ownMag ? -mean.fluxNjy : mean.fluxNjy;
  means.observedAtMjd[i] = mean.observedAtMjd;
  means.limitMag[i] = Number.NaN;
  const { mag, magErr } = drawnMagOfFlux(size, mean.fluxErrNjy);
  means.mag[i] = mag ?? Number.NaN;
  means.magErr[i] = magErr ?? Number.NaN;
  means.fluxNjy[i] = ownFlux || isAb ? mean.fluxNjy : Number.NaN;
  means.fluxErrNjy[i] = ownFlux || isAb ? (mean.fluxErrNjy ?? Number.NaN) : Number.NaN;
  means.flags[i] = ((columns.flags[members[0] ?? 0] ?? 0) & keptFlags) | (negative ? rowFlag.negative : 0);
}
