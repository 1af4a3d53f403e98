import type { Env } from "@/lib/env/env";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import type { EngineOptions } from "@/lib/hooks/engine-parts";
import { hostAndPort } from "@/lib/http/address";
import { createHttp } from "@/lib/http/create-http";
import type { Services } from "./services";

/** Inngest where it is configured, else the embedded engine. Only what is chosen is loaded. */
export async function chooseEngine(
  { inngest: settings }: Pick<Env, "inngest">,
  options: EngineOptions,
): Promise<Pick<Services, "engine" | "inngest">> {
  if (settings === null) return { engine: createEmbeddedEngine(options), inngest: null };
  const { createInngestEngine } = await import("@/inngest/engine");
  const { engine, door } = createInngestEngine({ ...options, settings, http: wayTo(settings) });
  return { engine, inngest: door };
}

/**
 * A way out of its own: an operator has named the server, so that it may be at a private address; each run may report
 * its steps; and a server that is restarting is asked again at once.
 */
const wayTo = ({ apiUrl, eventUrl }: { apiUrl: string; eventUrl: string }) =>
  createHttp({
    allowPrivateHosts: [apiUrl, eventUrl].map((text) => hostAndPort(new URL(text))),
    limits: {
      retries: 0,
      gate: { concurrency: 64, burst: 5_000, perS: 1_000 },
      breaker: { failuresToOpen: 1_000_000, openMs: 1 },
      cacheBytes: 0,
    },
  });
