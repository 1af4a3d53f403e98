import { type Collected, collectAlerts } from "@/lib/brokers/collect";
import type { BrokerFactory, ReducedDatumDraft, TargetRef } from "@/lib/brokers/contract";
import { createBrokerRegistry, type RegisteredBroker } from "@/lib/brokers/registry";
import { fixedClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { type Answer, type FaultServer, type Seen, startFaultServer } from "@/lib/http/testing/fault-server";
import { stringifyWide } from "@/scripts/brokers-replay/wide-json.mjs";

/** What a service of the stand-in answers; null: not one of its addresses. */
type StandIn = (
  url: URL,
  request: { method: string; headers: Record<string, string>; body: string },
) => { status?: number; headers?: Record<string, string>; body: unknown } | null;

/** A stand-in's answer as bytes: texts go out as they are, everything else as JSON. */
export function answerOf(standIn: StandIn, { url, method, headers, body }: Seen): Answer {
  const answer = standIn(url, { method, headers, body }) ?? { status: 404, body: { message: "Not Found" } };
  const text = typeof answer.body === "string" ? answer.body : stringifyWide(answer.body);
  return { status: answer.status ?? 200, body: text, ...(answer.headers ? { headers: answer.headers } : {}) };
}

export type BrokerBench = {
  server: FaultServer;
  broker: RegisteredBroker;
  /** Changes the stand-in's answers. */
  change: ((seen: Seen, answer: Answer) => Answer) | null;
  /** Answers everything alike while the work lasts. */
  playing<Value>(answer: Answer, work: () => Promise<Value>): Promise<Value>;
  run(parameters: Record<string, unknown>, maxAlerts?: number): Promise<Collected>;
  photometry(target: TargetRef, alert?: unknown): Promise<readonly ReducedDatumDraft[]>;
  close(): Promise<void>;
};

/** A plug-in connected to its stand-in on loopback, seen from 2026-07-01. */
export async function startBrokerBench<P, A>(
  factory: BrokerFactory<P, A>,
  standIn: StandIn,
  settings: {
    baseUrls(origin: string): Record<string, string>;
    credentials?: Record<string, string>;
    options?: Record<string, unknown>;
  },
): Promise<BrokerBench> {
  const state: Pick<BrokerBench, "change"> = { change: null };
  const server = await startFaultServer((seen) => {
    const answer = answerOf(standIn, seen);
    return state.change ? state.change(seen, answer) : answer;
  });
  const gate = { concurrency: 8, burst: 10_000, perS: 10_000 };
  const http = createHttp({ allowPrivateHosts: [server.hostAndPort], limits: { timeoutMs: 2_000, retries: 0, gate } });
  const { baseUrls, ...rest } = settings;
  const entry = factory({ baseUrls: baseUrls(server.origin), ...rest });
  const clock = fixedClock("2026-07-01T00:00:00Z");
  const broker = createBrokerRegistry([entry], { http, logger: silentLogger, clock }).get(
    factory.definition.manifest.id,
  );
  const bench = Object.assign(state, {
    server,
    broker,
    playing: async <Value>(answer: Answer, work: () => Promise<Value>): Promise<Value> => {
      bench.change = () => answer;
      try {
        return await work();
      } finally {
        bench.change = null;
      }
    },
    run: (parameters: Record<string, unknown>, maxAlerts = 100) =>
      collectAlerts(broker.connect(), broker.parseParameters(parameters), { maxAlerts }),
    photometry: async (target: TargetRef, alert: unknown = null) =>
      (await broker.connect().processReducedData?.(target, alert)) ?? [],
    close: async () => {
      await http.close();
      await server.close();
    },
  });
  return bench;
}
