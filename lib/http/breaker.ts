/**
 * A circuit breaker for one host. Closed: calls pass. After `failuresToOpen` failures in a row it is open: calls are
 * refused at once. After `openMs` one probe may pass; its outcome closes or re-opens the circuit. Times are monotonic.
 */
export type Breaker = {
  /** True while calls would be refused. */
  isOpen(nowMs: number): boolean;
  /** Takes the right to call; false while open or while a probe is under way. */
  tryEnter(nowMs: number): boolean;
  succeeded(): void;
  failed(nowMs: number): void;
  /** The call neither worked nor failed by the host's fault (our own limit): gives the right back. */
  released(): void;
  /** Seconds until the next probe; 0 when calls pass. */
  retryInS(nowMs: number): number;
};

export function createBreaker({ failuresToOpen, openMs }: { failuresToOpen: number; openMs: number }): Breaker {
  let failures = 0;
  let openedAtMs: number | null = null;
  let probing = false;
  const isOpen = (nowMs: number): boolean => openedAtMs !== null && (probing || nowMs - openedAtMs < openMs);
  return {
    isOpen,
    tryEnter(nowMs) {
      if (openedAtMs === null) return true;
      if (isOpen(nowMs)) return false;
      probing = true;
      return true;
    },
    succeeded() {
      failures = 0;
      openedAtMs = null;
      probing = false;
    },
    failed(nowMs) {
      failures += 1;
      if (probing || failures >= failuresToOpen) openedAtMs = nowMs;
      probing = false;
    },
    released() {
      probing = false;
    },
    retryInS(nowMs) {
      return openedAtMs === null ? 0 : Math.max(1, Math.ceil((openMs - (nowMs - openedAtMs)) / 1000));
    },
  };
}
