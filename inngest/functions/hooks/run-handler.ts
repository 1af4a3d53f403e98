import type { Inngest, InngestFunction } from "inngest";
import { attemptsMaxOf, type HandlerEntry, laneOf } from "@/lib/hooks/registry";
import { defaultConcurrency } from "@/lib/jobs/work";
import { eventOf } from "../../events";
import { type CalledEngine, workFunction } from "../work-function";

/** One function for one (hook, handler). */
export const runHandler = (client: Inngest, engine: CalledEngine, handler: HandlerEntry): InngestFunction.Any =>
  workFunction({
    client,
    engine,
    id: `hook-${handler.hook}-${handler.name}`,
    name: `${handler.hook}: ${handler.name}`,
    description: handler.summary,
    event: eventOf(laneOf(handler.hook, handler.name)),
    lane: laneOf(handler.hook, handler.name),
    concurrency: handler.concurrency ?? defaultConcurrency,
    perHost: handler.perHost,
    attemptsMax: attemptsMaxOf(handler),
  });
