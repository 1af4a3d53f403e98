import { parseTime, type UnderstoodTime } from "./parse-time";
import { type Parsed, quoted, refuse } from "./parsed";
import { dateToMjd } from "./time";

const durationForm =
  /^P(?=\d|T\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5}(?:\.\d+)?)W)?(?:(\d{1,6}(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d{1,7}(?:\.\d+)?)H)?(?:(\d{1,9}(?:\.\d+)?)M)?(?:(\d{1,10}(?:\.\d+)?)S)?)?$/i;

/** Whether a text has the form of an ISO 8601 duration (P3D, PT12H, P1M). */
export const isDuration = (text: string): boolean => text.length <= 60 && durationForm.test(text.trim());

function monthsBefore(now: Date, months: number): Date {
  const moved = new Date(now);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() - months);
  // One month before 31 March is the last day of February.
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(now.getUTCDate(), lastDay));
  return moved;
}

/**
 * The instant a duration before `now`: P3D, PT12H, P2W, P1DT6H, P1M and P1Y (calendar months, UTC). Days have 24 h.
 * Refuses anything that is not an ISO 8601 duration, and what would lead before the year 1.
 */
export function resolveDuration(text: string, now: Date): Parsed<UnderstoodTime> {
  const match = text.length > 60 ? null : durationForm.exec(text.trim());
  if (match === null) return refuse(`“${quoted(text)}” is not a duration: write P3D for 3 days or PT12H for 12 hours`);
  const part = (index: number): number => Number(match[index] ?? 0);
  const start = monthsBefore(now, part(1) * 12 + part(2));
  const days = part(3) * 7 + part(4) + part(5) / 24 + part(6) / 1440 + part(7) / 86_400;
  const instant = new Date(Math.round(start.getTime() - days * 86_400_000));
  if (!(instant.getTime() >= -62_135_596_800_000)) return refuse(`“${quoted(text)}” leads before the year 1`);
  const iso = instant.toISOString();
  return {
    ok: true,
    iso,
    mjd: dateToMjd(instant),
    scale: "UTC",
    understoodAs: `${iso.slice(0, 19).replace("T", " ")} UTC`,
  };
}

/** A time (`parseTime`) or a duration before `now` (`resolveDuration`): what a date field of a query takes. */
export const resolveTime = (text: string, now: Date): Parsed<UnderstoodTime> =>
  /^\s*P/i.test(text) ? resolveDuration(text, now) : parseTime(text);
