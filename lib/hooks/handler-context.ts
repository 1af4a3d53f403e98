import type { Database, ReadDb } from "@/db/client";
import type { Context } from "@/lib/access/context";
import type { VisibleScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import type { Clock } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import type { HttpClient } from "@/lib/http/types";
import type { ChangeActor, HandlerCommands, HandlerContext, HandlerQueries } from "./contract";
import { type Guard, guardedCommands } from "./handler-commands";
import { handlerHttp } from "./handler-http";
import { handlerMail } from "./handler-mail";
import { handlerScope } from "./handler-scope";
import type { HandlerEntry } from "./registry";
import { createSteps } from "./run-steps";

/** What the rest of the house gives to handlers, wired in by the web process: hooks know no domain. */
export type HandlerServices = {
  /** Public address of this installation, without a trailing slash. */
  origin: string;
  queries(ctx: Context): HandlerQueries;
  commands(ctx: Context): HandlerCommands;
  /** The host of the address that a group has named; null where it has none. */
  hostOfGroup(db: Pick<ReadDb, "select">, groupId: string): Promise<string | null>;
  /** A client for the hosts that a handler declares. */
  http(handler: Pick<HandlerEntry, "name" | "hosts" | "secrets">): HttpClient;
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
  /** When the event was written, and by whom. */
  occurredAt: string;
  actor: ChangeActor;
  /** The target that the event's object belongs to; null for none. */
  targetId: string | null;
  payload: unknown;
};

const jobOf = (run: Attempt): string => `hook:${run.handler}`;

/** A handler acts as a service of its own, and whatever it changes carries the event that caused it. */
const serviceContext = (deps: HandlerDependencies, run: Attempt, logger: Logger, scope: VisibleScope): Context => ({
  actor: { kind: "system", job: jobOf(run) },
  scope,
  database: deps.database,
  config: deps.config,
  clock: deps.clock,
  logger,
  requestId: run.runId,
  cause: { eventId: run.eventId, handler: run.handler, depth: run.depth },
});

/** The context of one attempt. Once `signal` has ended the attempt, whatever it offers refuses. */
export async function handlerContext(
  deps: HandlerDependencies,
  entry: HandlerEntry,
  run: Attempt,
  logger: Logger,
  signal: AbortSignal,
): Promise<HandlerContext> {
  const { database, config, services } = deps;
  const scope = await handlerScope(entry.scope, { ...run, database, job: jobOf(run) });
  const ctx = serviceContext(deps, run, logger, scope);
  const alive = (): void => {
    if (signal.aborted) throw new TomError("CONFLICT", "This attempt has ended.");
  };
  const guard: Guard = { handler: run.handler, rights: entry.rights, dryRun: run.dryRun, logger, alive };
  return {
    runId: run.runId,
    eventId: run.eventId,
    occurredAt: run.occurredAt,
    attempt: run.attempt,
    dryRun: run.dryRun,
    now: () => deps.clock.now(),
    signal,
    actor: run.actor,
    site: { name: config.display.name, origin: services.origin },
    logger,
    matchRadiusArcsec: config.targets.match.radiusArcsec,
    step: createSteps({ ...deps, run, logger, alive }),
    queries: guardedQueries(alive, services.queries(ctx)),
    commands: guardedCommands(guard, services.commands(ctx)),
    mail: handlerMail(guard, ctx, run),
    http: handlerHttp(guard, services.http(entry)),
  };
}

const guardedQueries = (alive: () => void, queries: HandlerQueries): HandlerQueries => ({
  async findTarget(targetId) {
    alive();
    return queries.findTarget(targetId);
  },
  async findSimilarTargets(targetId, radiusArcsec) {
    alive();
    return queries.findSimilarTargets(targetId, radiusArcsec);
  },
  async findPeopleOf(targetId) {
    alive();
    return queries.findPeopleOf(targetId);
  },
});
