import type { Readable } from "node:stream";
import { type Clock, systemClock } from "@/lib/core/clock";
import { hostAndPort } from "./address";
import { tellAge } from "./ages";
import { ask, type Call, type Host } from "./ask";
import { createBreaker } from "./breaker";
import { cacheKey, createReplyCache, type ReplyCache } from "./cache";
import { type ClockWatch, createClockWatch } from "./clock-watch";
import { createGuardedAgent, type ResolveAll } from "./connect";
import { makeReply } from "./exchange";
import { type FailureContext, notOurHost } from "./failures";
import { createHostGate } from "./gate";
import type {
  FileClient,
  FileRequest,
  Http,
  HttpClient,
  HttpClientOptions,
  HttpReply,
  HttpRequest,
  RateLimit,
  ServiceState,
} from "./types";
import { tellWait } from "./waits";

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
  gate: RateLimit;
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
  /** Told when the clock of this machine begins or ceases to disagree with the services, in seconds ahead of them. */
  onClock?: (offsetS: number) => void;
  /** Name resolution; tests answer falsely here. */
  resolve?: ResolveAll;
};

type Kept = Pick<HttpReply, "status" | "headers" | "bytes"> & { sinceMs: number };

type Shared = {
  limits: HttpLimits;
  agent: ReturnType<typeof createGuardedAgent>;
  /** By service, then by "host:port": one machine may serve several services, each with limits and ills of its own. */
  services: Map<string, Map<string, Host>>;
  cache: ReplyCache<Kept>;
  underWay: Map<string, Promise<HttpReply>>;
  allowPrivateHosts: ReadonlySet<string>;
  clock: Clock;
  clockWatch: ClockWatch;
  nowMs: () => number;
};

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

function mayCall(
  url: URL,
  { hosts, httpsOnly = false }: HttpClientOptions,
  allowPrivateHosts: ReadonlySet<string>,
): boolean {
  if (url.username !== "" || url.password !== "") return false;
  const pair = hostAndPort(url);
  const mayBePlain = allowPrivateHosts.has(pair) || (hosts !== "public-https" && !httpsOnly);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && mayBePlain)) return false;
  if (hosts === "public-https") return true;
  return hosts.some((host) => host.toLowerCase() === url.hostname.toLowerCase() || host.toLowerCase() === pair);
}

function hostOf(shared: Shared, { service, rateLimit }: HttpClientOptions, pair: string): Host {
  const hosts = shared.services.get(service) ?? new Map<string, Host>();
  shared.services.set(service, hosts);
  const host = hosts.get(pair) ?? {
    breaker: createBreaker(shared.limits.breaker),
    gate: createHostGate(shared.limits.gate, shared.nowMs),
  };
  hosts.set(pair, host);
  if (rateLimit) host.gate.tighten(rateLimit);
  return host;
}

/** Two requests with one key are the same question, asked with the same credential. */
const keyOf = ({ options, request, url }: Call): string =>
  cacheKey([
    options.credentialScope ?? "",
    request.method ?? "GET",
    url.href,
    request.body ?? "",
    JSON.stringify(Object.entries(request.headers ?? {}).sort()),
  ]);

async function askAndKeep(shared: Shared, call: Call, key: string, cacheS: number): Promise<HttpReply> {
  const reply = await ask(call);
  const { status, headers, bytes } = reply;
  if (status >= 200 && status < 300) {
    const sinceMs = shared.nowMs();
    shared.cache.set(key, { status, headers, bytes, sinceMs }, bytes.length + 500, sinceMs + cacheS * 1000);
  }
  return reply;
}

/** A kept answer, or the answer to the same request that is under way already, or a new one. */
async function askOnce(shared: Shared, call: Call, cacheS: number): Promise<HttpReply> {
  const { request, context } = call;
  const key = keyOf(call);
  const forget = (): void => shared.cache.drop(key);
  // Each reader parses for herself: what one does to the value is not seen by another.
  const copyOf = ({ status, headers, bytes }: Omit<Kept, "sinceMs">): HttpReply => ({
    ...makeReply(status, headers, bytes, context),
    forget,
  });
  const known = shared.cache.get(key, shared.nowMs());
  if (known) {
    const ageMs = shared.nowMs() - known.sinceMs;
    tellWait({ service: context.service, why: "kept", ms: ageMs });
    tellAge(ageMs);
    return copyOf(known);
  }
  // Who takes another status for an answer, or has another patience, asks for herself.
  const { accept, expect, timeoutMs, patienceMs, maxBytes } = request;
  const sameKey = `${key} ${JSON.stringify([accept, expect, timeoutMs, patienceMs, maxBytes])}`;
  const underWay = shared.underWay.get(sameKey);
  if (underWay) return copyOf(await underWay);
  const asked = askAndKeep(shared, call, key, cacheS).finally(() => shared.underWay.delete(sameKey));
  shared.underWay.set(sameKey, asked);
  return { ...(await asked), forget };
}

