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
  step: Step;
};

/**
 * Does `work` once a run and keeps what it answers: an attempt that comes after a failed one gets the kept answer and
 * does not do the work again. For what must not be repeated, or is dear: one step, one effect. The same name again
 * within one attempt is a further step, so a loop may use one name as long as it goes the same way at every attempt.
 *
 * What it answers is kept as JSON of at most 64 kB, and comes back as JSON does (a Date as text); it is shown on the
 * run's page, with the rule of `targetId` that holds for output. Work whose process died before its answer was kept is
 * done again: give what is outside `<runId>/<step>` as idempotency key. A replay is a run of its own, with its own steps.
 * @throws what the work throws, MISCONFIGURED where the answer cannot be kept, CONFLICT once the attempt has ended.
 */
export type Step = <Answer>(name: string, work: () => Promise<Answer>) => Promise<Answer>;

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
  /**
   * Waits before the second, third, ... attempt, in milliseconds, each taken within 20 %: one attempt more than there
   * are waits. At most 20, the first three together at most 50 s. Default 1, 4, 15 and 120 s.
   */
  retryWaitsMs?: readonly number[];
  load(): Promise<Handler<Name>>;
};
