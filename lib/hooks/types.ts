export const hookRunStatuses = ["queued", "running", "done", "failed", "paused", "cancelled"] as const;

export type HookRunStatus = (typeof hookRunStatuses)[number];

/** One (event, handler), or a replay of one. */
export type HookRunDto = {
  id: string;
  eventId: string;
  hook: string;
  handler: string;
  objectType: string;
  objectId: string;
  /** The target that the object belongs to, a target's own id; null for what belongs to none. */
  targetId: string | null;
  /** The name now of the object, or of its target; null when it is gone. */
  objectName: string | null;
  status: HookRunStatus;
  /** Attempts begun so far. */
  attempts: number;
  createdAt: string;
  /** Of the newest attempt. */
  startedAt: string | null;
  /** Null while it has not ended for good. */
  finishedAt: string | null;
  /** How long the newest attempt took, in milliseconds. */
  durationMs: number | null;
  /** Why it failed, was cancelled or is tried again, in a sentence. */
  error: string | null;
  /** The run that this one repeats; null for the first. */
  replayOf: string | null;
  dryRun: boolean;
};

export type HookRunPage = { items: readonly HookRunDto[]; nextCursor: string | null };

/** One line that the handler logged, or the end of a failed attempt. */
export type HookRunLine = {
  at: string;
  attempt: number;
  level: "debug" | "info" | "warn" | "error";
  message: string;
  fields: Record<string, unknown>;
};

/** What a run has done and does not do again when it is tried again. */
export type HookRunStep = {
  name: string;
  /** The attempt that did it. */
  attempt: number;
  at: string;
  durationMs: number;
  /** What it answered, less what the reader may not see; null where it answered nothing. */
  answer: unknown;
};

export type HookRunDetail = HookRunDto & {
  /** What the handler was given, without what the reader may not see; null for those who may not change the object. */
  input: unknown;
  output: unknown;
  /** In the order in which they were done. */
  steps: readonly HookRunStep[];
  logs: readonly HookRunLine[];
  attemptsMax: number;
  /** When the next attempt comes; null where none does. */
  nextAttemptAt: string | null;
  /** Until when whom its newest attempt asked wants to be left alone; the run waits for that. Null where nobody said so. */
  hostBusyUntil: string | null;
  /** How many attempts ask whom it is to ask just now; 0 where it asks nobody or does not wait. */
  othersAtHost: number;
  /** Who made the change: a username, or the part of the house. */
  changedBy: string;
  /** The handler whose change caused the event; null when none did. */
  causedBy: string | null;
  /** The run in which it did, where the reader may see it and it is still kept. */
  causedByRun: string | null;
  /** Runs that repeat this one, newest first. */
  replays: readonly { id: string; status: HookRunStatus; dryRun: boolean; createdAt: string }[];
  rights: { canReplay: boolean };
};

/** A handler as it is configured, and how those of its runs fare that the reader may see. */
export type HandlerOverview = {
  name: string;
  summary: string;
  /** Declared: what it may see, change and ask, and how often and how long it is tried. */
  scope: string;
  rights: readonly string[];
  hosts: readonly string[];
  attemptsMax: number;
  timeoutMs: number;
  lastRun: { id: string; status: HookRunStatus; createdAt: string } | null;
  /** Runs that failed for good in the last 24 hours; counted up to 1,000. */
  failedLastDay: number;
  /** Runs that wait; counted up to 1,000. */
  waiting: number;
  /** Null while it is not paused. */
  pause: { by: string; at: string } | null;
};

export type HookOverview = {
  hook: string;
  /** When it fires and when it does not. */
  summary: string;
  handlers: readonly HandlerOverview[];
};

/** Whether a handler is paused, since when and by whom, and how many of its runs wait. */
export type HandlerPause = {
  hook: string;
  handler: string;
  /** Null where it is not paused. */
  pausedAt: string | null;
  pausedBy: string | null;
  waiting: number;
};
