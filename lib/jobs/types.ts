export const jobStatuses = ["queued", "running", "done", "failed", "cancelled"] as const;

export type JobStatus = (typeof jobStatuses)[number];

/** Whom a job asks, and what of; null: nobody, several, or nothing that the reader may see. */
export type JobSubject = { brokerId: string | null; target: { id: string; name: string } | null };

/** Long work as its owner sees it. */
export type JobDto = {
  id: string;
  kind: string;
  status: JobStatus;
  /** Steps done, of `total`; total null while it is not known. */
  done: number;
  total: number | null;
  /** What it is doing, or why it ended, in a sentence; may be empty. */
  message: string;
  /** What it made; null before the end, and for jobs that make nothing. */
  result: unknown;
  subject: JobSubject;
  /** Who started it; null for accounts that are gone and for the house itself. */
  owner: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

export type JobPage = { items: readonly JobDto[]; nextCursor: string | null };

/** How an engine fares; for health checks and for administrators. */
export type EngineState = {
  /** `failing`: started, but its last turn at the database failed; it tries again by itself. */
  status: "stopped" | "running" | "failing";
  /** Runs and jobs that are being worked on. */
  running: number;
  /** Claimed, and waiting for a free place in this process. */
  waiting: number;
  /** When the last turn failed and why, in words for people; null when it went well. */
  failure: { at: string; message: string } | null;
  /** When it last looked for events and rows that nobody has taken up; null: not since this process started. */
  reconciledAt: string | null;
  /** The engine outside that calls for the work; null where this process does it by itself. */
  outside: OutsideState | null;
};

/** How an engine outside fares, as seen from here. While it does not answer, what is to be done waits in the database. */
export type OutsideState = {
  /** Its name, as people know it. */
  name: string;
  /** `registered`: it knows this app, and work is sent to it. */
  status: "connecting" | "registered" | "unreachable" | "refused";
  /** Since when that is so. */
  since: string;
  /** When it last answered or called; null: not since this process started. */
  lastContactAt: string | null;
  /** What is wrong, in a sentence; null when nothing is. */
  message: string | null;
};

/** A periodic task, for people. */
export type TaskDto = {
  name: string;
  summary: string;
  /** Cron in UTC; null for one that comes so often after its last turn. */
  schedule: string | null;
  everyMs: number;
  /** Null: it has not run yet. */
  lastRun: { at: string; durationMs: number; error: string | null } | null;
};
