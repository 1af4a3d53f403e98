import type { Database } from "@/db/client";
import type { TomConfig } from "@/lib/config/types";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import { cleanUpTask } from "@/lib/jobs/clean-up";
import type { JobEntry } from "@/lib/jobs/define-job";
import { createJobSource } from "@/lib/jobs/job-source";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import type { SendableSource } from "@/lib/jobs/work";
import type { HandlerServices } from "./handler-context";
import { type HandlerEntry, handlersOf } from "./registry";
import { createRunSource } from "./run-source";

/** What either engine is made from. */
export type EngineOptions = {
  database: Database;
  config: TomConfig;
  clock: Clock;
  logger: Logger;
  /** Every job that may be enqueued. */
  jobs: readonly JobEntry[];
  /** What handlers can ask and do. */
  services: HandlerServices;
  /** True for the owner of a database file: what runs at start was cut off, and is taken up at once. */
  exclusive?: boolean;
  /** How long a claim holds without renewal, default 30 s. */
  leaseMs?: number;
  /** Wait after attempt number n, in milliseconds. */
  backoffMs?: (attempt: number) => number;
  /** Default: clean-up by retention, daily. */
  tasks?: readonly PeriodicTask[];
};

export type EngineParts = {
  handlers: readonly HandlerEntry[];
  sources: readonly SendableSource[];
  tasks: readonly PeriodicTask[];
};

/** The same handlers, jobs, tasks and run log for whichever engine. @throws MISCONFIGURED where two share a name. */
export function engineParts(options: EngineOptions): EngineParts {
  const { database, config, clock, logger } = options;
  const handlers = handlersOf(config);
  return {
    handlers,
    sources: [createRunSource({ ...options, handlers }), createJobSource(options)],
    tasks: options.tasks ?? [cleanUpTask({ database, clock, logger, retentionDays: config.retentionDays })],
  };
}
