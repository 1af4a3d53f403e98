import type { SolarSystemMatch } from "@/lib/astro/solar-system";
import { fixedClock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { type Answer, type FaultServer, type Seen, startFaultServer } from "@/lib/http/testing/fault-server";
import type { Http } from "@/lib/http/types";
import type { BrokerFactory, TargetRef } from "./contract";
import { createBrokerRegistry, type RegisteredBroker } from "./registry";

/** A plug-in connected to a server on loopback that answers as its service does, for the suites that every plug-in runs. */

export type BrokerFixtures = {
  /** The service: what it answers to a request. */
  script(seen: Seen): Answer;
  /** Base addresses for the server's origin. */
  baseUrls(origin: string): Record<string, string>;
  /** A search that finds something. */
  search: Record<string, unknown>;
  /** A search that finds nothing. */
  emptySearch: Record<string, unknown>;
  /** A search over several pages, and how many objects it finds. */
  pagedSearch?: { parameters: Record<string, unknown>; objects: number };
  /** A search among whose results is an id beyond 2^53. */
  wideIdSearch?: { parameters: Record<string, unknown>; id: string };
  /** A target whose light curve the service has, and how many rows that gives. */
  target?: { ref: TargetRef; rows: number };
  /** Fields of the service's rows by which the plug-in itself chooses what was searched for. */
  chosenBy?: RegExp;
  /** Faults of whole pages (`pageFaults`) that no reply of the service can have: it has no links, say, or is no JSON. */
  noSuchFaults?: readonly string[];
  /** Searches that find an alert which the service matches with a solar-system object, and what is told of it: one a survey. */
  solarSystem?: readonly { parameters: Record<string, unknown>; id: string; match: SolarSystemMatch }[];
};

/** Stands for every credential; must not appear in an error or a log. */
export const suiteSecret = "s3cret-of-the-suite";

export type Bench = {
  server: FaultServer;
  http: Http;
  broker: RegisteredBroker;
  logs: string[];
  /** Addresses besides the server that the plug-in called: none, ever. */
  strayed: string[];
  /** Changes every answer on its way out. */
  mangle: ((answer: Answer, seen: Seen) => Answer) | null;
};

/** Lets through what goes to the server of the suite, and notes what does not. */
function watched(http: Http, server: FaultServer, strayed: string[]): Http {
  return {
    close: () => http.close(),
    stateOf: (service) => http.stateOf(service),
    files: (options) => http.files(options),
    // The suite's server is nobody's service: it needs no gentleness.
    client({ rateLimit: _, ...options }) {
      const client = http.client(options);
      return {
        async request(request) {
          const { host } = new URL(request.url);
          if (host !== server.hostAndPort) strayed.push(host);
          return client.request(host === server.hostAndPort ? request : { ...request, url: server.origin });
        },
      };
    },
  };
}

export async function startBench<P, A>(
  factory: BrokerFactory<P, A>,
  fixtures: BrokerFixtures,
  { timeoutMs = 700 }: { timeoutMs?: number } = {},
): Promise<Bench> {
  const logs: string[] = [];
  const strayed: string[] = [];
  const note = (fields: object, message: string): void => {
    const err = "err" in fields && fields.err instanceof Error ? `${fields.err.stack} ${String(fields.err.cause)}` : "";
    logs.push(`${JSON.stringify(fields)} ${message} ${err}`);
  };
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const state: { mangle: Bench["mangle"] } = { mangle: null };
  const server = await startFaultServer((seen) => {
    const answer = fixtures.script(seen);
    return state.mangle ? state.mangle(answer, seen) : answer;
  });
  const http = createHttp({
    allowPrivateHosts: [server.hostAndPort],
    limits: { timeoutMs, retries: 0, gate: { concurrency: 8, burst: 10_000, perS: 10_000 } },
  });
  const { manifest } = factory.definition;
  const credentials = Object.fromEntries(manifest.credentials.map(({ key }) => [key, suiteSecret]));
  const entry = factory({ baseUrls: fixtures.baseUrls(server.origin), credentials });
  const clock = fixedClock("2026-07-01T00:00:00Z");
  const registry = createBrokerRegistry([entry], { http: watched(http, server, strayed), logger, clock });
  return Object.assign(state, { server, http, broker: registry.get(manifest.id), logs, strayed });
}
