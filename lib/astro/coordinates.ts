import { formatDec, formatDegrees, formatRa } from "./angle-format";
import { plainAngleText, readAngle, sexagesimalDeg } from "./angles";
import { type Parsed, quoted, refuse } from "./parsed";

/** A place on the sky, ICRS. */
export type Position = {
  /** Right ascension, degrees, [0, 360). */
  raDeg: number;
  /** Declination, degrees, [-90, 90]. */
  decDeg: number;
};

const raInBothForms = (raDeg: number): string => `${formatRa(raDeg)} = ${formatDegrees(raDeg, { wrap: true })}°`;
const decInBothForms = (decDeg: number): string => `${formatDec(decDeg)} = ${formatDegrees(decDeg, { signed: true })}°`;

/** "12 22 54.94 +15 49 25.0 = 185.728917°, +15.823611°": what is shown as soon as a position is understood. */
export const describePosition = ({ raDeg, decDeg }: Position): string =>
  `${formatRa(raDeg)} ${formatDec(decDeg)} = ${formatDegrees(raDeg, { wrap: true })}°, ${formatDegrees(decDeg, { signed: true })}°`;

const asTyped = (text: string): string => quoted(plainAngleText(text)).replace(/^-/, "\u2212");

/**
 * Right ascension from text. A plain number, or one with a degree mark, is degrees; 12.38h is hours; anything
 * sexagesimal (colons, spaces, h m s, d m s, ° ′ ″) is hours. 360 and 24:00:00 are 0.
 * @returns value: degrees, [0, 360), ICRS.
 */
export function parseRa(text: string): Parsed<{ value: number }> {
  const read = readAngle(text, "RA");
  if (!read.ok) return read;
  const { angle } = read;
  const inHours = angle.form !== "degrees";
  const unitDeg = inHours ? 15 : 1;
  const sizeDeg = angle.form === "sexagesimal" ? sexagesimalDeg(angle.parts, 15) : angle.value * unitDeg;
  if (!(sizeDeg <= 360) || (angle.negative && sizeDeg > 0)) {
    const hint = angle.form === "sexagesimal" && angle.unit === "d" ? "; write degrees as a plain number" : "";
    return refuse(`RA ${asTyped(text)} is outside 0 to ${360 / unitDeg} ${inHours ? "hours" : "degrees"}${hint}`);
  }
  const raDeg = sizeDeg % 360;
  return { ok: true, value: raDeg, understoodAs: raInBothForms(raDeg) };
}

/**
 * Declination from text: always degrees, plain or sexagesimal, with any kind of minus sign; -00 30 00 is -0.5.
 * @returns value: degrees, [-90, 90], ICRS.
 */
export function parseDec(text: string): Parsed<{ value: number }> {
  const read = readAngle(text, "Dec");
  if (!read.ok) return read;
  const { angle } = read;
  if (angle.form === "hours" || (angle.form === "sexagesimal" && angle.unit === "h")) {
    return refuse(`Dec “${quoted(text)}” is in hours: declination is in degrees`);
  }
  const size = angle.form === "sexagesimal" ? sexagesimalDeg(angle.parts, 1) : angle.value;
  if (!(size <= 90)) return refuse(`Dec ${asTyped(text)} is outside \u221290 to 90 degrees`);
  const decDeg = angle.negative && size > 0 ? -size : size;
  return { ok: true, value: decDeg, understoodAs: decInBothForms(decDeg) };
}
