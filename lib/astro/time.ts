import { taiMinusUtcS } from "./leap-seconds";

/**
 * The scale of a time. HJD (heliocentric, of either clock) and BJD_TDB (barycentric) depend on the direction of the
 * source: with it they are turned into UTC (`barycentric.ts`), HJD as one in UTC.
 */
export const timeScales = ["UTC", "TAI", "TT", "TDB", "HJD", "BJD_TDB"] as const;
export type TimeScale = (typeof timeScales)[number];
/** A scale that only the position of the source turns into UTC. */
export type ArrivalScale = "HJD" | "BJD_TDB";
/** UTC MJD of an MJD (JD minus 2400000.5) in such a scale, for one position. */
export type Arrival = (mjd: number, scale: ArrivalScale) => number;

export const isArrivalScale = (scale: TimeScale): scale is ArrivalScale => scale === "HJD" || scale === "BJD_TDB";

/** MJDs for which the place of the Earth is computed: 1858 to 2132. */
export const isMjdOfArrival = (mjd: number): boolean => mjd >= 0 && mjd <= 100_000;

/** JD − MJD. */
export const jdMinusMjd = 2_400_000.5;
const unixEpochMjd = 40_587;
export const secondsPerDay = 86_400;
const msPerDay = 86_400_000;
/** TT − TAI, seconds, by definition. */
const ttMinusTaiS = 32.184;

/** MJD of 0001-01-01 and of 10000-01-01: outside, ISO text with four digits cannot say the year. */
const mjdMin = -678_575;
const mjdMax = 2_973_484;

/** Whether an MJD is finite and within the years 1 to 9999, so that `mjdToIso` can print it. */
export const isMjdInRange = (mjd: number): boolean => mjd >= mjdMin && mjd < mjdMax;

export const mjdToJd = (mjd: number): number => mjd + jdMinusMjd;
/** A double holds a JD to 0.04 ms. */
export const jdToMjd = (jd: number): number => jd - jdMinusMjd;

/** UTC MJD of an instant. Days have 86400 s: within a leap second the value repeats, as in Unix time. */
export const dateToMjd = (date: Date): number => date.getTime() / msPerDay + unixEpochMjd;

/** The instant of a UTC MJD, to the nearest millisecond. Throws RangeError outside the years 1 to 9999 and for NaN. */
export function mjdToDate(utcMjd: number): Date {
  if (!isMjdInRange(utcMjd)) throw new RangeError(`MJD ${utcMjd} is outside the years 1 to 9999`);
  return new Date(Math.round((utcMjd - unixEpochMjd) * msPerDay));
}

/** "2020-01-07T12:34:56.789Z" of a UTC MJD. Throws RangeError outside the years 1 to 9999 and for NaN. */
export const mjdToIso = (utcMjd: number): string => mjdToDate(utcMjd).toISOString();

/**
 * UTC MJD of a stored ISO 8601 instant (with Z or offset). Throws RangeError for anything else; people's text goes to
 * `parseTime`.
 */
export function isoToMjd(iso: string): number {
  const ms = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError("Not an ISO 8601 instant with its zone");
  return ms / msPerDay + unixEpochMjd;
}

/** Removes the offset that holds at the UTC instant, which is not known before it is removed. */
function withoutLeapSeconds(taiMjd: number): number {
  const guess = taiMjd - taiMinusUtcS(taiMjd) / secondsPerDay;
  return taiMjd - taiMinusUtcS(guess) / secondsPerDay;
}

/**
 * TAI MJD (ZTF does not use it, every LSST time does) to UTC MJD. Good to 0.001 ms outside leap seconds, from 1972 on.
 */
export const taiMjdToUtcMjd = (taiMjd: number): number => withoutLeapSeconds(taiMjd);
export const utcMjdToTaiMjd = (utcMjd: number): number => utcMjd + taiMinusUtcS(utcMjd) / secondsPerDay;

/** TT MJD to UTC MJD: TT = TAI + 32.184 s. */
export const ttMjdToUtcMjd = (ttMjd: number): number => withoutLeapSeconds(ttMjd - ttMinusTaiS / secondsPerDay);
export const utcMjdToTtMjd = (utcMjd: number): number => utcMjdToTaiMjd(utcMjd) + ttMinusTaiS / secondsPerDay;

/**
 * TDB − TT in seconds at the geocentre, at most 1.7 ms: the two-term series of the Astronomical Almanac, good to 0.05
 * ms.
 */
export function tdbMinusTtS(ttMjd: number): number {
  const days = ttMjd - 51_544.5;
  const anomaly = ((357.53 + 0.985_600_28 * days) * Math.PI) / 180;
  const jupiter = ((246.11 + 0.902_517_92 * days) * Math.PI) / 180;
  return 0.001_657 * Math.sin(anomaly) + 0.000_022 * Math.sin(jupiter);
}

/** TDB MJD to UTC MJD. */
export const tdbMjdToUtcMjd = (tdbMjd: number): number => ttMjdToUtcMjd(tdbMjd - tdbMinusTtS(tdbMjd) / secondsPerDay);
export function utcMjdToTdbMjd(utcMjd: number): number {
  const tt = utcMjdToTtMjd(utcMjd);
  return tt + tdbMinusTtS(tt) / secondsPerDay;
}

/** A scale that needs no direction on the sky. */
export type EarthTimeScale = Exclude<TimeScale, ArrivalScale>;

/** An MJD of any Earth-bound scale as UTC MJD. */
export function toUtcMjd(mjd: number, scale: EarthTimeScale): number {
  switch (scale) {
    case "UTC":
      return mjd;
    case "TAI":
      return taiMjdToUtcMjd(mjd);
    case "TT":
      return ttMjdToUtcMjd(mjd);
    case "TDB":
      return tdbMjdToUtcMjd(mjd);
  }
}

/**
 * Julian year (2000.0 = MJD 51544.5) of an instant: the epoch of a position. UTC is taken for TT, which is 2e-6 yr off.
 */
export const julianYear = (date: Date): number => 2000 + (dateToMjd(date) - 51_544.5) / 365.25;
