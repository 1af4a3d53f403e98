import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@/lib/core/clock";
import { isTomError, TomError } from "@/lib/core/errors";
import { waitAskedS } from "./asked-waits";
import type { Breaker } from "./breaker";
import type { ClockWatch } from "./clock-watch";
import type { createGuardedAgent } from "./connect";
import { exchange, type Take } from "./exchange";
import { asksToWait, circuitOpen, type FailureContext, timedOut } from "./failures";
import type { HostGate } from "./gate";
import type { HttpClientOptions, HttpReply, HttpRequest } from "./types";
import { tellWait } from "./waits";

/** One request to a service: its turn, its attempts, and what is learnt from them for everybody. */

/** What everybody shares who asks one service at one host. */
export type Host = { breaker: Breaker; gate: HostGate };

export type Call = {
  host: Host;
  agent: ReturnType<typeof createGuardedAgent>;
  options: HttpClientOptions;
  request: HttpRequest;
  idempotent: boolean;
  url: URL;
  context: FailureContext;
  limits: { timeoutMs: number; maxBytes: number; retries: number; queueMs: number };
  clock: Clock;
  clockWatch: ClockWatch;
  nowMs: () => number;
  /** Takes the body while it comes; left out: it is read. */
  take?: Take;
  /** Ends it from outside, with its reason. */
  signal?: AbortSignal | undefined;
};

// A service that asks to wait longer than this is tried again anyway: a wrong header must not silence it for a day.
const longestSilenceS = 3_600;
const firstBackoffMs = 200;
// A service counts in whole seconds, on a clock of its own.
const marginMs = 50;

const delayFor = (attempt: number): number => firstBackoffMs * 2 ** attempt * (0.5 + Math.random());

const timeoutOf = ({ request, options, limits }: Call): number =>
  request.timeoutMs ?? options.timeoutMs ?? limits.timeoutMs;

/** A failure that the service is to blame for; being asked to wait, or told that a request is wrong, is not one. */
function isServiceFailure(error: unknown): boolean {
  if (!isTomError(error) || error.code !== "UPSTREAM_FAILED") return false;
  const { kind, status } = error.detail ?? {};
  return (
    kind === "timeout" || kind === "transport" || kind === "not-json" || (typeof status === "number" && status >= 500)
  );
}

function isWorthRetrying(error: unknown): boolean {
  if (!isTomError(error)) return false;
  const { kind, status, transportCode } = error.detail ?? {};
  if (kind === "busy") return false;
  if (kind === "transport") {
    return !["ERR_BODY_TOO_LARGE", "ERR_UNKNOWN_ENCODING"].includes(String(transportCode));
  }
  return status === 502 || status === 503 || status === 504;
}

/** Attempts within one total budget; waits only as long as the budget allows. */
async function attempts(call: Call): Promise<HttpReply> {
  const { options, request, url, context, limits, nowMs } = call;
  const method = request.method ?? "GET";
  const timeoutMs = timeoutOf(call);
  const maxBytes = request.maxBytes ?? options.maxBytes ?? limits.maxBytes;
  const budget = new AbortController();
  const timer = setTimeout(() => budget.abort(timedOut(context, timeoutMs)), timeoutMs);
  const deadlineMs = nowMs() + timeoutMs;
  const signal = call.signal ? AbortSignal.any([budget.signal, call.signal]) : budget.signal;
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const sentMs = call.clock.now().getTime();
        const sent = { url, method, request, maxBytes, signal, take: call.take };
        const reply = await exchange(call.agent, sent, context, () => call.clock.now());
        call.clockWatch.hear(url.host, reply.headers, sentMs, call.clock.now().getTime());
        return reply;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        const waitMs = delayFor(attempt);
        const mayRetry = call.idempotent && attempt < limits.retries && isWorthRetrying(error);
        if (!mayRetry || nowMs() + waitMs >= deadlineMs) throw error;
        await sleep(waitMs, undefined, { signal }).catch(() => {
          throw signal.reason;
        });
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause({ host, nowMs }: Call, waitS: number): void {
  if (waitS > 0) host.gate.pauseUntil(nowMs() + Math.min(waitS, longestSilenceS) * 1000 + marginMs);
}

async function takeTurn(call: Call, pausePatienceUntilMs: number): Promise<() => void> {
  const { host, context, request, limits, nowMs } = call;
  const patience = new AbortController();
  const timer = setTimeout(
    () => {
      const message = `Too many requests to ${context.service} are waiting; try again later.`;
      patience.abort(new TomError("LIMIT_EXCEEDED", message, { detail: { host: context.host } }));
    },
    Math.max(limits.queueMs, request.patienceMs ?? 0),
  );
  const pausedMs = host.gate.pausedMs();
  if (nowMs() + pausedMs <= pausePatienceUntilMs) {
    tellWait(
      pausedMs > 0
        ? { service: context.service, why: "asked", ms: pausedMs }
        : { service: context.service, why: "turn", ms: host.gate.expectedMs() },
    );
  }
  try {
    return await host.gate.enter({
      signal: patience.signal,
      pausePatienceUntilMs,
      refuse: (ms) => asksToWait(context, Math.ceil((ms - marginMs) / 1000), 429),
    });
  } finally {
    clearTimeout(timer);
  }
}

async function inTurn(call: Call, pausePatienceUntilMs: number): Promise<HttpReply> {
  const { host, context, clock, nowMs } = call;
  const { breaker } = host;
  const refuseIfOpen = (isOpen: boolean): void => {
    if (isOpen) throw circuitOpen(context, breaker.retryInS(nowMs()));
  };
  // A service that does not answer costs nobody a turn.
  refuseIfOpen(breaker.isOpen(nowMs()));
  const leave = await takeTurn(call, pausePatienceUntilMs);
  try {
    refuseIfOpen(!breaker.tryEnter(nowMs()));
    try {
      const reply = await attempts(call);
      breaker.succeeded();
      // A refusal that the caller takes for an answer is hers to deal with.
      if (reply.status < 400) pause(call, waitAskedS(reply.status, reply.headers, clock.now()) ?? 0);
      return reply;
    } catch (error) {
      if (isTomError(error) && error.detail?.kind === "busy") pause(call, error.retryAfterS ?? 0);
      if (isServiceFailure(error)) breaker.failed(nowMs());
      else if (isTomError(error) && typeof error.detail?.status === "number") breaker.succeeded();
      else breaker.released();
      throw error;
    }
  } finally {
    leave();
  }
}

/** Asks; when the service asks to wait and there is patience for that, waits without holding up a turn, and asks again. */
export async function ask(call: Call): Promise<HttpReply> {
  const pausePatienceUntilMs = call.nowMs() + (call.request.patienceMs ?? timeoutOf(call));
  for (let refusals = 0; ; refusals += 1) {
    call.signal?.throwIfAborted();
    try {
      return await inTurn(call, pausePatienceUntilMs);
    } catch (error) {
      const waitS = isTomError(error) && error.detail?.kind === "busy" ? error.retryAfterS : undefined;
      const mayRetry = waitS !== undefined && call.idempotent && refusals < call.limits.retries;
      if (!mayRetry || call.nowMs() + waitS * 1000 + marginMs > pausePatienceUntilMs) throw error;
    }
  }
}
