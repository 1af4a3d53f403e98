import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, systemClock } from "@/lib/core/clock";
import { isTomError, TomError } from "@/lib/core/errors";
import { hostAndPort } from "./address";
import { type Breaker, createBreaker } from "./breaker";
import { cacheKey, createReplyCache, type ReplyCache } from "./cache";
import { createGuardedAgent, type ResolveAll } from "./connect";
import { exchange, makeReply } from "./exchange";
import { asksToWait, circuitOpen, type FailureContext, notOurHost, timedOut } from "./failures";
import { createHostGate, type GateLimits, type HostGate } from "./gate";
import type { Http, HttpClient, HttpClientOptions, HttpReply, HttpRequest } from "./types";

export type HttpLimits = {
  /** Total for one request, retries and body included, in milliseconds. */
  timeoutMs: number;
  /** Cap on the decoded body. */
  maxBytes: number;
  /** Attempts after the first, for idempotent requests. */
  retries: number;
  /** Longest wait for a turn at a busy host, in milliseconds. */
  queueMs: number;
  breaker: { failuresToOpen: number; openMs: number };
  gate: GateLimits;
  cacheBytes: number;
};

const defaultHttpLimits: HttpLimits = {
  timeoutMs: 10_000,
  maxBytes: 30_000_000,
  retries: 2,
  queueMs: 60_000,
  breaker: { failuresToOpen: 5, openMs: 15_000 },
  gate: { concurrency: 6, burst: 60, perS: 20 },
  cacheBytes: 64_000_000,
};

export type HttpSettings = {
  /** "host:port" that may be reached although private: tests, local services. */
  allowPrivateHosts?: readonly string[];
  limits?: Partial<HttpLimits>;
  clock?: Clock;
  /** Monotonic milliseconds; tests move it. */
  nowMs?: () => number;
  /** Name resolution; tests answer falsely here. */
  resolve?: ResolveAll;
};

type Host = { breaker: Breaker; gate: HostGate; busyUntilMs: number };

type Shared = {
  limits: HttpLimits;
  agent: ReturnType<typeof createGuardedAgent>;
  hosts: Map<string, Host>;
  cache: ReplyCache<Pick<HttpReply, "status" | "headers" | "bytes">>;
  allowPrivateHosts: ReadonlySet<string>;
  clock: Clock;
  nowMs: () => number;
};

// A service that asks to wait longer than this is tried again anyway: a wrong header must not silence it for hours.
const longestSilenceS = 30;
const firstBackoffMs = 200;

const delayFor = (attempt: number): number => firstBackoffMs * 2 ** attempt * (0.5 + Math.random());

function addressOf(request: HttpRequest): URL | null {
  let url: URL;
  try {
    url = new URL(request.url);
  } catch {
    return null;
  }
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value === null || value === undefined) continue;
    const values = typeof value === "object" ? value : [value];
    for (const one of values) url.searchParams.append(name, String(one));
  }
  return url;
}

function mayCall(url: URL, hosts: HttpClientOptions["hosts"], allowPrivateHosts: ReadonlySet<string>): boolean {
  if (url.username !== "" || url.password !== "") return false;
  const pair = hostAndPort(url);
  if (hosts === "public-https")
    return url.protocol === "https:" || (url.protocol === "http:" && allowPrivateHosts.has(pair));
  if (url.protocol !== "https:" && url.protocol !== "http:") return false;
  return hosts.some((host) => host.toLowerCase() === url.hostname.toLowerCase() || host.toLowerCase() === pair);
}

/** A failure that the service is to blame for; being asked to wait, or told that a request is wrong, is not one. */
function isServiceFailure(error: unknown): boolean {
  if (!isTomError(error) || error.code !== "UPSTREAM_FAILED") return false;
  const { kind, status, transportCode } = error.detail ?? {};
  if (transportCode === "ERR_REFUSED_ADDRESS") return false;
  return (
    kind === "timeout" || kind === "transport" || kind === "not-json" || (typeof status === "number" && status >= 500)
  );
}

function isWorthRetrying(error: unknown): boolean {
  if (!isTomError(error)) return false;
  const { kind, status, transportCode } = error.detail ?? {};
  if (kind === "transport") {
    return !["ERR_REFUSED_ADDRESS", "ERR_BODY_TOO_LARGE", "ERR_UNKNOWN_ENCODING"].includes(String(transportCode));
  }
  return status === 502 || status === 503 || status === 504 || status === 429;
}

function hostOf(shared: Shared, pair: string): Host {
  const known = shared.hosts.get(pair);
  if (known) return known;
  const host = {
    breaker: createBreaker(shared.limits.breaker),
    gate: createHostGate(shared.limits.gate, shared.nowMs),
    busyUntilMs: 0,
  };
  shared.hosts.set(pair, host);
  return host;
}

type Call = { shared: Shared; options: HttpClientOptions; request: HttpRequest; url: URL; context: FailureContext };

