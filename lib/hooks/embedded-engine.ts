import type { Database } from "@/db/client";
import type { TomConfig } from "@/lib/config/types";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import { cleanUpTask } from "@/lib/jobs/clean-up";
import type { JobEntry } from "@/lib/jobs/define-job";
import type { Engine } from "@/lib/jobs/engine";
import { createJobSource } from "@/lib/jobs/job-source";
import { type PeriodicTask, startPeriodic } from "@/lib/jobs/periodic";
import { WorkLoop } from "@/lib/jobs/work-loop";
import type { HandlerServices } from "./handler-context";
import { handlersOf } from "./registry";
import { createRunSource } from "./run-source";

export type EmbeddedEngineOptions = {
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
  /** Short attempts at once, default 8. */
  concurrency?: number;
  /** How long a claim holds without renewal, default 30 s. */
  leaseMs?: number;
  /** After so long an attempt no longer takes a place from others, default 1 s. */
  slowAfterMs?: number;
  /** Wait after attempt number n, in milliseconds. */
  backoffMs?: (attempt: number) => number;
  /** Default: clean-up by retention, daily. */
  tasks?: readonly PeriodicTask[];
};

/**
 * The durable engine inside the owner process: relay, hook handlers, jobs and periodic tasks over the tables of the
 * database. @throws MISCONFIGURED where handlers or jobs are named twice.
 */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): Engine {
  const { database, config, clock, logger } = options;
  const handlers = handlersOf(config);
  const loop = new WorkLoop({
    database,
    clock,
    logger,
    sources: [createRunSource({ ...options, handlers }), createJobSource(options)],
    concurrency: options.concurrency ?? 8,
    slowAfterMs: options.slowAfterMs ?? 1_000,
    leaseMs: options.leaseMs ?? 30_000,
    exclusive: options.exclusive ?? false,
    pollMs: database.mode === "file" ? 30_000 : 2_000,
  });
  const tasks = options.tasks ?? [cleanUpTask({ database, clock, logger, retentionDays: config.retentionDays })];
  let stopPeriodic: (() => Promise<void>) | undefined;
  return {
    async start() {
      await loop.start();
      stopPeriodic ??= startPeriodic({ database, clock, logger, tasks });
    },
    async stop(drainMs) {
      await stopPeriodic?.();
      stopPeriodic = undefined;
      await loop.stop(drainMs);
    },
    poke: () => loop.poke(),
    state: () => loop.state(),
  };
}
