const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Longest first; each divides the next, so that ticks come evenly. */
const periods = [
  { ms: dayMs, cron: (minute: number) => `${minute} 3 * * *` },
  ...[12, 6, 4, 3, 2].map((hours) => ({ ms: hours * hourMs, cron: (minute: number) => `${minute} */${hours} * * *` })),
  { ms: hourMs, cron: (minute: number) => `${minute} * * * *` },
  ...[30, 20, 15, 10, 5, 2].map((minutes) => ({ ms: minutes * minuteMs, cron: () => `*/${minutes} * * * *` })),
];

/**
 * A cron expression in UTC that ticks at least as often as the task is due; whether it is due is decided when it ticks.
 * Tasks of different names come at different minutes.
 */
export function cronOf(everyMs: number, name: string): string {
  const minute = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 60, 0);
  return periods.find((period) => period.ms <= everyMs)?.cron(minute) ?? "* * * * *";
}
