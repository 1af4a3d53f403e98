import { serve } from "inngest/edge";
import type { InngestSettings } from "@/lib/env/inngest";
import { type EngineOptions, engineParts } from "@/lib/hooks/engine-parts";
import type { Http } from "@/lib/http/types";
import { createRelayedEngine, type RelayedEngine } from "@/lib/jobs/relayed-engine";
import { createClient } from "./client";
import { createContact } from "./contact";
import { createDoor, type Door } from "./door";
import { functionsOf } from "./functions";

export type InngestEngineOptions = EngineOptions & {
  settings: InngestSettings;
  /** Must be able to reach the server, also where that is at a private address. */
  http: Http;
  /** How often to look for work that was lost outside, default 5 s, and after how long, default 15 s. */
  reconcileMs?: number;
  lostAfterMs?: number;
  /** A call for work that takes longer than this is answered meanwhile, and made again; default as long as a call may take. */
  lookInMs?: number;
};

/**
 * The engine whose clock and queue are Inngest's, with the door that Inngest calls.
 * @throws MISCONFIGURED where handlers or jobs are named twice.
 */
export function createInngestEngine(options: InngestEngineOptions): { engine: RelayedEngine; door: Door } {
  const { settings, clock, logger, database, jobs } = options;
  const parts = engineParts(options);
  const http = options.http.client({
    service: "Inngest",
    hosts: [settings.apiUrl, settings.eventUrl].map((url) => new URL(url).host),
    secrets: [settings.eventKey, settings.signingKey, settings.signingKeyFallback].filter((one) => one !== undefined),
  });
  const client = createClient(settings, http, logger);
  // Functions call the engine, which is given them by the contact that registers them.
  const calls: Parameters<typeof functionsOf>[1] = {
    call: (lane, id, waitMs) => engine.call(lane, id, Math.min(waitMs, options.lookInMs ?? waitMs)),
    reconcile: () => engine.reconcile(),
    runTask: (name) => engine.runTask(name),
  };
  const functions = functionsOf(client, calls, { ...parts, jobs });
  const handler = serve({
    client,
    functions,
    serveOrigin: settings.serveOrigin,
    servePath: settings.servePath,
    streaming: false,
    // The door takes unsigned requests to register by itself.
    enableUnauthedSync: false,
  });
  const contact = createContact({
    settings,
    client,
    http,
    clock,
    logger,
    register: handler,
    functionIds: functions.map((one) => one.id(client.id)),
  });
  const engine = createRelayedEngine({
    database,
    clock,
    logger,
    sources: parts.sources,
    tasks: parts.tasks,
    exclusive: options.exclusive ?? false,
    leaseMs: options.leaseMs ?? 30_000,
    pollMs: database.mode === "file" ? 30_000 : 2_000,
    reconcileMs: options.reconcileMs ?? 5_000,
    lostAfterMs: options.lostAfterMs,
    outside: contact,
  });
  return { engine, door: createDoor({ settings, handler, sync: contact.sync, clock }) };
}
