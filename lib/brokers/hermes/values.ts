import { parseDec, parseRa } from "@/lib/astro/coordinates";
import { wrapDegrees } from "@/lib/astro/degrees";
import { parseTime } from "@/lib/astro/parse-time";
import { mjdToIso } from "@/lib/astro/time";
import { lenientNumber } from "../contract-remote";

/** How values are written in messages. Pure. */

/** ISO 8601 UTC of a time as people and programs write it: with or without zone, as JD or MJD; null for no time. */
export function isoOf(time: string | null | undefined): string | null {
  if (time === null || time === undefined) return null;
  const understood = parseTime(time.trim().slice(0, 60));
  return understood.ok ? understood.iso : gcnTimeOf(time);
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** "Thu 11 Sep 25 05:47:53 UT", as notices of the GCN have it. */
function gcnTimeOf(text: string): string | null {
  const [, day = "", month = "", year = "", clock = ""] =
    /^(?:\w{3} )?(\d{1,2}) (\w{3}) (\d{2}) (\d\d:\d\d:\d\d(?:\.\d+)?)(?: UTC?)?$/.exec(text.trim()) ?? [];
  const index = months.indexOf(month.toLowerCase());
  if (index < 0) return null;
  const understood = parseTime(`20${year}-${String(index + 1).padStart(2, "0")}-${day.padStart(2, "0")}T${clock}Z`);
  return understood.ok ? understood.iso : null;
}

const unixEpochMjd = 40_587;

export function isoOfMs(ms: number | null): string | null {
  const mjd = ms === null ? Number.NaN : unixEpochMjd + ms / 86_400_000;
  return mjd > 30_000 && mjd < 100_000 ? mjdToIso(mjd) : null;
}

/** ICRS degrees, or null for both when either is missing or impossible. Zero is a coordinate. */
export function placeOf(ra: number | null, dec: number | null): { raDeg: number | null; decDeg: number | null } {
  if (ra === null || dec === null || !(ra >= -360 && ra <= 720) || !(Math.abs(dec) <= 90)) {
    return { raDeg: null, decDeg: null };
  }
  return { raDeg: wrapDegrees(ra), decDeg: dec };
}

/** Degrees of a number, or of a sexagesimal text, whose right ascension is in hours; null for neither. */
function angleOf(value: unknown, parse: typeof parseRa): number | null {
  const number = lenientNumber.parse(value);
  if (number !== null || typeof value !== "string") return number;
  const read = parse(value.slice(0, 60));
  return read.ok ? read.value : null;
}

/** A place by its degrees or, where those are missing, by what stands beside them in sexagesimal. */
export const writtenPlaceOf = (
  [ra, sexagesimalRa]: readonly unknown[],
  [dec, sexagesimalDec]: readonly unknown[],
): ReturnType<typeof placeOf> =>
  placeOf(
    angleOf(ra, parseRa) ?? angleOf(sexagesimalRa, parseRa),
    angleOf(dec, parseDec) ?? angleOf(sexagesimalDec, parseDec),
  );

const secondsPerYear = 31_557_600;

/** Hz of "0.3110 [yr^-1]". */
export function ratePerYearOf(value: unknown): number | null {
  const rate = typeof value === "string" ? /^\s*([\d.]+(?:e[+-]?\d+)?)\s*\[yr\^-1\]/i.exec(value)?.[1] : undefined;
  return rate === undefined ? null : Number(rate) / secondsPerYear;
}

/** Arcsec of "13.28 [deg radius, ...]", "30.80 [arcmin radius, ...]", "5.0 [arcsec, radius]". */
export function errorArcsecOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const [, size, unit] = /^\s*([\d.]+)\s*\[(deg|arcmin|arcsec)/.exec(value) ?? [];
  const perUnit = { deg: 3_600, arcmin: 60, arcsec: 1 };
  return size === undefined ? null : Number(size) * perUnit[unit as keyof typeof perUnit];
}

const roundingDeg = 0.01;

/**
 * Degrees (J2000) of `121.8573d {+08h 07m 25.7s} (J2000), ...`. The two forms must agree: a lost sign in one of them
 * would be another place.
 */
export function gcnAngleOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const [, plain, sign, first, unit, minutes, seconds] =
    /^\s*([+-]?\d+(?:\.\d+)?)d\s*\{([+-]?)(\d+)([hd])\s*(\d+)[m']\s*([\d.]+)/.exec(value) ?? [];
  if (plain === undefined) return null;
  const size = Number(first) + Number(minutes) / 60 + Number(seconds) / 3_600;
  const said = (sign === "-" ? -1 : 1) * size * (unit === "h" ? 15 : 1);
  return Math.abs(said - Number(plain)) <= roundingDeg ? Number(plain) : null;
}

const parsecsPer: Readonly<Record<string, number>> = {
  cm: 3.240_779_29e-19,
  m: 3.240_779_29e-17,
  km: 3.240_779_29e-14,
  au: 4.848_136_81e-6,
  ly: 0.306_601_394,
  pc: 1,
  kpc: 1e3,
  mpc: 1e6,
  gpc: 1e9,
};

/** A distance in parsec; null without a unit that is known. */
export function parsecsOf(value: number | null, unit: string | null): number | null {
  const factor = parsecsPer[unit?.trim().toLowerCase() ?? ""];
  return value === null || value <= 0 || factor === undefined ? null : value * factor;
}
