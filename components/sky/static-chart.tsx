import type { ReactNode } from "react";
import { formatDec, formatDegrees, formatRa } from "@/lib/astro/angle-format";
import { type Chart, isInside, project, scaleBar } from "./chart-geometry";
import { fieldLabel } from "./field";
import { type GridLine, graticule } from "./graticule";
import styles from "./static-chart.module.css";

/** Another target of ours in the field, as far as the viewer may see it. */
export type Neighbour = { id: string; name: string; raDeg: number; decDeg: number; href?: string };

export type StaticChartProps = {
  raDeg: number;
  decDeg: number;
  targetName: string;
  /** Edge of the square field. */
  fieldArcmin: number;
  neighbours?: readonly Neighbour[];
};

const size = 400;
const half = size / 2;
const fixed = (value: number): string => value.toFixed(1);

const pathOf = ({ points }: GridLine): string =>
  points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${fixed(x)} ${fixed(y)}`).join("");

function Grid({ chart }: { chart: Chart }) {
  const { dec, ra } = graticule(chart);
  return (
    <g>
      {[...dec, ...ra].map((line) => (
        <path key={pathOf(line)} className={styles.grid} d={pathOf(line)} />
      ))}
      {dec.map(({ label, labelAt }) =>
        labelAt === null ? null : (
          <text key={label} className={styles.gridLabel} x={fixed(labelAt.x + 5)} y={fixed(labelAt.y - 3)}>
            {label}
          </text>
        ),
      )}
      {ra.map(({ label, labelAt }) =>
        labelAt === null ? null : (
          <text key={label} className={styles.gridLabel} x={fixed(labelAt.x + 3)} y={fixed(labelAt.y - 5)}>
            {label}
          </text>
        ),
      )}
    </g>
  );
}

function MaybeLink({ name, href, children }: { name: string; href: string | undefined; children: ReactNode }) {
  const title = <title>{name}</title>;
  if (href === undefined) {
    return (
      <g>
        {title}
        {children}
      </g>
    );
  }
  return (
    <a href={href} aria-label={name}>
      {title}
      {children}
    </a>
  );
}

/** Names that would run into each other are left out; the circle stays, its title says the name. */
function Neighbours({ chart, neighbours }: { chart: Chart; neighbours: readonly Neighbour[] }) {
  const shown = neighbours.flatMap((neighbour) => {
    const at = project(chart, neighbour);
    return at !== null && isInside(chart, at) ? [{ ...neighbour, ...at }] : [];
  });
  return (
    <g>
      {shown.map(({ id, name, href, x, y }, i) => {
        const crowded = shown.slice(0, i).some((one) => Math.abs(one.x - x) < 70 && Math.abs(one.y - y) < 12);
        const underTitle = x < -half + 190 && y < -half + 80;
        const words =
          crowded || underTitle || Math.hypot(x, y) < 12 ? null : name.length > 18 ? `${name.slice(0, 17)}…` : name;
        const leftwards = x > half - 90;
        return (
          <MaybeLink key={id} name={name} href={href}>
            <circle className={styles.neighbour} cx={fixed(x)} cy={fixed(y)} r="6" />
            {words === null ? null : (
              <text
                className={styles.neighbourName}
                x={fixed(leftwards ? x - 10 : x + 10)}
                y={fixed(y + 4)}
                textAnchor={leftwards ? "end" : "start"}
              >
                {words}
              </text>
            )}
          </MaybeLink>
        );
      })}
    </g>
  );
}

/** North up, east left. */
const Compass = () => (
  <g className={styles.compass} transform={`translate(${half - 18} ${-half + 58})`}>
    <path d="M0 0V-32M-3.5 -26 0 -32 3.5 -26M0 0H-32M-26 -3.5-32 0-26 3.5" />
    <text x="0" y="-37" textAnchor="middle">
      N
    </text>
    <text x="-37" y="4" textAnchor="end">
      E
    </text>
  </g>
);

function Scale({ chart }: { chart: Chart }) {
  const { label, length } = scaleBar(chart);
  return (
    <g className={styles.scale} transform={`translate(${half - 14} ${half - 26})`}>
      <path d={`M0 -3V3M0 0H${fixed(-length)}M${fixed(-length)} -3V3`} />
      <text x={fixed(-length / 2)} y="-8" textAnchor="middle">
        {label}
      </text>
    </g>
  );
}

/**
 * A finder chart drawn on the server: target in the middle, our other targets as circles, compass, scale and grid. It
 * needs no network and no script, and holds the place of the sky image.
 */
export function StaticChart({ raDeg, decDeg, targetName, fieldArcmin, neighbours = [] }: StaticChartProps) {
  const chart: Chart = { centre: { raDeg, decDeg }, fieldDeg: fieldArcmin / 60, size };
  const place = `${formatRa(raDeg)} ${formatDec(decDeg)}`;
  const degrees = `${formatDegrees(raDeg, { wrap: true, precision: 5 })} ${formatDegrees(decDeg, { signed: true, precision: 5 })}`;
  const field = fieldLabel(fieldArcmin);
  const label = `Finder chart of ${targetName}, ${place}, field ${field}, north up, east left`;
  return (
    <svg className={styles.chart} viewBox={`${-half} ${-half} ${size} ${size}`} aria-label={label}>
      <rect className={styles.field} x={-half} y={-half} width={size} height={size} />
      <Grid chart={chart} />
      <Neighbours chart={chart} neighbours={neighbours} />
      <path className={styles.target} d="M0 -10V-34M10 0H34" />
      <path className={styles.ring} d="M-4 0H4M0 -4V4" />
      <g>
        <text className={styles.name} x={-half + 14} y={-half + 24}>
          {targetName.length > 28 ? `${targetName.slice(0, 27)}…` : targetName}
        </text>
        <text className={styles.place} x={-half + 14} y={-half + 40}>
          {place}
        </text>
        <text className={styles.place} x={-half + 14} y={-half + 54}>
          {degrees}
        </text>
        <text className={styles.place} x={-half + 14} y={-half + 68}>
          {field} × {field}, ICRS
        </text>
      </g>
      <Compass />
      <Scale chart={chart} />
    </svg>
  );
}
