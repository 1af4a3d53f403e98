import { describe, expect, it } from "vitest";
import { nextTimes, scheduleSchema, scheduleWords } from "./schedule";

const problem = (text: string): string => {
  const parsed = scheduleSchema.safeParse(text);
  return parsed.success ? "" : (parsed.error.issues[0]?.message ?? "?");
};
const after = new Date("2026-11-21T12:34:56Z");

describe("a schedule", () => {
  it.each([
    ["0 6 * * *", ["2026-11-22T06:00", "2026-11-23T06:00", "2026-11-24T06:00"]],
    ["*/20 * * * *", ["2026-11-21T12:40", "2026-11-21T13:00", "2026-11-21T13:20"]],
    ["30 4 * * MON", ["2026-11-23T04:30", "2026-11-30T04:30", "2026-12-07T04:30"]],
    ["0 0 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]],
    ["34 12 * * *", ["2026-11-22T12:34", "2026-11-23T12:34", "2026-11-24T12:34"]],
  ])("%s comes next at %j, in UTC whatever the clock on the wall", (schedule, times) => {
    expect(nextTimes(schedule, after, 3)).toEqual(times.map((time) => `${time}:00.000Z`));
  });

  it("is stored in one spelling", () => {
    expect(scheduleSchema.parse("  0   6 * * * ")).toBe("0 6 * * *");
    expect(scheduleSchema.parse("@Daily")).toBe("0 0 * * *");
  });

  it.each([
    ["", "five parts"],
    ["every morning", "five parts"],
    ["0 6 * * * *", "five parts"],
    ["@reboot", "five parts"],
    ["61 * * * *", '"61" is no minute: give 0 to 59'],
    ["0 24 * * *", '"24" is no hour'],
    ["0 6 32 * *", "day of the month"],
    ["0 6 * 13 *", "month"],
    ["0 6 * * 8", "day of the week"],
    ["*/0 * * * *", "minute"],
    ["0 6 L * *", "day of the month"],
    ["0 6 * * 5#2", "day of the week"],
    ["0 0 30 2 *", "never comes"],
  ])("%j is refused in words: %s", (text, words) => {
    expect(problem(text)).toContain(words);
  });

  it.each([
    ["* * * * *", "every minute, UTC"],
    ["*/30 * * * *", "every 30 minutes, UTC"],
    ["5 * * * *", "every hour at :05 UTC"],
    ["0 */6 * * *", "every 6 hours at :00 UTC"],
    ["0 6 * * *", "every day at 06:00 UTC"],
    ["15 21 * * 7", "every Sunday at 21:15 UTC"],
    ["15 21 * * mon-fri", "on weekdays at 21:15 UTC"],
    ["0 3 1 * *", "on day 1 of each month at 03:00 UTC"],
    ["0 3,9 * * *", "0 3,9 * * * UTC"],
  ])("%s is said as %s", (schedule, words) => {
    expect(scheduleWords(schedule)).toBe(words);
  });
});