/** @throws TomError INVALID_INPUT for an address that this client does not call */
function callOf(shared: Shared, options: HttpClientOptions, request: HttpRequest): Call {
  const url = addressOf(request);
  const secrets = options.secrets ?? [];
  const context: FailureContext = { service: options.service, host: url?.hostname ?? "", secrets };
  if (!url || !mayCall(url, options, shared.allowPrivateHosts)) throw notOurHost(context);
  const method = request.method ?? "GET";
  const idempotent = request.idempotent ?? (method === "GET" || method === "HEAD");
  const { agent, limits, clock, clockWatch, nowMs } = shared;
  const host = hostOf(shared, options, hostAndPort(url));
  return { host, agent, options, request, idempotent, url, context, limits, clock, clockWatch, nowMs };
}

const clientOf = (shared: Shared, options: HttpClientOptions): HttpClient => ({
  async request(request) {
    const call = callOf(shared, options, request);
    const cacheS = request.cacheS ?? (call.idempotent ? options.cacheS : undefined) ?? 0;
    return cacheS > 0 ? askOnce(shared, call, cacheS) : ask(call);
  },
});

const fileClientOf = (shared: Shared, options: HttpClientOptions): FileClient => ({
  async fetchFile<Taken>(
    { signal, ...request }: FileRequest,
    take: (body: Readable) => Promise<Taken>,
  ): Promise<Taken> {
    const taken: Taken[] = [];
    const call = callOf(shared, options, request);
    await ask({ ...call, signal, take: async (body) => void taken.push(await take(body)) });
    return taken[0] as Taken;
  },
});

const secondsLeft = (ms: number): number => (ms > 0 ? Math.max(1, Math.round(ms / 1000)) : 0);

function stateOf({ services, nowMs }: Shared, service: string): ServiceState {
  const hosts = [...(services.get(service)?.values() ?? [])];
  const most = (values: readonly number[]): number => Math.max(0, ...values);
  return {
    asksToWaitS: secondsLeft(most(hosts.map(({ gate }) => gate.pausedMs()))),
    waiting: hosts.reduce((sum, { gate }) => sum + gate.waiting(), 0),
    triedAgainInS: most(hosts.map(({ breaker }) => (breaker.isOpen(nowMs()) ? breaker.retryInS(nowMs()) : 0))),
  };
}

/** The whole process's way out, and what it learns on the way. */
type OwnHttp = Http & {
  /** Seconds that this machine's clock is ahead of those of the services it talks to; null: none was heard yet. */
  clockOffsetS(): number | null;
};

/**
 * The one way out of the house. Holds everything that must be shared by the whole process (connections, breakers,
 * turns, cached answers), so a process makes one.
 */
export function createHttp(settings: HttpSettings = {}): OwnHttp {
  const allowPrivateHosts = new Set((settings.allowPrivateHosts ?? []).map((pair) => pair.trim().toLowerCase()));
  const limits = { ...defaultHttpLimits, ...settings.limits };
  const nowMs = settings.nowMs ?? (() => performance.now());
  const shared: Shared = {
    limits,
    agent: createGuardedAgent(allowPrivateHosts, settings.resolve),
    services: new Map(),
    cache: createReplyCache(limits.cacheBytes),
    underWay: new Map(),
    allowPrivateHosts,
    clock: settings.clock ?? systemClock,
    clockWatch: createClockWatch(nowMs, settings.onClock),
    nowMs,
  };
  return {
    client: (options) => clientOf(shared, options),
    files: (options) => fileClientOf(shared, options),
    stateOf: (service) => stateOf(shared, service),
    clockOffsetS: shared.clockWatch.offsetS,
    close: () => shared.agent.destroy(),
  };
}
