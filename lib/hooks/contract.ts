import type { Logger } from "@/lib/core/logger";
import { eventNames, type HookPayloads } from "@/lib/events/catalog";
import type { HttpClient } from "@/lib/http/types";

/** Hooks by the names that TOM Toolkit users know; payloads, and when each fires, in lib/events/catalog.ts. */
export type HookMap = HookPayloads;
export type HookName = keyof HookMap;

/** In the order in which they are shown. */
export const hookNames: readonly HookName[] = eventNames;

/** The objects that hooks tell of, by their own names. */
export type Target = HookMap["target_post_save"]["target"];
export type Observation = HookMap["observation_change_state"]["observation"];

/** What a handler can reach. It never gets the database. */
export type HandlerContext = {
  /** Stable over retries of one (event, handler): use it as idempotency key of effects outside. */
  runId: string;
  /** The same for every handler of one event, and for a replay. */
  eventId: string;
  /** When the change was made; ISO 8601 UTC. */
  occurredAt: string;
  /** From 1. */
  attempt: number;
  dryRun: boolean;
  now(): Date;
  /** Ends with the attempt: after its time limit, when it is cancelled, when the process stops. */
  signal: AbortSignal;
  /** Who made the change. */
  actor: ChangeActor;
  /** This installation: what it calls itself, and its public address without a trailing slash, for links. */
  site: { name: string; origin: string };
  /**
   * Lines are kept with the run and shown on its page. A line with a field `targetId` is shown only to those who can
   * see that target.
   */
  logger: Logger;
  /** Reads, as far as the `scope` of the reference goes. */
  queries: HandlerQueries;
  /** Writes that the `rights` of the reference name, on what its `scope` lets it change. */
  commands: HandlerCommands;
  mail: HandlerMail;
  /** Asks the `hosts` of the reference, https unless the operator allowed the address as a private one. In a dry run only GET and HEAD leave. */
  http: HttpClient;
  step: Step;
  /** Arcsec: targets closer than this may be one object (`targets.match.radiusArcsec` of the config). */
  matchRadiusArcsec: number;
};

/** A person, with the door she came through, or a part of the house: a job, or `hook:<handler>`. */
export type ChangeActor =
  | { kind: "user"; userId: string; username: string; via: "session" | "token" | "cli" }
  | { kind: "system"; job: string };

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

/** Somebody a target is shared with, and can be written to. */
export type PersonOfTarget = {
  username: string;
  email: string;
  /** Names of the groups that she has it by; empty where it is shared with her by name. */
  groups: readonly string[];
};

export type HandlerQueries = {
  /** As it is now, with every group in the scopes `object` and `everything`; null where it is gone or not in scope. */
  findTarget(targetId: string): Promise<Target | null>;
  /** Other targets within the radius, or of the same simplified name; the target itself left out. Empty if it is gone. */
  findSimilarTargets(targetId: string, radiusArcsec: number): Promise<readonly NearbyTarget[]>;
  /** People with an address whom a target is shared with, by group or by name, once each; no administrators, no disabled accounts. */
  findPeopleOf(targetId: string): Promise<readonly PersonOfTarget[]>;
};

/**
 * Each goes through the same door as a person's: same checks, same trail (as `hook:<handler>`), same events, which
 * carry the one that caused them. The same again changes nothing. In a dry run they are logged and not done.
 * @throws MISCONFIGURED without the right, NOT_FOUND out of scope, INVALID_INPUT and CONFLICT as for people.
 */
