/** How long a service asks everybody to wait, read from the headers of its answer. */

/** Seconds from a Retry-After header: a number, or a date. Null when there is none that makes sense. */
function retryAfterOf(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,6}$/.test(text)) return Number(text);
  // A date has letters; Date.parse would take "-5" or "1.5" for a day of some month.
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** x-rate-limit-remaining, x-ratelimit-remaining, ratelimit-remaining; TNS counts cones apart: x-cone-rate-limit-remaining. */
const remainingName = /^((?:x-)?(?:[a-z]+-)?rate-?limit)-remaining$/;
const resetName = /^((?:x-)?(?:[a-z]+-)?rate-?limit)-reset$/;

// Beyond it a reset is a moment, not a number of seconds: some services send seconds since 1970.
const leastEpochS = 100_000_000;

function secondsOf(text: string | undefined, now: Date): number | null {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) return null;
  return Math.max(0, Math.ceil(value >= leastEpochS ? value - now.getTime() / 1000 : value));
}

const nothingLeft = (text: string | undefined): boolean => text !== undefined && /^\s*0+(\.0+)?\s*$/.test(text);

/**
 * Seconds that an answer asks to wait, null when it does not. A refusal (429, or 503 with Retry-After) says it by
 * Retry-After, or by when its window of requests begins anew; a good answer says it when it was the last of its window.
 */
export function waitAskedS(status: number, headers: Readonly<Record<string, string>>, now: Date): number | null {
  const isBusy = status === 429;
  if (isBusy || status === 503) {
    const retryAfterS = retryAfterOf(headers["retry-after"], now);
    if (retryAfterS !== null) return retryAfterS;
  }
  const used = Object.keys(headers).flatMap((name) => {
    const family = remainingName.exec(name)?.[1];
    return family !== undefined && nothingLeft(headers[name]) ? [family] : [];
  });
  // A refusal that does not count what is left still says when to come back.
  const families =
    used.length > 0 || !isBusy ? used : Object.keys(headers).flatMap((name) => resetName.exec(name)?.[1] ?? []);
  const waits = families.flatMap((family) => secondsOf(headers[`${family}-reset`], now) ?? []);
  return waits.length === 0 ? null : Math.max(...waits);
}
