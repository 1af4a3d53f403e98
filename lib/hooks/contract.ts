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
  /** From 1. */
  attempt: number;
  dryRun: boolean;
  /** Ends with the attempt: after its time limit, when it is cancelled, when the process stops. */
  signal: AbortSignal;
  /**
   * Lines are kept with the run and shown on its page. A line with a field `targetId` is shown only to those who can
   * see that target.
   */
  logger: Logger;
  /** Reads under the scope of the house. */
  queries: HandlerQueries;
  /** Arcsec: targets closer than this may be one object (`targets.match.radiusArcsec` of the config). */
  matchRadiusArcsec: number;
  /** Writes, as the service account of this handler. In a dry run they are logged and not done. */
  commands: HandlerCommands;
};

export type NearbyTarget = { id: string; name: string; separationArcsec: number | null; reason: "name" | "position" };

export type HandlerQueries = {
  /** Other targets within the radius, or of the same simplified name; the target itself left out. Empty if it is gone. */
  findSimilarTargets(targetId: string, radiusArcsec: number): Promise<readonly NearbyTarget[]>;
};

export type HandlerCommands = {
  /**
   * Makes `others` the possible duplicates noted on a target, and notes it on each of them. The same again changes
   * nothing; what was noted earlier and is not among them any more goes; what a person dismissed stays dismissed.
   * Fires no hook. Answers how many pairs are new.
   */
  notePossibleDuplicates(targetId: string, others: readonly NearbyTarget[]): Promise<{ noted: number }>;
};

/**
 * Runs after the commit, outside the request. What it returns is kept as the run's output, as JSON of at most 64 kB.
 * In it, whatever tells of a target other than the event's own must be an object with the field `targetId`: readers
 * who cannot see that target do not get the object. What it throws fails the attempt, never the save.
 */
export type Handler<Name extends HookName> = (payload: HookMap[Name], context: HandlerContext) => Promise<unknown>;

/** A handler as the config names it; its code is loaded when it first runs, by the web process only. */
export type HandlerReference<Name extends HookName> = {
  /** Unique within a hook; part of the idempotency key, so renaming one makes it another handler. */
  name: string;
  /** What it is for, in a sentence; shown on the automation page. */
  summary?: string;
  /** Limit of one attempt in milliseconds, default 60,000. */
  timeoutMs?: number;
  /** Attempts at once, default half of the engine's places. */
  concurrency?: number;
  load(): Promise<Handler<Name>>;
};
