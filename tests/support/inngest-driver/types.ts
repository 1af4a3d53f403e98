/** `scope`: within a function (the default), or wherever in the environment the key is the same. */
export type Concurrency = { limit: number; key?: string; scope?: "fn" | "env" | "account" };

/** One function as the SDK registers it; what the driver uses of it. */
export type RegisteredFunction = {
  id: string;
  name: string;
  triggers: readonly { event?: string; cron?: string }[];
  steps: { step: { runtime: { url: string }; retries?: { attempts: number } } };
  concurrency?: Concurrency | readonly Concurrency[];
  idempotency?: string;
};

export type App = { name: string; url: string; functions: readonly RegisteredFunction[] };

export type InngestEvent = { id?: string; name: string; data: Record<string, unknown>; ts: number };

/** What a step came to, as it is given back to the SDK at the next call. */
export type Memo = { type: "data"; data: unknown } | { type: "error"; error: unknown };

export type Run = {
  id: string;
  fn: RegisteredFunction;
  event: InngestEvent;
  memo: Map<string, Memo>;
  stack: string[];
  /** Failed attempts of the function, or of its step that is being tried. */
  attempt: number;
  calls: number;
  status: "queued" | "running" | "waiting" | "done" | "failed";
  output: unknown;
};

export type Reply = { status: number; headers: Headers; body: unknown };
