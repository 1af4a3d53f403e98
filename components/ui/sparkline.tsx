import { bandOf } from "@/lib/astro/bands";
import { bandColours } from "./band-mark";
import { classNames } from "./class-names";
import styles from "./values.module.css";

/** One point: a detection, or (with `isLimit`) a limit of that magnitude. */
export type SparkPoint = { mjd: number; mag: number; band: string | null; isLimit?: boolean };

const width = 120;
const height = 28;
const inset = 3;

type Scale = (value: number) => number;

function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return (value) => (high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from));
}

const fixed = (value: number): string => value.toFixed(1);

function pathOf(points: readonly SparkPoint[], x: Scale, y: Scale): string {
  return points
    .map((point) => {
      const at = `M${fixed(x(point.mjd))} ${fixed(y(point.mag))}`;
      // A detection is a dot (a line of no length with round ends), a limit a tick that points down.
      return point.isLimit ? `${at}v4` : `${at}h0`;
    })
    .join("");
}

function byBand(points: readonly SparkPoint[]): SparkPoint[][] {
  const bands = new Map<string, SparkPoint[]>();
  for (const point of points) {
    const { key } = bandOf(point.band);
    const ofBand = bands.get(key);
    if (ofBand === undefined) bands.set(key, [point]);
    else ofBand.push(point);
  }
  return [...bands.values()];
}

/**
 * A light curve in the size of a word: bright is up, one colour a band, limits as ticks. At most 400 points are drawn,
 * the newest ones. `label` says it to those who do not see it.
 */
export function Sparkline({ points, label }: { points: readonly SparkPoint[]; label: string }) {
  const shown = points.filter((point) => Number.isFinite(point.mjd) && Number.isFinite(point.mag)).slice(-400);
  if (shown.length === 0) return <span className={styles.none}>–</span>;
  const x = scaleOf(
    shown.map((point) => point.mjd),
    inset,
    width - inset,
  );
  const y = scaleOf(
    shown.map((point) => point.mag),
    inset,
    height - inset - 2,
  );
  const bands = byBand(shown);
  return (
    <svg className={styles.spark} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {bands.map((ofBand) => {
        const style = bandOf(ofBand[0]?.band);
        const detections = pathOf(
          ofBand.filter((point) => !point.isLimit),
          x,
          y,
        );
        const limits = pathOf(
          ofBand.filter((point) => point.isLimit),
          x,
          y,
        );
        return (
          <g key={style.key} className={classNames(styles.mark)} style={bandColours(style)}>
            {limits === "" ? null : <path d={limits} fill="none" strokeWidth="1" opacity="0.55" />}
            {detections === "" ? null : <path d={detections} fill="none" strokeWidth="3.2" strokeLinecap="round" />}
          </g>
        );
      })}
    </svg>
  );
}
