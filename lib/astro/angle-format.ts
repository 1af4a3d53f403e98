import { wrapDegrees } from "./degrees";

/** U+2212, the minus sign of everything shown to people. */
export const minusSign = "\u2212";

type SexagesimalOptions = {
  /** Decimals of the last part, 0 to 6. */
  precision?: number;
  /** " " (default), ":" or "units" for 12h22m54.9s and 15d49m25s. */
  separator?: " " | ":" | "units";
  /** Hyphen-minus instead of U+2212, for what machines read again. */
  ascii?: boolean;
};

const decimalsOf = (precision: number | undefined, fallback: number): number =>
  Math.min(6, Math.max(0, Math.trunc(precision ?? fallback)));

/** Whole units of the last decimal, so that rounding carries into minutes and hours. */
function join(
  ticks: number,
  decimals: number,
  separator: " " | ":" | "units",
  marks: readonly [string, string, string],
): string {
  const perSecond = 10 ** decimals;
  const seconds = ticks % (60 * perSecond);
  const minutes = Math.floor(ticks / (60 * perSecond)) % 60;
  const leading = Math.floor(ticks / (3600 * perSecond));
  const whole = String(Math.floor(seconds / perSecond)).padStart(2, "0");
  const fraction = decimals === 0 ? "" : `.${String(seconds % perSecond).padStart(decimals, "0")}`;
  const parts = [String(leading).padStart(2, "0"), String(minutes).padStart(2, "0"), whole + fraction];
  if (separator !== "units") return parts.join(separator);
  return parts.map((part, index) => `${part}${marks[index] ?? ""}`).join("");
}

/**
 * Right ascension in hours, minutes, seconds of time: "12 22 54.94".
 * @param raDeg degrees, any turn (brought to [0, 360)); what rounds up to 24 h is printed as 00 00 00. NaN or an
 * infinity gives "".
 */
export function formatRa(raDeg: number, options: SexagesimalOptions = {}): string {
  if (!Number.isFinite(raDeg)) return "";
  const decimals = decimalsOf(options.precision, 2);
  const turn = 86_400 * 10 ** decimals;
  const ticks = Math.round(wrapDegrees(raDeg) * 240 * 10 ** decimals) % turn;
  return join(ticks, decimals, options.separator ?? " ", ["h", "m", "s"]);
}

/**
 * Declination in degrees, arcminutes, arcseconds, always with its sign (U+2212 for minus): "+15 49 25.0".
 * @param decDeg degrees, [-90, 90]. A value that rounds to zero is printed with plus. NaN or an infinity gives "".
 */
export function formatDec(decDeg: number, options: SexagesimalOptions = {}): string {
  if (!Number.isFinite(decDeg)) return "";
  const decimals = decimalsOf(options.precision, 1);
  const ticks = Math.round(Math.abs(decDeg) * 3600 * 10 ** decimals);
  const minus = options.ascii ? "-" : minusSign;
  const sign = decDeg < 0 && ticks > 0 ? minus : "+";
  return sign + join(ticks, decimals, options.separator ?? " ", ["d", "m", "s"]);
}

type DegreesOptions = {
  /** Decimals, 0 to 12; default 6 (3.6 mas). */
  precision?: number;
  /** Print a plus sign too, as for declinations. */
  signed?: boolean;
  /** Bring to [0, 360) after rounding, as for right ascensions: 359.99999999 is printed as 0.000000. */
  wrap?: boolean;
  /** Hyphen-minus instead of U+2212. */
  ascii?: boolean;
};

/** A plain angle in degrees without unit: "185.728917", "−0.500000". NaN or an infinity gives "". */
export function formatDegrees(angleDeg: number, options: DegreesOptions = {}): string {
  if (!Number.isFinite(angleDeg)) return "";
  const decimals = Math.min(12, Math.max(0, Math.trunc(options.precision ?? 6)));
  const value = options.wrap ? wrapDegrees(angleDeg) : angleDeg;
  const size = Math.abs(value).toFixed(decimals);
  const rounded = Number(size);
  if (options.wrap && rounded >= 360) return (0).toFixed(decimals);
  if (value < 0 && rounded > 0) return (options.ascii ? "-" : minusSign) + size;
  return options.signed ? `+${size}` : size;
}
