import type { Logger } from "@/lib/core/logger";
import type { HookPayloads } from "@/lib/events/catalog";

/** Hooks by the names that TOM Toolkit users know; payloads in lib/events/catalog.ts. */
export type HookMap = HookPayloads;
export type HookName = keyof HookMap;

/** What a handler can reach. It never gets the database. */
export type HandlerContext = {
  /** Stable over retries of one (event, handler): use it as idempotency key of effects outside. */
  runId: string;
  eventId: string;
  attempt: number;
  dryRun: boolean;
  /** Lines are kept with the run and shown on its page. */
  logger: Logger;
  /** Reads under the scope of the house. */
  queries: HandlerQueries;
  /** Writes, as the service account of this handler. In a dry run they are logged and not done. */
  commands: HandlerCommands;
};

export type NearbyTarget = { id: string; name: string; separationArcsec: number | null; reason: "name" | "position" };

export type HandlerQueries = {
  /** Other targets within the radius, or of the same simplified name; the target itself left out. */
  findSimilarTargets(targetId: string, radiusArcsec: number): Promise<readonly NearbyTarget[]>;
};

export type HandlerCommands = {
  /** Notes possible duplicates on a target; the same pair twice changes nothing. Fires no hook. */
  notePossibleDuplicates(targetId: string, others: readonly NearbyTarget[]): Promise<{ noted: number }>;
};

export type Handler<Name extends HookName> = (payload: HookMap[Name], context: HandlerContext) => Promise<unknown>;

/** A handler as the config names it; its code is loaded when it first runs, by the web process only. */
export type HandlerReference<Name extends HookName> = {
  name: string;
  load(): Promise<Handler<Name>>;
};
