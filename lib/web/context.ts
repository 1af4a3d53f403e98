import type { Context } from "@/lib/access/context";
import { sessionScope, tokenScope } from "@/lib/access/scope";
import type { Visitor } from "@/lib/core/actor";
import { newId } from "@/lib/core/ids";
import { services } from "./services";

/** The context of one request: what the doors hand to commands and queries. */
export function requestContext(actor: Visitor, requestId: string = newId()): Context {
  const { database, config, clock, logger, env } = services();
  const anonymousMayRead = config.access.anonymous === "read" && env.anonymous === "read";
  const scope =
    actor.kind === "user" && actor.via === "token" ? tokenScope(actor) : sessionScope(actor, anonymousMayRead);
  return { actor, scope, database, config, clock, logger, requestId };
}