export type HandlerCommands = {
  addTag(targetId: string, tag: string): Promise<void>;
  /** A tag that it does not have is gone already. */
  removeTag(targetId: string, tag: string): Promise<void>;
  /** A name that it has already, in any spelling, is one. */
  addAlias(targetId: string, alias: string): Promise<void>;
  /** By key; null takes one away, others stay. */
  setExtras(targetId: string, extras: Readonly<Record<string, string | number | boolean | null>>): Promise<void>;
  addClassification(targetId: string, entry: NewClassification): Promise<void>;
  /** Rows as `POST /targets/{id}/photometry` takes them; bad ones are counted, good ones stored. */
  addPhotometry(targetId: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<AddedPhotometry>;
  /** Has its photometry fetched by jobs, from every broker that knows it: their ids, none where no broker does. */
  refreshPhotometry(targetId: string): Promise<{ jobIds: readonly string[] }>;
  /**
   * Makes `others` the possible duplicates noted on a target, and notes it on each of them. The same again changes
   * nothing; what was noted earlier and is not among them any more goes; what a person dismissed stays dismissed.
   * Fires no hook. Answers how many pairs are new.
   */
  notePossibleDuplicates(targetId: string, others: readonly NearbyTarget[]): Promise<{ noted: number }>;
  /**
   * Sends data to the address that a group has named, signed with the group's own secret; answers the status of the
   * answer, null where the group has no address or is gone. `id` is the same for every attempt.
   */
  tellGroup(groupId: string, message: { id: string; type: string; at: string; data: unknown }): Promise<number | null>;
};

export type NewClassification = {
  name: string;
  /** Who says so. */
  source: string;
  classifier?: string | null;
  version?: string | null;
  /** 0 to 1; null or left out = not given. */
  probability?: number | null;
};

export type AddedPhotometry = { inserted: number; unchanged: number; revised: number; rejected: number };

export type HandlerMail = {
  /**
   * Puts out a mail to each address, once a run however often it is tried; it leaves by a job that tries again for hours.
   * Answers how many were put out. In a dry run they are logged and not sent: it answers how many would be. Needs the
   * right `mail.send`.
   * @throws BAD_MESSAGE where an address is none.
   */
  send(mail: HandlerMailDraft): Promise<number>;
};

/** Plain text. `from`: an address, or `Name <address>`; left out, that of this installation. */
export type HandlerMailDraft = {
  to: string | readonly string[];
  from?: string | undefined;
  subject: string;
  body: string;
};

/** What a handler may do beyond reading and logging; asking other services is declared by `hosts`. */
export const handlerRights = [
  "mail.send",
  "target.tag",
  "target.alias",
  "target.extras",
  "target.classify",
  "target.noteDuplicates",
  "photometry.add",
  "photometry.refresh",
  "group.tell",
] as const;

export type HandlerRight = (typeof handlerRights)[number];

/**
 * What a handler may see, and change with its rights. `object`: the target that the event is about, or belongs to.
 * `open`: open targets, to read. `actor`: what the person may who made the change, with her rights when the handler
 * runs; everything for a change by the house, nothing once her account is disabled. `everything`: all targets.
 */
export const handlerScopes = ["object", "open", "actor", "everything"] as const;

export type HandlerScope = (typeof handlerScopes)[number];

/**
 * Runs after the commit, outside the request. What it returns is kept as the run's output, as JSON of at most 64 kB.
 * In it, whatever tells of a target other than the event's own must be an object with the field `targetId`: readers
 * who cannot see that target do not get the object. What it throws fails the attempt, never the save.
 */
export type Handler<Name extends HookName> = (payload: HookMap[Name], context: HandlerContext) => Promise<unknown>;

/** One event of a batch, with a context of its own: its scope, its rights, its steps, its run. */
export type BatchEvent<Name extends HookName> = { payload: HookMap[Name]; context: HandlerContext };

/**
 * Gets several events at once, in no order. What it returns is the output of the run of each of them, what it throws
 * fails the attempt of each: they are tried again, maybe in other company.
 */
export type BatchHandler<Name extends HookName> = (events: readonly BatchEvent<Name>[]) => Promise<unknown>;

type HandlerDeclaration = {
  /** Unique within a hook; part of the idempotency key, so renaming one makes it another handler. */
  name: string;
  /** What it is for, in a sentence; shown on the automation page. */
  summary?: string;
  /** Default `object`. */
  scope?: HandlerScope;
  /** Default none. */
  rights?: readonly HandlerRight[];
  /** Hosts it may ask (any port), or "host:port"; default none. Where it is one, it counts for `perHost`. */
  hosts?: readonly string[];
  /** Never to appear in an error or a log. */
  secrets?: readonly string[];
  /** Limit of one attempt in milliseconds, default 60,000. */
  timeoutMs?: number;
  /**
   * Attempts at once, default half of the engine's places, 32 for a handler with `hostOf`; with `batch` as many as a
   * call takes.
   */
  concurrency?: number;
  /**
   * Attempts at once at one host, those of other handlers that ask it counted, so that a host which hangs holds up
   * nobody else. Default 4; where the host is the only one of `hosts`, as many as `concurrency` says.
   */
  perHost?: number;
  /**
   * Waits before the second, third, ... attempt, in milliseconds, each taken within 20 %: one attempt more than there
   * are waits. At most 20, the first three together at most 50 s. Default 1, 4, 15 and 120 s.
   */
  retryWaitsMs?: readonly number[];
};

/** Finds hosts that an event does not name itself. */
export type HostFinder = {
  /** Of the address that a group has named; null where it has none. */
  ofGroup(groupId: string): Promise<string | null>;
};

export type SingleReference<Name extends HookName> = HandlerDeclaration & {
  batch?: undefined;
  /** Whom it will ask for an event, as in `hosts`; null: nobody. Left out: the only one of `hosts`. */
  hostOf?(payload: HookMap[Name], find: HostFinder): Promise<string | null> | string | null;
  load(): Promise<Handler<Name>>;
};

/** `batch`: at most so many events a call, 2 to 500; as few as there are when no others wait. */
type BatchReference<Name extends HookName> = HandlerDeclaration & {
  batch: number;
  load(): Promise<BatchHandler<Name>>;
};

/** A handler as the config names it; its code is loaded when it first runs, by the web process only. */
export type HandlerReference<Name extends HookName> = SingleReference<Name> | BatchReference<Name>;

/** Handlers by hook, in the order in which they are listed; each run is independent of the others. */
export type Hooks = { readonly [Name in HookName]?: readonly HandlerReference<Name>[] };
