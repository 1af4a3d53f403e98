import { Cron } from "croner";
import * as z from "zod";

/** When something is done by itself: cron with five parts, in UTC. Isomorphic, so that a form can say when that is. */

const names = ["minute", "hour", "day of the month", "month", "day of the week"] as const;
const ranges = ["0 to 59", "0 to 23", "1 to 31", "1 to 12 or JAN to DEC", "0 to 7 or SUN to SAT"] as const;
const nicknames: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

export const scheduleHelp =
  "Five parts, in UTC: minute, hour, day of the month, month, day of the week. 0 6 * * * is every day at 06:00; */30 * * * * is every half hour.";

const fiveParts =
  "A schedule has five parts: minute, hour, day of the month, month, day of the week. For example 0 6 * * * is every day at 06:00 UTC.";

/** Spaces as one, nicknames as what they stand for. */
function plain(text: string): string {
  const words = text.trim().replace(/\s+/g, " ");
  return nicknames[words.toLowerCase()] ?? words;
}

const cronOf = (pattern: string): Cron => new Cron(pattern, { timezone: "UTC", mode: "5-part", paused: true });

function isRead(pattern: string): boolean {
  try {
    cronOf(pattern);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a schedule, in a sentence; null when nothing is. */
function problemOf(pattern: string): string | null {
  const parts = pattern.split(" ");
  if (parts.length !== 5) return fiveParts;
  const at = parts.findIndex((part, index) => !isClassic(part) || !isRead(alone(part, index)));
  if (at >= 0) return `"${parts[at]}" is no ${names[at]}: give ${ranges[at]}, *, a list or a range.`;
  if (!isRead(pattern)) return fiveParts;
  return cronOf(pattern).nextRun(new Date()) === null ? "This schedule never comes: there is no such day." : null;
}

/** Letters beyond the names of months and days (L, W, #) mean other things elsewhere. */
const isClassic = (part: string): boolean =>
  /^[\d*/,-]+$/.test(
    part.replace(/JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT/gi, "0"),
  );

const alone = (part: string, index: number): string => names.map((_, at) => (at === index ? part : "*")).join(" ");

export const scheduleSchema = z
  .string("must be text, a cron schedule")
  .max(100, "must have at most 100 characters")
  .transform((text, at) => {
    const pattern = plain(text);
    const problem = problemOf(pattern);
    if (problem === null) return pattern;
    at.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });

/** As a form has it, empty where a query runs when somebody asks. A union would hide which part is wrong. */
export const scheduleTextSchema = z
  .string("must be text, a cron schedule")
  .max(100, "must have at most 100 characters")
  .superRefine((text, at) => {
    const problem = text.trim() === "" ? null : problemOf(plain(text));
    if (problem !== null) at.addIssue({ code: "custom", message: problem });
  });

/** The next times after an instant, as ISO 8601 UTC. */
export const nextTimes = (schedule: string, after: Date, count: number): string[] =>
  cronOf(schedule)
    .nextRuns(count, after)
    .map((time) => time.toISOString());

const two = (number: string): string => number.padStart(2, "0");
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const dayCodes = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function dayOf(part: string): string | null {
  if (part === "1-5" || part.toUpperCase() === "MON-FRI") return "on weekdays";
  const index = /^[0-7]$/.test(part) ? Number(part) : dayCodes.indexOf(part.toUpperCase());
  return index < 0 ? null : `every ${days[index]}`;
}

/** A schedule in words, such as "every day at 06:00 UTC"; the schedule itself where there are no short words. */
export function scheduleWords(schedule: string): string {
  return `${wordsOf(schedule) ?? schedule} UTC`;
}

function wordsOf(schedule: string): string | null {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = schedule.split(" ");
  if (month !== "*") return null;
  if (hour === "*" && day === "*" && weekday === "*") {
    if (minute === "*") return "every minute,";
    const step = /^\*\/(\d+)$/.exec(minute)?.[1];
    if (step !== undefined) return `every ${step} minutes,`;
    return /^\d+$/.test(minute) ? `every hour at :${two(minute)}` : null;
  }
  if (!/^\d+$/.test(minute)) return null;
  const step = /^\*\/(\d+)$/.exec(hour)?.[1];
  if (step !== undefined && day === "*" && weekday === "*") return `every ${step} hours at :${two(minute)}`;
  if (!/^\d+$/.test(hour)) return null;
  const time = `at ${two(hour)}:${two(minute)}`;
  if (day === "*" && weekday === "*") return `every day ${time}`;
  if (day === "*") return dayOf(weekday) === null ? null : `${dayOf(weekday)} ${time}`;
  return weekday === "*" && /^\d+$/.test(day) ? `on day ${day} of each month ${time}` : null;
}
