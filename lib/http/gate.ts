/** How many requests one host gets: at most `concurrency` at once and `perS` a second after a burst. First come, first served. */
export type HostGate = {
  /** Waits for a turn; gives back the release. Rejects with the signal's reason when the wait is given up. */
  enter(signal: AbortSignal): Promise<() => void>;
};

export type GateLimits = { concurrency: number; burst: number; perS: number };

type Waiter = { start: () => void };

export function createHostGate(
  { concurrency, burst, perS }: GateLimits,
  nowMs: () => number = () => performance.now(),
): HostGate {
  const waiting: Waiter[] = [];
  let running = 0;
  let tokens = burst;
  let filledAtMs = nowMs();
  let timer: NodeJS.Timeout | null = null;

  const refill = (): void => {
    const now = nowMs();
    tokens = Math.min(burst, tokens + ((now - filledAtMs) / 1000) * perS);
    filledAtMs = now;
  };

  const pump = (): void => {
    refill();
    while (waiting.length > 0 && running < concurrency && tokens >= 1) {
      running += 1;
      tokens -= 1;
      waiting.shift()?.start();
    }
    if (waiting.length > 0 && running < concurrency && timer === null) {
      timer = setTimeout(
        () => {
          timer = null;
          pump();
        },
        Math.ceil(((1 - tokens) / perS) * 1000) + 1,
      );
    }
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
    enter: (signal) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => {
          const index = waiting.indexOf(waiter);
          if (index >= 0) waiting.splice(index, 1);
          reject(signal.reason);
        };
        const waiter: Waiter = {
          start: () => {
            signal.removeEventListener("abort", giveUp);
            resolve(leave());
          },
        };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(waiter);
        pump();
      }),
  };
}
