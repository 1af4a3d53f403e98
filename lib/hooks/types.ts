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
  /** What the handler was given, without what the reader may not see. */
  input: unknown;
  output: unknown;
  /** In the order in which they were done. */
  steps: readonly HookRunStep[];
  logs: readonly HookRunLine[];
  attemptsMax: number;
  /** When the next attempt comes; null where none does. */
  nextAttemptAt: string | null;
  /** Who made the change: a username, or the part of the house. */
  changedBy: string;
  /** The handler whose change caused the event; null when none did. */
  causedBy: string | null;
  /** Runs that repeat this one, newest first. */
  replays: readonly { id: string; status: HookRunStatus; dryRun: boolean; createdAt: string }[];
  rights: { canReplay: boolean };
};

/** What is configured, with the newest run that the reader may see. */
export type HookOverview = {
  hook: string;
  summary: string;
  handlers: readonly {
    name: string;
    summary: string;
    /** What it declares: how far it sees, what it may do, whom it may ask. */
    scope: string;
    rights: readonly string[];
    hosts: readonly string[];
    lastRun: { id: string; status: HookRunStatus; createdAt: string } | null;
  }[];
};
