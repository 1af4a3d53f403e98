import type { Visitor } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";

export type RateDecision = { allowed: boolean; limit: number; remaining: number; resetS: number; retryAfterS: number };

export type RateLimiter = {
  /** Takes one request from the bucket of `key`. Null = no limit is set. */
  take(key: string): RateDecision | null;
};

type Bucket = { tokens: number; atMs: number };

const most = 10_000;

/** A token bucket a key: a burst, then so many a second. Buckets that are full again are forgotten. */
export function createRateLimiter(rate: { burst: number; perSecond: number } | null, clock: Clock): RateLimiter {
  if (!rate) return { take: () => null };
  const buckets = new Map<string, Bucket>();
  const forget = (nowMs: number): void => {
    for (const [key, bucket] of buckets) {
      if (bucket.tokens + ((nowMs - bucket.atMs) / 1000) * rate.perSecond >= rate.burst) buckets.delete(key);
    }
  };
  return {
    take(key) {
      const nowMs = clock.now().getTime();
      if (buckets.size > most) forget(nowMs);
      const bucket = buckets.get(key) ?? { tokens: rate.burst, atMs: nowMs };
      const tokens = Math.min(rate.burst, bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * rate.perSecond);
      const allowed = tokens >= 1;
      const left = allowed ? tokens - 1 : tokens;
      buckets.set(key, { tokens: left, atMs: nowMs });
      return {
        allowed,
        limit: rate.burst,
        remaining: Math.floor(left),
        resetS: Math.ceil((rate.burst - left) / rate.perSecond),
        retryAfterS: allowed ? 0 : Math.max(1, Math.ceil((1 - left) / rate.perSecond)),
      };
    },
  };
}

/** @throws LIMIT_EXCEEDED when there is none left now */
export function requireTurn(rate: RateDecision | null): void {
  if (!rate || rate.allowed) return;
  const { retryAfterS } = rate;
  throw new TomError("LIMIT_EXCEEDED", `Too many requests; try again in ${retryAfterS} s.`, { retryAfterS });
}

/** Whose requests count together: those of one person through one session or token, of strangers those of one address. */
export const bucketOf = (actor: Visitor, sent: Headers): string =>
  actor.kind === "user" ? `user:${actor.userId}:${actor.via}` : `address:${sent.get("x-tom-client-address") ?? ""}`;
