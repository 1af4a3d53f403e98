import type { Context } from "@/lib/access/context";
import { sessionScope, systemScope, tokenScope } from "@/lib/access/scope";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/ids";
import { type Services, services } from "./services";

/** The context of one request: what the doors hand to commands and queries. */
export function requestContext(actor: Visitor, requestId: string = newId()): Context {
  const { database, config, clock, logger, env } = services();
  const anonymousMayRead = config.access.anonymous === "read" && env.anonymous === "read";
  const scope =
    actor.kind === "user" && actor.via === "token" ? tokenScope(actor) : sessionScope(actor, anonymousMayRead);
  return { actor, scope, database, config, clock, logger, requestId };
}

/** A context for what the house does by itself. */
export const houseContext = (
  { database, config, clock, logger }: Pick<Services, "database" | "config" | "clock" | "logger">,
  job: string,
): Context => ({
  actor: { kind: "system", job },
  scope: systemScope(job),
  database,
  config,
  clock,
  logger,
  requestId: newId(),
});
