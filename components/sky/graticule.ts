import { formatDec, formatRa } from "@/lib/astro/angle-format";
import { wrapDegrees } from "@/lib/astro/degrees";
import { type Chart, type ChartPoint, isInside, project, unproject } from "./chart-geometry";

/** A line of equal declination or right ascension, with its label and where that stands; null = no room for one. */
export type GridLine = { points: readonly ChartPoint[]; label: string; labelAt: ChartPoint | null };

const decStepsArcsec = [10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18_000, 36_000] as const;
const raStepsS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;

const samples = 24;
const linesWanted = 4;

const stepFor = (steps: readonly number[], range: number): number =>
  steps.find((step) => range / step <= linesWanted) ?? steps[steps.length - 1] ?? 1;

/** Corners and edges of the field decide which lines cross it. */
function bounds(chart: Chart) {
  const half = chart.size / 2;
  const rim = Array.from({ length: samples + 1 }, (_, i) => -half + (i / samples) * chart.size).flatMap((t) => [
    { x: t, y: -half },
    { x: t, y: half },
    { x: -half, y: t },
    { x: half, y: t },
  ]);
  const places = rim.map((point) => unproject(chart, point));
  const poleInside = [90, -90].find((decDeg) => {
    const pole = project(chart, { raDeg: 0, decDeg });
    return pole !== null && isInside(chart, pole);
  });
  const decs = [...places.map(({ decDeg }) => decDeg), ...(poleInside === undefined ? [] : [poleInside])];
  // Right ascensions are taken relative to the centre, so that 0/360 is no seam.
  const ras = places.map(({ raDeg }) => wrapDegrees(raDeg - chart.centre.raDeg + 180) - 180);
  return {
    decMin: Math.min(...decs),
    decMax: Math.max(...decs),
    raMin: poleInside === undefined ? Math.min(...ras) : -180,
    raMax: poleInside === undefined ? Math.max(...ras) : 180,
    poleInside: poleInside !== undefined,
  };
}

const multiples = (from: number, to: number, step: number): number[] => {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
};

function line(chart: Chart, at: (t: number) => { raDeg: number; decDeg: number }): ChartPoint[] {
  return Array.from({ length: samples + 1 }, (_, i) => project(chart, at(i / samples))).filter(
    (point) => point !== null,
  );
}

/** The words in the upper left corner reach so far down, and end left of there; in parts of the chart. */
const words = { bottom: 0.21, rightOf: 0.6875 };

/**
 * Where a line leaves the square at the left (x) or at the bottom (y), a little inside; "words": where it has passed those
 * in the corner.
 */
function crossing(chart: Chart, points: readonly ChartPoint[], edge: "left" | "words" | "bottom"): ChartPoint | null {
  const half = chart.size / 2;
  const left = edge === "left" ? -half : words.rightOf * chart.size - half;
  const out = ({ x, y }: ChartPoint) => (edge === "bottom" ? y - half : left - x);
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    if (!a || !b || out(a) > 0 === out(b) > 0) continue;
    const part = out(a) / (out(a) - out(b));
    const point = { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
    const along = edge === "bottom" ? point.x : point.y;
    if (Math.abs(along) < half * 0.86) return point;
  }
  return null;
}

/** At the left edge; behind the words in the corner where it would run through them. */
function decLabelAt(chart: Chart, points: readonly ChartPoint[]): ChartPoint | null {
  const atLeft = crossing(chart, points, "left");
  const isUnderWords = atLeft !== null && atLeft.y < words.bottom * chart.size - chart.size / 2;
  return isUnderWords ? crossing(chart, points, "words") : atLeft;
}

/** Lines of right ascension and declination across the field, about four of each. */
export function graticule(chart: Chart): { dec: GridLine[]; ra: GridLine[] } {
  const { decMin, decMax, raMin, raMax, poleInside } = bounds(chart);
  const centreRa = chart.centre.raDeg;
  const decStepDeg = stepFor(decStepsArcsec, (decMax - decMin) * 3600) / 3600;
  const raStepS = poleInside ? 7200 : stepFor(raStepsS, (raMax - raMin) * 240);
  const raStepDeg = raStepS / 240;
  const pad = (raMax - raMin) * 0.05;
  const dec = multiples(decMin, Math.min(decMax, 89.999), decStepDeg).map((decDeg) => {
    const points = line(chart, (t) => ({
      raDeg: wrapDegrees(centreRa + raMax + pad - t * (raMax - raMin + 2 * pad)),
      decDeg,
    }));
    const label = formatDec(decDeg, { precision: 0 }).slice(0, decStepDeg * 3600 < 60 ? undefined : -3);
    return { points, label, labelAt: poleInside ? null : decLabelAt(chart, points.toReversed()) };
  });
  const ra = multiples(centreRa + raMin, centreRa + raMax, raStepDeg).map((raDeg) => {
    const low = Math.max(-90, decMin - (decMax - decMin) * 0.05);
    const high = Math.min(90, decMax + (decMax - decMin) * 0.05);
    const points = line(chart, (t) => ({ raDeg: wrapDegrees(raDeg), decDeg: low + t * (high - low) }));
    const label = formatRa(raDeg, { precision: raStepS < 1 ? 1 : 0 }).slice(0, raStepS < 60 ? undefined : -3);
    return { points, label, labelAt: poleInside ? null : crossing(chart, points, "bottom") };
  });
  return { dec, ra };
}
