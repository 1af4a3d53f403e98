import { drawnMagOfFlux } from "./photometry";

/** One measurement of one series (survey, band, kind): limits have no flux and are not binned. */
export type FluxPoint = {
  /** UTC MJD. */
  observedAtMjd: number;
  /** nJy; differences may be negative. */
  fluxNjy: number;
  /** 1 sigma, nJy; null or 0 is unknown. */
  fluxErrNjy: number | null;
};

/** The mean of one night. */
export type NightlyPoint<Point> = {
  observedAtMjd: number;
  fluxNjy: number;
  /** 1 sigma, nJy; null when it cannot be known (one point without error). */
  fluxErrNjy: number | null;
  /** AB; null when the mean flux is not positive. */
  mag: number | null;
  magErr: number | null;
  /** The measurements in it, oldest first. */
  points: readonly Point[];
};

/**
 * The longest night and the shortest day between two, in days (16.8 h and 9.6 h), at the latitudes of observatories.
 */
const nightLengthMaxDays = 0.7;
const dayGapMinDays = 0.4;

/** Consecutive measurements belong to one night until a gap of daylight, so that no site's longitude is needed. */
function nights<Point extends FluxPoint>(points: readonly Point[]): Point[][] {
  const sorted = points
    .filter((point) => Number.isFinite(point.observedAtMjd) && Number.isFinite(point.fluxNjy))
    .sort((a, b) => a.observedAtMjd - b.observedAtMjd || a.fluxNjy - b.fluxNjy);
  const groups: Point[][] = [];
  let current: Point[] = [];
  for (const point of sorted) {
    const first = current[0];
    const last = current[current.length - 1];
    const sameNight =
      first !== undefined &&
      last !== undefined &&
      point.observedAtMjd - last.observedAtMjd < dayGapMinDays &&
      point.observedAtMjd - first.observedAtMjd < nightLengthMaxDays;
    if (!sameNight) {
      current = [];
      groups.push(current);
    }
    current.push(point);
  }
  return groups;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function meanOf<Point extends FluxPoint>(points: readonly Point[]): NightlyPoint<Point> {
  const errors = points.map((point) => point.fluxErrNjy ?? 0);
  const weighted = errors.every((error) => error > 0 && Number.isFinite(error));
  // Relative to the smallest error, so that tiny ones do not overflow.
  const least = Math.min(...errors);
  const weights = weighted ? errors.map((error) => (least / error) ** 2) : points.map(() => 1);
  const total = sum(weights);
  const mean = (value: (point: Point) => number): number =>
    sum(points.map((point, index) => value(point) * (weights[index] ?? 0))) / total;
  const start = points[0]?.observedAtMjd ?? 0;
  const fluxNjy = mean((point) => point.fluxNjy);
  const scatter = Math.sqrt(sum(points.map((point) => (point.fluxNjy - fluxNjy) ** 2)) / (points.length - 1));
  const unweightedErr = points.length > 1 ? scatter / Math.sqrt(points.length) : null;
  const fluxErrNjy = weighted ? least / Math.sqrt(total) : unweightedErr;
  return {
    observedAtMjd: start + mean((point) => point.observedAtMjd - start),
    fluxNjy,
    fluxErrNjy,
    ...drawnMagOfFlux(fluxNjy, fluxErrNjy),
    points,
  };
}

/**
 * Nightly means, in flux, of one series. Where every point of a night has an error the mean is weighted by 1/σ² and its
 * error is 1/√Σ(1/σ²); otherwise it is the plain mean with the standard error of the scatter (null for a single point).
 * The time is averaged with the same weights.
 */
export const binNightly = <Point extends FluxPoint>(points: readonly Point[]): NightlyPoint<Point>[] =>
  nights(points).map(meanOf);
