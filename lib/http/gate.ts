import type { RateLimit } from "./types";

/** A place in the line: how long it holds out, and what it is told when the service asks everybody to wait longer. */
export type Place = {
  /** Ends the wait with its reason. */
  signal: AbortSignal;
  /** Monotonic: a pause that lasts beyond it ends the wait at once. */
  pausePatienceUntilMs: number;
  refuse(pausedMs: number): Error;
};

/**
 * How many requests one service gets from everybody together: at most `concurrency` at once and `perS` a second after
 * a burst. First come, first served. A pause holds everybody back until the service may be asked again.
 */
export type HostGate = {
  /** Waits for a turn; gives back the release. Rejects with the signal's reason, or with what `refuse` says. */
  enter(place: Place): Promise<() => void>;
  /** The service asked to wait: nobody enters before. Never shortens a pause. */
  pauseUntil(untilMs: number): void;
  /** Limits only ever become stricter: two who know different limits keep both. */
  tighten(limits: RateLimit): void;
  /** Milliseconds until the service may be asked again; 0 = now. */
  pausedMs(): number;
  /** Requests in the line. */
  waiting(): number;
  /** About how long a newcomer waits for tokens and for those before her, a pause included, in milliseconds. */
  expectedMs(): number;
};

type Waiter = { start(): void; place: Place; fail(error: unknown): void };

/** Node fires at once for delays beyond this. */
const longestTimerMs = 2_147_000_000;

export function createHostGate(limits: RateLimit, nowMs: () => number = () => performance.now()): HostGate {
  let { concurrency, burst, perS } = limits;
  const waiting: Waiter[] = [];
  let running = 0;
  let tokens = burst;
  let filledAtMs = nowMs();
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;

  const pausedMs = (): number => Math.max(0, pausedUntilMs - nowMs());

  const refill = (): void => {
    const now = nowMs();
    tokens = Math.min(burst, tokens + ((now - filledAtMs) / 1000) * perS);
    filledAtMs = now;
  };

  const msToTokens = (count: number): number => Math.max(0, ((count - tokens) / perS) * 1000);

  const planNext = (): void => {
    if (waiting.length === 0 || running >= concurrency || timer !== null) return;
    const afterMs = Math.min(longestTimerMs, Math.ceil(Math.max(pausedMs(), msToTokens(1))) + 1);
    timer = setTimeout(() => {
      timer = null;
      pump();
    }, afterMs);
  };

  const pump = (): void => {
    refill();
    while (pausedMs() === 0 && waiting.length > 0 && running < concurrency && tokens >= 1) {
      running += 1;
      tokens -= 1;
      waiting.shift()?.start();
    }
    planNext();
  };

  const drop = (waiter: Waiter, error: unknown): void => {
    const index = waiting.indexOf(waiter);
    if (index >= 0) waiting.splice(index, 1);
    waiter.fail(error);
  };

  const leave = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      running -= 1;
      pump();
    };
  };

  return {
    enter: (place) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => drop(waiter, place.signal.reason);
        const ended = (): void => place.signal.removeEventListener("abort", giveUp);
        const waiter: Waiter = {
          place,
          start: () => {
            ended();
            resolve(leave());
          },
          fail: (error) => {
            ended();
            reject(error);
          },
        };
        if (place.signal.aborted) return reject(place.signal.reason);
        if (pausedMs() > 0 && pausedUntilMs > place.pausePatienceUntilMs) return reject(place.refuse(pausedMs()));
        place.signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(waiter);
        pump();
      }),
    pauseUntil(untilMs) {
      if (untilMs <= pausedUntilMs) return;
      pausedUntilMs = untilMs;
      for (const waiter of waiting.filter(({ place }) => untilMs > place.pausePatienceUntilMs)) {
        drop(waiter, waiter.place.refuse(pausedMs()));
      }
    },
    tighten(stricter) {
      refill();
      concurrency = Math.min(concurrency, stricter.concurrency);
      perS = Math.min(perS, stricter.perS);
      burst = Math.min(burst, stricter.burst);
      tokens = Math.min(tokens, burst);
    },
    pausedMs,
    waiting: () => waiting.length,
    expectedMs() {
      refill();
      return Math.max(pausedMs(), msToTokens(waiting.length + 1));
    },
  };
}
