import type { Database } from "@/db/client";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import type { Clock } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import type { HandlerCommands, HandlerContext, HandlerQueries } from "./contract";
import { createSteps } from "./run-steps";

/** The domains' side of the handler contract, wired in by the web process: hooks know no domain. */
export type HandlerServices = {
  queries(ctx: Context): HandlerQueries;
  commands(ctx: Context): HandlerCommands;
};

export type HandlerDependencies = {
  database: Database;
  config: TomConfig;
  clock: Clock;
  logger: Logger;
  services: HandlerServices;
};

/** One attempt at one run, as the engine knows it. */
export type Attempt = {
  runPk: number;
  runId: string;
  eventId: string;
  hook: string;
  handler: string;
  /** From 1. */
  attempt: number;
  dryRun: boolean;
  /** Of the event: 0 = made by a person. */
  depth: number;
  payload: unknown;
};

/** A handler acts as a service of its own, and whatever it changes carries the event that caused it. */
const serviceContext = (deps: HandlerDependencies, run: Attempt, logger: Logger): Context => ({
  actor: { kind: "system", job: `hook:${run.handler}` },
  scope: systemScope(`hook:${run.handler}`),
  database: deps.database,
  config: deps.config,
  clock: deps.clock,
  logger,
  requestId: run.runId,
  cause: { eventId: run.eventId, handler: run.handler, depth: run.depth },
});

/** The context of one attempt. Once `signal` has ended the attempt, its queries and commands refuse. */
export function handlerContext(
  deps: HandlerDependencies,
  run: Attempt,
  logger: Logger,
  signal: AbortSignal,
): HandlerContext {
  const ctx = serviceContext(deps, run, logger);
  const queries = deps.services.queries(ctx);
  const commands = run.dryRun ? dryCommands(logger) : deps.services.commands(ctx);
  const alive = (): void => {
    if (signal.aborted) throw new TomError("CONFLICT", "This attempt has ended.");
  };
  return {
    runId: run.runId,
    eventId: run.eventId,
    attempt: run.attempt,
    dryRun: run.dryRun,
    signal,
    logger,
    matchRadiusArcsec: deps.config.targets.match.radiusArcsec,
    step: createSteps({ ...deps, run, logger, alive }),
    queries: {
      async findSimilarTargets(targetId, radiusArcsec) {
        alive();
        return queries.findSimilarTargets(targetId, radiusArcsec);
      },
    },
    commands: {
      async notePossibleDuplicates(targetId, others) {
        alive();
        return commands.notePossibleDuplicates(targetId, others);
      },
    },
  };
}

const dryCommands = (logger: Logger): HandlerCommands => ({
  async notePossibleDuplicates(_targetId, others) {
    for (const other of others) {
      logger.info({ targetId: other.id, name: other.name }, "Dry run: this possible duplicate would be noted.");
    }
    if (others.length === 0) logger.info({}, "Dry run: no possible duplicate would be noted.");
    return { noted: 0 };
  },
});
