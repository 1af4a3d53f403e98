import type { IncomingMessage } from "node:http";

/** How long a body may take to arrive. */
export type Pace = {
  /** From the request's headers to the end of its body. */
  totalMs: number;
  /** Looked at so often; fewer than `leastBytes` since the last look is too slow. Undefined: only the total counts. */
  leastBytes?: number;
  everyMs: number;
};

/** What a page or a program sends: small, so it is here soon or never. */
export const usualPace: Pace = { totalMs: 120_000, everyMs: 10_000 };

/** A large file over a slow line, but not one that only keeps the line. */
export const uploadPace: Pace = { totalMs: 6 * 3_600_000, leastBytes: 10_000, everyMs: 20_000 };

/** Calls `onLate` once for a body that does not keep the pace. Time that its reader lets pass is not the sender's. */
export function pace(
  request: IncomingMessage,
  { totalMs, leastBytes, everyMs }: Pace,
  seenBytes: () => number,
  onLate: () => void,
): void {
  const startedMs = performance.now();
  let before = seenBytes();
  const timer = setInterval(() => {
    if (request.complete || request.destroyed) return clearInterval(timer);
    const seen = seenBytes();
    const isSlow = leastBytes !== undefined && seen - before < leastBytes && !isHeldBack(request);
    before = seen;
    if (!isSlow && performance.now() - startedMs < totalMs) return;
    clearInterval(timer);
    onLate();
  }, everyMs);
  timer.unref();
  request.once("close", () => clearInterval(timer));
}

/** Its buffer is full: whoever reads it is the slow one. */
const isHeldBack = (request: IncomingMessage): boolean => request.readableLength >= request.readableHighWaterMark;
