/**
 * "2020-01-07 12:34:56 UTC" of an ISO 8601 instant, whatever the zone of the machine. Text that is no instant gives "".
 * @param options.precision what is kept, cut off, not rounded: "day", "minute", "second" (default) or "ms".
 * @param options.scale false leaves " UTC" out, where a header says it.
 */
export function formatUtc(
  iso: string,
  options: { precision?: "day" | "minute" | "second" | "ms"; scale?: boolean } = {},
): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return "";
  const text = new Date(ms).toISOString().replace("T", " ").replace("Z", "");
  const length = { day: 10, minute: 16, second: 19, ms: 23 }[options.precision ?? "second"];
  const kept = text.slice(0, text.indexOf("-", 1) - 4 + length);
  return options.scale === false ? kept : `${kept} UTC`;
}

/** "58855.52427": MJD with 5 decimals (0.9 s) unless said. NaN or an infinity gives "". */
export const formatMjd = (mjd: number, precision = 5): string =>
  Number.isFinite(mjd)
    ? mjd.toFixed(Math.min(9, Math.max(0, Math.trunc(precision)))).replace(/^-(?=.*[1-9])/, "\u2212")
    : "";

const steps: readonly (readonly [limitS: number, unitS: number, unit: string])[] = [
  [60, 1, "s"],
  [3600, 60, "min"],
  [86_400, 3600, "h"],
  [60 * 86_400, 86_400, "d"],
  [730 * 86_400, 30.4375 * 86_400, "months"],
  [Number.POSITIVE_INFINITY, 365.25 * 86_400, "yr"],
];

/**
 * "just now" (under 10 s), "45 s ago", "3 h ago", "12 d ago", "4 months ago", "3 yr ago"; "in 5 s", "in 3 h" for what is
 * to come, of which nothing is "just now" (but a second, which two clocks may differ). Whole units, cut off.
 */
export function formatAgo(from: Date | string, now: Date): string {
  const seconds = (now.getTime() - (typeof from === "string" ? Date.parse(from) : from.getTime())) / 1000;
  if (Number.isNaN(seconds)) return "";
  const size = Math.abs(seconds);
  if (seconds > -1 && seconds < 10) return "just now";
  const [, unitS, unit] = steps.find(([limitS]) => size < limitS) ?? [0, 1, "s"];
  const text = `${Math.floor(size / unitS)} ${unit}`;
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}
