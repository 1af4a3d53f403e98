import type { Engine } from "@/lib/jobs/engine";
import { startPeriodic } from "@/lib/jobs/periodic";
import { WorkLoop } from "@/lib/jobs/work-loop";
import { type EngineOptions, engineParts } from "./engine-parts";

export type EmbeddedEngineOptions = EngineOptions & {
  /** Short attempts at once, default 8. */
  concurrency?: number;
  /** After so long an attempt no longer takes a place from others, default 1 s. */
  slowAfterMs?: number;
};

/**
 * The durable engine inside the owner process: relay, hook handlers, jobs and periodic tasks over the tables of the
 * database. @throws MISCONFIGURED where handlers or jobs are named twice.
 */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): Engine {
  const { database, clock, logger } = options;
  const { sources, tasks } = engineParts(options);
  const loop = new WorkLoop({
    database,
    clock,
    logger,
    sources,
    concurrency: options.concurrency ?? 8,
    slowAfterMs: options.slowAfterMs ?? 1_000,
    leaseMs: options.leaseMs ?? 30_000,
    exclusive: options.exclusive ?? false,
    pollMs: database.mode === "file" ? 30_000 : 2_000,
  });
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
