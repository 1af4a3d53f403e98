import { createBrokerRegistry } from "@/lib/brokers/registry";
import type { TomConfig } from "@/lib/config/types";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import type { HandlerServices } from "@/lib/hooks/handler-context";
import { createHttp } from "@/lib/http/create-http";
import { createHandlerServices } from "@/lib/web/handler-services";

/** For handlers that tell no group. */
const groupWebhooks = { secretOf: () => "", tell: async () => null };

type Given = { brokers?: TomConfig["brokers"]; allowPrivateHosts?: readonly string[] };

/** What handlers get in the web process: the real commands and queries, and a real client. */
export function domainServices({ brokers = [], allowPrivateHosts = [] }: Given = {}): HandlerServices {
  const http = createHttp({ allowPrivateHosts });
  const registry = createBrokerRegistry(brokers, { http, logger: silentLogger, clock: systemClock, timeoutMs: 5_000 });
  return createHandlerServices({ origin: "https://tom.example.org", http, brokers: registry, groupWebhooks });
}
