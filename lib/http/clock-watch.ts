/** Whether this machine's clock agrees with those of the services it talks to: each answer carries the time it was made. */

/** A clock that is further off than this raises an alarm, in seconds. */
const alarmS = 60;

/** Only services heard together are compared: an older answer says nothing of the clock as it is now. */
const togetherMs = 600_000;

export type ClockWatch = {
  /** An answer of a host, by its headers; `sentMs` and `receivedMs` are this machine's own time since 1970. */
  hear(host: string, headers: Readonly<Record<string, string>>, sentMs: number, receivedMs: number): void;
  /** Seconds that our clock is ahead (behind: negative), by the service that it agrees with best; null: nothing heard. */
  offsetS(): number | null;
};

/** Our time less the service's, in milliseconds; 0 where the answer may have been made between sending and receiving. */
function offsetOf(headers: Readonly<Record<string, string>>, sentMs: number, receivedMs: number): number | null {
  // An answer out of a cache on the way carries the time of its making, not of now.
  if (Number(headers.age ?? 0) > 0) return null;
  const fromMs = Date.parse(headers.date ?? "");
  if (Number.isNaN(fromMs)) return null;
  // The header knows whole seconds only.
  const toMs = fromMs + 1000;
  if (toMs < sentMs) return sentMs - toMs;
  return fromMs > receivedMs ? receivedMs - fromMs : 0;
}

export const isClockWrong = (offsetS: number | null): boolean => offsetS !== null && Math.abs(offsetS) > alarmS;

/** For people: which way the clock is off, and by how much. */
export function clockSentence(offsetS: number): string {
  const size = Math.round(Math.abs(offsetS));
  const much = size < 120 ? `${size} s` : size < 7200 ? `${Math.round(size / 60)} min` : `${Math.round(size / 3600)} h`;
  return `The clock of this server is ${much} ${offsetS > 0 ? "ahead of" : "behind"} those of the services it talks to.`;
}

/**
 * One service with a wrong clock is its own fault: the alarm is raised when none of those heard lately agrees with us.
 * `onChange` is told when the alarm begins and when it ends.
 *
 * @param nowMs monotonic milliseconds
 */
export function createClockWatch(nowMs: () => number, onChange?: (offsetS: number) => void): ClockWatch {
  const heard = new Map<string, { offsetMs: number; atMs: number }>();
  let alarmed = false;
  const offsetS = (): number | null => {
    const newestMs = Math.max(...[...heard.values()].map(({ atMs }) => atMs));
    const together = [...heard.values()].filter(({ atMs }) => atMs >= newestMs - togetherMs);
    const [least] = together.map(({ offsetMs }) => offsetMs).sort((a, b) => Math.abs(a) - Math.abs(b));
    return least === undefined ? null : least / 1000;
  };
  return {
    hear(host, headers, sentMs, receivedMs) {
      const offsetMs = offsetOf(headers, sentMs, receivedMs);
      if (offsetMs === null) return;
      heard.set(host, { offsetMs, atMs: nowMs() });
      const now = offsetS();
      if (now === null || isClockWrong(now) === alarmed) return;
      alarmed = !alarmed;
      onChange?.(now);
    },
    offsetS,
  };
}
