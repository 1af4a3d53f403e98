import type { Database } from "@/db/client";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import type { TomConfig } from "@/lib/config/types";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { FileStore } from "@/lib/data-products/storage";
import type { Env } from "@/lib/env/env";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import type { Engine } from "@/lib/jobs/engine";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import type { GroupWebhooks } from "./group-webhooks";
import type { RateLimiter } from "./rate-limit";
import type { Secrets } from "./secrets";

/** What one process has once, whatever loads it. */
export type Services = {
  env: Env;
  config: TomConfig;
  database: Database;
  brokers: BrokerRegistry;
  facilities: FacilityRegistry;
  engine: Engine;
  /** What the engine's clock calls for. */
  tasks: readonly PeriodicTask[];
  /** What Inngest calls; null where the embedded engine does the work. */
  inngest: ((request: Request) => Promise<Response>) | null;
  /** The bytes of data products. */
  files: FileStore;
  logger: Logger;
  clock: Clock;
  /** Seconds that the clock is ahead of those of the services outside; null: none was heard yet. */
  clockOffsetS: () => number | null;
  secrets: Secrets;
  groupWebhooks: GroupWebhooks;
  rateLimiter: RateLimiter;
  startedAt: string;
};

// Next loads modules more than once in one process (routes, instrumentation, the front): one registry for all.
const key = Symbol.for("tom.services");

type Holder = { [key]?: Services };

export function services(): Services {
  const held = (globalThis as Holder)[key];
  if (!held) throw new Error("The services of this process have not been started.");
  return held;
}

export const findServices = (): Services | undefined => (globalThis as Holder)[key];

export function setServices(value: Services | undefined): void {
  if (value) (globalThis as Holder)[key] = value;
  else delete (globalThis as Holder)[key];
}
