import { arrivalToUtcMjd } from "@/lib/astro/barycentric";
import { parseTime } from "@/lib/astro/parse-time";
import { quoted } from "@/lib/astro/parsed";
import { type EarthTimeScale, jdMinusMjd, type TimeScale, toUtcMjd } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { DraftTime, ProcessRequest, UploadTimeScale } from "../contract";
import { numberOf } from "./cells";

/** Times of a file in one scale as UTC. */

export const scaleOfUpload: Readonly<Record<UploadTimeScale, TimeScale>> = {
  utc: "UTC",
  tai: "TAI",
  tt: "TT",
  tdb: "TDB",
  hjd: "HJD",
  bjd_tdb: "BJD_TDB",
};

export const scaleWords: Readonly<Record<TimeScale, string>> = {
  UTC: "UTC",
  TAI: "TAI",
  TT: "TT",
  TDB: "TDB",
  HJD: "heliocentric UTC (HJD)",
  BJD_TDB: "barycentric TDB (BJD)",
};

/** What a plain number is: `any` takes JD from 2,000,000 on and MJD from 10,000 to 200,000. */
export type DayCount = "mjd" | "jd" | "any";

/** MJDs that are stored: 1858 to 2132. */
const mjdAtMost = 100_000;
/** MJD of 1886: below it, a number in a column of MJDs is something else. */
const mjdFrom = 10_000;
const jdFrom = 2_000_000;

export type TimeProblem = { message: string };

export type TimeReader = {
  /** A cell as a time: a day count, ISO 8601, or a date with a decimal day. */
  read(text: string): DraftTime | TimeProblem;
};

type Options = {
  scale: TimeScale;
  count: DayCount;
  /** Added to every number to give its JD; 0 when numbers are whole. */
  addedJd?: number;
  target: ProcessRequest["target"];
};

/** @throws TomError when the scale needs a position and the target has none */
export function timeReader({ scale, count, addedJd = 0, target }: Options): TimeReader {
  const toUtc = converter(scale, target);
  const stored = (givenMjd: number, text: string): DraftTime | TimeProblem => {
    // The place of the Earth is not to be had for any number; a scale moves a time by minutes.
    if (!(givenMjd > -1 && givenMjd < mjdAtMost + 1)) return outside(text);
    const mjd = toUtc(givenMjd);
    if (!(mjd >= 0 && mjd <= mjdAtMost)) return outside(text);
    return scale === "UTC"
      ? { observedAtMjd: mjd, originalTime: null, originalScale: null }
      : { observedAtMjd: mjd, originalTime: text.slice(0, 60), originalScale: scale };
  };
  return {
    read(text) {
      const value = numberOf(text);
      if (value === null) return readDate(text, scale, stored);
      const mjd = addedJd === 0 ? mjdOf(value, count, text) : value + (addedJd - jdMinusMjd);
      return typeof mjd === "number" ? stored(mjd, text) : mjd;
    },
  };
}

const outside = (text: string): TimeProblem => ({ message: `“${quoted(text)}” is not a time from 1858 to 2132` });

function converter(scale: TimeScale, target: Options["target"]): (mjd: number) => number {
  if (scale !== "HJD" && scale !== "BJD_TDB") return (mjd) => toUtcMjd(mjd, scale);
  const { raDeg, decDeg } = target;
  if (raDeg === null || decDeg === null) {
    throw new TomError(
      "INVALID_INPUT",
      `Times in ${scaleWords[scale]} become UTC by the position of the target, and this one has none. Give the times in UTC.`,
    );
  }
  return arrivalToUtcMjd(scale, { raDeg, decDeg });
}

function mjdOf(value: number, count: DayCount, text: string): number | TimeProblem {
  if (value >= jdFrom) return value - jdMinusMjd;
  if (count === "jd") return { message: `“${quoted(text)}” is not a whole Julian date, which begins with 24` };
  if (value >= mjdFrom && value <= 2 * mjdAtMost) return value;
  return { message: `“${quoted(text)}” is neither an MJD nor a JD` };
}

const dateForm = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(\.\d+)?([T ].*|[zZ])?$/;
const hasZone = /(z|[+-]\d\d:?\d\d|\b(utc|ut|gmt))$/i;

function readDate(
  text: string,
  scale: TimeScale,
  stored: (mjd: number, text: string) => DraftTime | TimeProblem,
): DraftTime | TimeProblem {
  const [, year, month = "", day = "", part = "", rest = ""] = dateForm.exec(text) ?? [];
  const iso = year === undefined ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${rest}`;
  // A zone says UTC, whatever the rest of the file is in.
  const own: EarthTimeScale | null = rest.includes(":") && hasZone.test(rest) ? "UTC" : earthly(scale);
  const parsed = parseTime(iso, { scale: own ?? "UTC" });
  if (!parsed.ok) return { message: parsed.message };
  const dayPart = part === "" ? 0 : Number(part);
  if (own !== null && dayPart === 0) {
    if (parsed.mjd < 0 || parsed.mjd > mjdAtMost) return outside(text);
    return parsed.scale === "UTC"
      ? { observedAtMjd: parsed.mjd, originalTime: null, originalScale: null }
      : { observedAtMjd: parsed.mjd, originalTime: text.slice(0, 60), originalScale: parsed.scale };
  }
  // Midnight of the day in the scale of the file, as a bare number of days.
  const midnight = parseTime(iso, { scale: "UTC" });
  return midnight.ok ? stored(midnight.mjd + dayPart, text) : { message: midnight.message };
}

const earthly = (scale: TimeScale): EarthTimeScale | null => (scale === "HJD" || scale === "BJD_TDB" ? null : scale);
