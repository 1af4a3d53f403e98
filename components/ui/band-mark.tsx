import type { CSSProperties, ReactNode } from "react";
import { type BandShape, type BandStyle, bandOf } from "@/lib/astro/bands";
import { classNames } from "./class-names";
import styles from "./values.module.css";

const star = "M6 .3 7.6 4.3 11.9 4.6 8.6 7.4 9.6 11.6 6 9.3 2.4 11.6 3.4 7.4 .1 4.6 4.4 4.3z";

const shapes: Record<BandShape, ReactNode> = {
  circle: <circle cx="6" cy="6" r="4.6" />,
  "triangle-up": <path d="M6 .8 11.4 10.4H.6z" />,
  "triangle-down": <path d="M6 11.2.6 1.6h10.8z" />,
  square: <path d="M1.7 1.7h8.6v8.6H1.7z" />,
  star: <path d={star} />,
  pentagon: <path d="M6 .6 11.4 4.5 9.3 10.8H2.7L.6 4.5z" />,
  diamond: <path d="M6 .2 11.2 6 6 11.8.8 6z" />,
  cross: <path className={styles.lines} d="m2 2 8 8m0-8-8 8" />,
  plus: <path className={styles.lines} d="M6 .8v10.4M.8 6h10.4" />,
  "circle-open": <circle cx="6" cy="6" r="5.6" fill="none" strokeWidth="1" />,
};

/** The colours of a band as variables; the style sheet takes the one of the theme. */
export const bandColours = ({ light, dark, night }: BandStyle): CSSProperties =>
  ({ "--light": light, "--dark": dark, "--night": night }) as CSSProperties;

/** The marker alone: for legends that print their own words. `hollow` is forced photometry. */
export function BandShapeMark({ style, hollow = false }: { style: BandStyle; hollow?: boolean }) {
  return (
    <svg
      className={classNames(styles.mark, hollow && styles.open)}
      viewBox="0 0 12 12"
      style={bandColours(style)}
      aria-hidden="true"
    >
      {shapes[style.shape]}
      {style.number === null ? null : (
        <text className={styles.digits} x="6" y="6">
          {style.number}
        </text>
      )}
    </svg>
  );
}

/** A band is its marker and its letter, never colour alone. `band` as any survey spells it; null prints an en dash. */
export function BandMark({ band }: { band: string | null }) {
  if (band === null || band === "") return <span className={styles.none}>–</span>;
  const style = bandOf(band);
  return (
    <span className={styles.band} title={style.label === band ? undefined : band}>
      <BandShapeMark style={style} />
      {style.label}
    </span>
  );
}
