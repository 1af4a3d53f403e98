export const jobStatuses = ["queued", "running", "done", "failed", "cancelled"] as const;

export type JobStatus = (typeof jobStatuses)[number];

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
  /** Who started it; null for accounts that are gone and for the house itself. */
  owner: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

export type JobPage = { items: readonly JobDto[]; nextCursor: string | null };
