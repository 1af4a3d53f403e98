import { formatDec, formatDegrees, formatRa } from "@/lib/astro/angle-format";
import { formatLimit, formatMagnitude } from "@/lib/astro/photometry-format";
import { dateToMjd } from "@/lib/astro/time";
import { formatAgo, formatMjd, formatUtc } from "@/lib/astro/time-format";
import { systemClock } from "@/lib/core/clock";
import { classNames } from "./class-names";
import styles from "./values.module.css";

const None = () => <span className={styles.none}>–</span>;

type CoordinateProps = {
  /** ICRS degrees; null where the object has no position. */
  raDeg: number | null;
  decDeg: number | null;
  /** "stacked" for tables, "inline" for headers. */
  layout?: "stacked" | "inline";
};

/** A position in both forms; a click copies the one that was clicked, in the form that machines read. */
export function Coordinate({ raDeg, decDeg, layout = "stacked" }: CoordinateProps) {
  if (raDeg === null || decDeg === null) return <None />;
  const sexagesimal = `${formatRa(raDeg)} ${formatDec(decDeg)}`;
  const degrees = `${formatDegrees(raDeg, { wrap: true })} ${formatDegrees(decDeg, { signed: true })}`;
  const copied = `${formatRa(raDeg, { separator: ":" })} ${formatDec(decDeg, { separator: ":", ascii: true })}`;
  const copiedDegrees = `${formatDegrees(raDeg, { wrap: true })} ${formatDegrees(decDeg, { ascii: true })}`;
  // One button with two lines: two of them would be too low to be hit with a finger.
  return (
    <button
      type="button"
      className={classNames(styles.coordinate, layout === "inline" && styles.inline)}
      data-copy={copied}
      title="Copy coordinates"
    >
      <span>{sexagesimal}</span>
      <span className={styles.degrees} data-copy={copiedDegrees} title="Copy degrees">
        {degrees}
      </span>
    </button>
  );
}

type TimeProps = {
  /** ISO 8601 UTC; null prints an en dash. */
  iso: string | null;
  precision?: "day" | "minute" | "second" | "ms";
  /** "both" (default) prints the time and how long ago; a column may want one of them. */
  show?: "both" | "time" | "ago";
  /** false where the header names the scale. */
  scale?: boolean;
  now?: Date;
};

/** A time as ISO UTC, MJD on hover, "3 h ago" beside it. */
export function UtcTime({ iso, precision = "minute", show = "both", scale = true, now }: TimeProps) {
  const instant = new Date(iso ?? Number.NaN);
  if (iso === null || Number.isNaN(instant.getTime())) return <None />;
  const exact = formatUtc(iso, { precision, scale });
  const ago = formatAgo(iso, now ?? systemClock.now());
  const title = `${formatUtc(iso)} · MJD ${formatMjd(dateToMjd(instant))}`;
  if (show === "ago")
    return (
      <time className={styles.time} dateTime={iso} title={title}>
        {ago}
      </time>
    );
  return (
    <>
      <time className={styles.time} dateTime={iso} title={title}>
        {exact}
      </time>{" "}
      {show === "both" ? <span className={styles.ago}>{ago}</span> : null}
    </>
  );
}

type MagnitudeProps = {
  mag: number | null;
  magErr?: number | null;
  /** Printed as "> 20.31" where there is no magnitude. */
  limitMag?: number | null;
};

/** A magnitude with its error to matching digits, or a limit; an en dash for neither. */
export function Magnitude({ mag, magErr = null, limitMag = null }: MagnitudeProps) {
  const text = mag === null ? formatLimit(limitMag) : formatMagnitude(mag, magErr);
  if (text === "") return <None />;
  return (
    <span className={styles.number} title={mag === null ? "Upper limit: not detected, fainter than this" : undefined}>
      {text}
    </span>
  );
}

type NumberProps = {
  value: number | null;
  /** Digits after the point; without it the shortest form of up to six significant digits. */
  decimals?: number;
  /** Only where no header names it. */
  unit?: string;
};

/** A plain number with U+2212 for minus and thin spaces between thousands; null and NaN print an en dash. */
export function NumberValue({ value, decimals, unit }: NumberProps) {
  if (value === null || !Number.isFinite(value)) return <None />;
  return (
    <span className={styles.number}>
      {formatNumber(value, decimals)}
      {unit === undefined ? null : <span className={styles.unit}>{`\u2009${unit}`}</span>}
    </span>
  );
}

/** Making one takes far longer than using it. */
const numberFormats = new Map<number | undefined, Intl.NumberFormat>();

function numberFormat(decimals: number | undefined): Intl.NumberFormat {
  const known = numberFormats.get(decimals);
  if (known !== undefined) return known;
  const options =
    decimals === undefined
      ? { maximumSignificantDigits: 6 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const made = new Intl.NumberFormat("en", { ...options, signDisplay: "negative" });
  numberFormats.set(decimals, made);
  return made;
}

/** What is not zero never reads as zero: a false-alarm rate of 4.5e−13 has no digit within three decimals. */
const formatNumber = (value: number, decimals: number | undefined): string => {
  const isTiny = decimals !== undefined && value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals;
  const text = isTiny ? value.toExponential(1) : numberFormat(decimals).format(value);
  return text.replaceAll("-", "\u2212").replaceAll(",", "\u2009");
};