/** Attempts within one total budget; waits only as long as the budget allows. */
async function attempts({ shared, options, request, url, context }: Call, host: Host): Promise<HttpReply> {
  const method = request.method ?? "GET";
  const idempotent = request.idempotent ?? (method === "GET" || method === "HEAD");
  const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? shared.limits.timeoutMs;
  const maxBytes = request.maxBytes ?? options.maxBytes ?? shared.limits.maxBytes;
  const budget = new AbortController();
  const timer = setTimeout(() => budget.abort(timedOut(context, timeoutMs)), timeoutMs);
  const deadlineMs = shared.nowMs() + timeoutMs;
  const { signal } = budget;
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await exchange(shared.agent, { url, method, request, maxBytes, signal }, context, () =>
          shared.clock.now(),
        );
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        const waitS = isTomError(error) ? error.retryAfterS : undefined;
        if (waitS !== undefined) host.busyUntilMs = shared.nowMs() + Math.min(waitS, longestSilenceS) * 1000;
        const waitMs = waitS === undefined ? delayFor(attempt) : waitS * 1000 + 50;
        const isBusyWithoutHint = isTomError(error) && error.detail?.kind === "busy" && waitS === undefined;
        const mayRetry = idempotent && attempt < shared.limits.retries && isWorthRetrying(error) && !isBusyWithoutHint;
        if (!mayRetry || shared.nowMs() + waitMs >= deadlineMs) throw error;
        await sleep(waitMs, undefined, { signal }).catch(() => {
          throw signal.reason;
        });
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

async function takeTurn(host: Host, shared: Shared, context: FailureContext): Promise<() => void> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    const message = `Too many requests to ${context.service} are waiting; try again later.`;
    patience.abort(new TomError("LIMIT_EXCEEDED", message, { detail: { host: context.host } }));
  }, shared.limits.queueMs);
  try {
    return await host.gate.enter(patience.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function guarded(call: Call): Promise<HttpReply> {
  const { shared, context } = call;
  const host = hostOf(shared, hostAndPort(call.url));
  const leave = await takeTurn(host, shared, context);
  try {
    const busyMs = host.busyUntilMs - shared.nowMs();
    if (busyMs > 0) throw asksToWait(context, Math.ceil(busyMs / 1000), 429);
    if (!host.breaker.tryEnter(shared.nowMs())) throw circuitOpen(context, host.breaker.retryInS(shared.nowMs()));
    try {
      const reply = await attempts(call, host);
      host.breaker.succeeded();
      host.busyUntilMs = 0;
      return reply;
    } catch (error) {
      if (isServiceFailure(error)) host.breaker.failed(shared.nowMs());
      else if (isTomError(error) && typeof error.detail?.status === "number") host.breaker.succeeded();
      else host.breaker.released();
      throw error;
    }
  } finally {
    leave();
  }
}

function clientOf(shared: Shared, options: HttpClientOptions): HttpClient {
  return {
    async request(request) {
      const url = addressOf(request);
      const secrets = options.secrets ?? [];
      const context: FailureContext = { service: options.service, host: url?.hostname ?? "", secrets };
      if (!url || !mayCall(url, options.hosts, shared.allowPrivateHosts)) throw notOurHost(context);
      const call: Call = { shared, options, request, url, context };
      const cacheS = request.cacheS ?? 0;
      if (cacheS <= 0) return guarded(call);
      const method = request.method ?? "GET";
      const key = cacheKey([
        options.credentialScope ?? "",
        method,
        url.href,
        request.body ?? "",
        JSON.stringify(Object.entries(request.headers ?? {}).sort()),
      ]);
      const kept = shared.cache.get(key, shared.nowMs());
      if (kept) return makeReply(kept.status, kept.headers, kept.bytes, context);
      const reply = await guarded(call);
      if (reply.status >= 200 && reply.status < 300) {
        const { status, headers, bytes } = reply;
        shared.cache.set(key, { status, headers, bytes }, bytes.length + 500, shared.nowMs() + cacheS * 1000);
      }
      return reply;
    },
  };
}

/**
 * The one way out of the house. Holds everything that must be shared by the whole process (connections, breakers,
 * turns, cached answers), so a process makes one.
 */
export function createHttp(settings: HttpSettings = {}): Http {
  const allowPrivateHosts = new Set((settings.allowPrivateHosts ?? []).map((pair) => pair.trim().toLowerCase()));
  const limits = { ...defaultHttpLimits, ...settings.limits };
  const shared: Shared = {
    limits,
    agent: createGuardedAgent(allowPrivateHosts, settings.resolve),
    hosts: new Map(),
    cache: createReplyCache(limits.cacheBytes),
    allowPrivateHosts,
    clock: settings.clock ?? systemClock,
    nowMs: settings.nowMs ?? (() => performance.now()),
  };
  return {
    client: (options) => clientOf(shared, options),
    close: () => shared.agent.destroy(),
  };
}
