import { alerce } from "@/lib/brokers/alerce";
import { type Collected, collectAlerts } from "@/lib/brokers/collect";
import type { ReducedDatumDraft, TargetRef } from "@/lib/brokers/contract";
import { type BrokerRegistry, createBrokerRegistry, type RegisteredBroker } from "@/lib/brokers/registry";
import { tns } from "@/lib/brokers/tns";
import { fixedClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { type Answer, type FaultServer, type Seen, startFaultServer } from "@/lib/http/testing/fault-server";
import { answerTns, loadTns, tnsBot } from "@/scripts/brokers-replay/tns.mjs";
import { stringifyWide } from "@/scripts/brokers-replay/wide-json.mjs";

/** For tests: the TNS connected to its stand-in, whose answers a test may change. */

export const bot = { apiKey: tnsBot.TNS_API_KEY, botId: tnsBot.TNS_BOT_ID, botName: tnsBot.TNS_BOT_NAME };

export type TnsStore = ReturnType<typeof loadTns>;

export function tnsScript(store: TnsStore): (seen: Seen) => Answer {
  return ({ method, url, headers, body }) => {
    const answer = answerTns(store, url, { method, headers, body }) ?? { status: 404, body: {} };
    return {
      status: answer.status ?? 200,
      headers: "headers" in answer ? answer.headers : {},
      body: stringifyWide(answer.body),
    };
  };
}

/** The data text of each request, as what it says. */
export const askedOf = (server: FaultServer): { route: string; data: Record<string, unknown> }[] =>
  server.seen.map(({ url, body }) => ({
    route: url.pathname.replace(/^\/api\//, ""),
    data: JSON.parse(new URLSearchParams(body).get("data") ?? "{}"),
  }));

export type TnsBench = {
  server: FaultServer;
  broker: RegisteredBroker;
  /** With ALeRCE beside it, which takes no reports. */
  brokers: BrokerRegistry;
  store: TnsStore;
  /** Changes the stand-in's answers. */
  change: ((seen: Seen, answer: Answer) => Answer) | null;
  run(parameters: Record<string, unknown>, maxAlerts?: number): Promise<Collected>;
  photometry(target: TargetRef): Promise<readonly ReducedDatumDraft[]>;
  /** What the stand-in says to a request of its own bot that nobody sent: for what happens there meanwhile. */
  answer(path: string, fields: Record<string, string>): void;
  close(): Promise<void>;
};

export async function startTns(
  credentials: Record<string, string> = bot,
  addressOf = (origin: string): string => origin,
): Promise<TnsBench> {
  const state: Pick<TnsBench, "change"> = { change: null };
  const store = loadTns(null);
  const script = tnsScript(store);
  const server = await startFaultServer((seen) => {
    const answer = script(seen);
    return state.change ? state.change(seen, answer) : answer;
  });
  const http = createHttp({ allowPrivateHosts: [server.hostAndPort], limits: { timeoutMs: 2_000, retries: 0 } });
  const address = addressOf(server.origin);
  const entry = tns({ baseUrls: { api: address, reports: address }, credentials });
  const clock = fixedClock("2026-07-01T00:00:00Z");
  const nobody = alerce({ baseUrls: { ztf: server.origin, lsst: server.origin } });
  const brokers = createBrokerRegistry([entry, nobody], { http, logger: silentLogger, clock });
  const broker = brokers.get("tns");
  return Object.assign(state, {
    server,
    broker,
    brokers,
    store,
    answer: (path: string, fields: Record<string, string>) => {
      const body = new URLSearchParams({ api_key: bot.apiKey, ...fields }).toString();
      const marker = JSON.stringify({ tns_id: Number(bot.botId), type: "bot", name: bot.botName });
      const headers = { "user-agent": `tns_marker${marker}` };
      answerTns(store, new URL(path, server.origin), { method: "POST", headers, body });
    },
    run: (parameters: Record<string, unknown>, maxAlerts = 100) =>
      collectAlerts(broker.connect(), broker.parseParameters(parameters), { maxAlerts }),
    photometry: async (target: TargetRef) => (await broker.connect().processReducedData?.(target, null)) ?? [],
    close: async () => {
      await http.close();
      await server.close();
    },
  });
}
