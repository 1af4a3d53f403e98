import { hasLeapSecond } from "./leap-seconds";
import { type Parsed, quoted, refuse } from "./parsed";
import {
  type Arrival,
  isArrivalScale,
  isMjdInRange,
  isMjdOfArrival,
  jdMinusMjd,
  mjdToIso,
  type TimeScale,
  toUtcMjd,
} from "./time";

/** A time as understood: always UTC, in both forms, with the scale in which it was given. */
export type UnderstoodTime = {
  /** ISO 8601 UTC with milliseconds. */
  iso: string;
  /** UTC MJD. */
  mjd: number;
  /** The scale of the text. */
  scale: TimeScale;
};

type Options = {
  /** Of a text that names none; UTC unless said. */
  scale?: TimeScale;
  /** Turns HJD and BJD into UTC, which need a position (`barycentric.ts`); without it they are refused. */
  arrival?: Arrival | null;
};

const isoForm =
  /^(\d{4})-(\d\d)-(\d\d)(?:(?:T| )(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const scaleWord = /[\s,]*\(?\b(UTC|UT|GMT|TAI|TT|TDB|HJD|BJD(?:[_ -]?TDB)?)\b\)?$/i;
const dayForm = /^(MJD|JD|HJD|BJD)?(?:[ _-]?(UTC|TAI|TT|TDB))?[ :=]*([+-]?\d+\.?\d*)$/i;

function scaleOf(word: string): TimeScale {
  const name = word.toUpperCase();
  if (name === "TAI" || name === "TT" || name === "TDB" || name === "HJD") return name;
  return name.startsWith("BJD") ? "BJD_TDB" : "UTC";
}

function understand(
  text: string,
  givenMjd: number,
  scale: TimeScale,
  arrival: Options["arrival"],
): Parsed<UnderstoodTime> {
  let mjd: number;
  if (!isArrivalScale(scale)) mjd = toUtcMjd(givenMjd, scale);
  else if (!arrival) return refuseArrival(text);
  else if (!isMjdOfArrival(givenMjd)) return refuse(`“${quoted(text)}” is not a time from 1858 to 2132`);
  else mjd = arrival(givenMjd, scale);
  if (!isMjdInRange(mjd)) return refuse("The time is outside the years 1 to 9999");
  const iso = mjdToIso(mjd);
  const from = scale === "UTC" ? "" : `, from ${scale}`;
  return {
    ok: true,
    iso,
    mjd,
    scale,
    understoodAs: `${iso.replace("T", " ").replace("Z", "")} UTC, MJD ${mjd.toFixed(5)}${from}`,
  };
}

const refuseArrival = (text: string) =>
  refuse(`“${quoted(text)}”: heliocentric and barycentric times need the position of the source; give UTC`);

/** Milliseconds since 1970 of the fields, or null when there is no such day, hour or minute (30 February, 24:00). */
function calendarMs(
  year: string,
  month: string,
  day: string,
  hour: string,
  minute: string,
  second: string,
): number | null {
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== iso ? null : ms;
}

function offsetMinutes(zone: string): number | null {
  const [, sign = "+", hours = "00", minutes = "00"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function parseIso(
  text: string,
  match: RegExpExecArray,
  scale: TimeScale,
  arrival: Options["arrival"],
): Parsed<UnderstoodTime> {
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] =
    match;
  const leap = second === "60";
  const ms = calendarMs(year, month, day, hour, minute, leap ? "59" : second);
  if (ms === null || year === "0000") return refuse(`“${quoted(text)}” is not a date and time: no such day or hour`);
  const offset = zone.toUpperCase() === "Z" ? 0 : offsetMinutes(zone);
  if (offset === null) return refuse(`“${quoted(text)}”: no such time zone`);
  if (match[8] !== undefined && scale !== "UTC")
    return refuse(`“${quoted(text)}”: a time in ${scale} has no time zone`);
  const seconds = (leap ? 1 : 0) + Number(`0.${fraction === "" ? "0" : fraction}`);
  const utcMs = ms - offset * 60_000;
  const mjd = (utcMs + seconds * 1000) / 86_400_000 + 40_587;
  if (leap && (scale !== "UTC" || !hasLeapSecond(utcMs / 86_400_000 + 40_587) || utcMs % 86_400_000 !== 86_399_000)) {
    return refuse(`“${quoted(text)}”: there was no leap second then`);
  }
  return understand(text, mjd, scale, arrival);
}

/**
 * A time as people write it: ISO 8601 with T or a blank, with or without zone (none is UTC), a date alone (its
 * midnight), an MJD, a JD, each optionally followed by UTC, TAI, TT, TDB, HJD (in UTC) or BJD (in TDB). A bare number is
 * JD from 2,000,000 on, MJD from 10,000 to 200,000; others need the word MJD or JD. The leap second 23:59:60 is
 * understood on the days that had one and gives the next midnight (days have 86400 s).
 */
export function parseTime(text: string, { scale, arrival }: Options = {}): Parsed<UnderstoodTime> {
  if (text.length > 100) return refuse("The time is too long: at most 100 characters");
  const plain = text
    .normalize("NFKC")
    .replace(/[‐-―−]/gu, "-")
    .replace(/\s+/gu, " ")
    .trim();
  if (plain === "") return refuse("The time is empty");
  const word = scaleWord.exec(plain);
  const body = word === null ? plain : plain.slice(0, word.index).trim();
  const named = word?.[1] === undefined ? null : scaleOf(word[1]);
  if (!arrival && ((named !== null && isArrivalScale(named)) || /^(HJD|BJD)/i.test(plain))) return refuseArrival(text);
  const iso = isoForm.exec(body);
  if (iso !== null) return parseIso(text, iso, named ?? scale ?? "UTC", arrival);

  const day = dayForm.exec(body);
  if (day?.[3] === undefined) {
    return refuse(`“${quoted(text)}” is not a time: write 2020-01-07T12:30:00 (UTC), an MJD or a JD`);
  }
  const value = Number(day[3]);
  const first = day[1]?.toUpperCase();
  const inner = day[2]?.toUpperCase();
  const own = first === "HJD" || first === "BJD" ? scaleOf(first) : inner === undefined ? null : scaleOf(inner);
  const clock = inner ?? named ?? own;
  if ((first === "HJD" && clock !== "UTC" && clock !== "HJD") || (first === "BJD" && clock !== "TDB" && clock !== own))
    return refuse(`“${quoted(text)}”: of these, HJD in UTC and BJD in TDB are read`);
  const kind = first ?? (value >= 2_000_000 ? "JD" : value >= 10_000 && value <= 200_000 ? "MJD" : null);
  if (kind === null)
    return refuse(`“${quoted(text)}” could be several things: write MJD or JD before it, or a full date`);
  return understand(text, kind === "MJD" ? value : value - jdMinusMjd, own ?? named ?? scale ?? "UTC", arrival);
}
