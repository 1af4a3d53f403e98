import { toSkyMap } from "@/lib/astro/all-sky";
import { fromGalactic } from "@/lib/astro/galactic";
import styles from "./all-sky.module.css";

export type SkyPoint = {
  id: string;
  /** ICRS degrees. */
  raDeg: number;
  decDeg: number;
  tone: "busy" | "good" | "bad";
  href: string;
  title: string;
};

const scale = 200;
const fixed = (value: number): string => value.toFixed(1);
const at = (raDeg: number, decDeg: number) => {
  const { x, y } = toSkyMap({ raDeg, decDeg });
  return { x: x * scale, y: -y * scale };
};

type Place = { x: number; y: number };

/** A line through places; it is taken off where it would cross the map from one end to the other. */
const pathOf = (places: readonly Place[]): string =>
  places
    .map(({ x, y }, index) => {
      const before = places[index - 1];
      const jumps = before === undefined || Math.abs(before.x - x) > scale;
      return `${jumps ? "M" : "L"}${fixed(x)} ${fixed(y)}`;
    })
    .join("");

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.round((to - from) / by) + 1 }, (_, index) => from + index * by);

// The ends of the map are both 0 h, a hair apart.
const edge = 1e-6;
const meridians = [edge, 60, 120, 180, 240, 300, 360 - edge];
const parallels = [-60, -30, 0, 30, 60];
const grid = [
  ...meridians.map((ra) => pathOf(steps(-90, 90, 5).map((dec) => at(ra, dec)))),
  ...parallels.map((dec) => pathOf(steps(0, 360, 5).map((ra) => at(Math.min(360 - edge, Math.max(edge, ra)), dec)))),
];
const galacticPlane = pathOf(
  steps(0, 360, 3).map((lDeg) => {
    const { raDeg, decDeg } = fromGalactic({ lDeg, bDeg: 0 });
    return at(raDeg, decDeg);
  }),
);
const labels = [
  ...[60, 120, 180, 240, 300].map((ra) => ({ text: `${ra / 15}h`, ...at(ra, 0) })),
  ...[-60, -30, 30, 60].map((dec) => ({ text: `${dec < 0 ? "\u2212" : "+"}${Math.abs(dec)}°`, ...at(180, dec) })),
];

/** Places on the whole sky, each a link; plain markup. What it shows stands in a table beside it, too. */
export function AllSky({ label, points }: { label: string; points: readonly SkyPoint[] }) {
  return (
    <nav aria-label={label}>
      <svg className={styles.map} viewBox={`${-2 * scale - 10} ${-scale - 8} ${4 * scale + 20} ${2 * scale + 16}`}>
        <title>{label}</title>
        <ellipse className={styles.sky} cx={0} cy={0} rx={2 * scale} ry={scale} />
        {grid.map((path) => (
          <path key={path} className={styles.grid} d={path} />
        ))}
        <path className={styles.plane} d={galacticPlane} />
        {labels.map(({ text, x, y }) => (
          <text key={text} className={styles.label} x={fixed(x + 3)} y={fixed(y - 3)}>
            {text}
          </text>
        ))}
        {points.map((point) => {
          const { x, y } = at(point.raDeg, point.decDeg);
          return (
            <a key={point.id} href={point.href} tabIndex={-1} aria-label={point.title}>
              <circle className={styles[point.tone]} cx={fixed(x)} cy={fixed(y)} r={5}>
                <title>{point.title}</title>
              </circle>
            </a>
          );
        })}
      </svg>
    </nav>
  );
}
