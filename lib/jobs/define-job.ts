import type * as z from "zod";
import type { Context } from "@/lib/access/context";
import { retryWaitsMs } from "./backoff";

/** What a job has while it runs. */
export type JobCall = {
  /** Acts as the job's owner, with the rights she has now. */
  ctx: Context;
  jobId: string;
  /** From 1. After a restart a job runs again from its beginning: what it writes must be safe to write twice. */
  attempt: number;
  /** Says how far it is; `total` null while that is not known. Written at most every 250 ms. */
  progress(done: number, total: number | null, message?: string): void;
  /** Ends when the job is cancelled, is out of time, or the process stops. */
  signal: AbortSignal;
};

export type JobSpec<Schema extends z.ZodType> = {
  /** domain.verb, for example "alerts.fetchPhotometry"; stored with each job. */
  kind: string;
  /** What it needs, as ids; parsed when it is enqueued and again when it runs. */
  payload: Schema;
  /** Jobs of this kind at once, default 2. */
  concurrency?: number;
  /** Whom it asks, the id of a broker say: at most `perHost` at once ask one, so that who is slow holds up nobody else. */
  hostOf?(payload: z.input<Schema>): string | null;
  /** Default 2. */
  perHost?: number;
  /** Limit of one attempt in milliseconds, default one hour. */
  timeoutMs?: number;
  /**
   * Waits before the second, third, ... attempt, in milliseconds, each taken within 20 %: one attempt more than there
   * are waits. Default 1, 4, 15 and 120 s.
   */
  retryWaitsMs?: readonly number[];
  /** Answers the job's result: small, JSON, and only what the owner may see. */
  run(call: JobCall & { payload: z.output<Schema> }): Promise<unknown>;
};

/** A job as the engine sees it: its payload's type stays behind it. */
export type JobEntry = {
  kind: string;
  concurrency: number;
  /** Undefined for a kind that asks nobody in particular. */
  perHost: number | undefined;
  timeoutMs: number;
  retryWaitsMs: readonly number[];
  execute(payload: unknown, call: JobCall): Promise<unknown>;
};

export type Job<Schema extends z.ZodType> = JobEntry & Pick<JobSpec<Schema>, "payload" | "hostOf">;

const hourMs = 3_600_000;

/** Defines long work with progress; enqueue it with `enqueueJob`, and name it in the list that the engine is given. */
export function defineJob<Schema extends z.ZodType>(spec: JobSpec<Schema>): Job<Schema> {
  return {
    kind: spec.kind,
    payload: spec.payload,
    ...(spec.hostOf ? { hostOf: spec.hostOf } : {}),
    perHost: spec.hostOf ? (spec.perHost ?? 2) : undefined,
    concurrency: spec.concurrency ?? 2,
    timeoutMs: spec.timeoutMs ?? hourMs,
    retryWaitsMs: spec.retryWaitsMs ?? retryWaitsMs,
    execute: async (payload, call) => spec.run({ ...call, payload: await spec.payload.parseAsync(payload) }),
  };
}
