import type { Memo, Reply, Run } from "./types";

/** What to do with a run after its function answered. */
export type Verdict =
  | { next: "call" }
  | { next: "sleep"; ms: number }
  | { next: "retry"; at: Date | null }
  | { next: "end"; status: "done" | "failed"; output: unknown };

type Op = { id: string; op: string; data?: unknown; error?: unknown };

const isOp = (value: unknown): value is Op =>
  typeof value === "object" && value !== null && "id" in value && "op" in value;

/** `Retry-After`: seconds, or an instant. */
function retryAt(headers: Headers): Date | null {
  const text = headers.get("retry-after");
  if (text === null || text === "") return null;
  return /^\d+$/.test(text) ? new Date(Date.now() + Number(text) * 1000) : new Date(text);
}

const mayRetry = (run: Run, reply: Reply): boolean =>
  reply.headers.get("x-inngest-no-retry") !== "true" && run.attempt < (run.fn.steps.step.retries?.attempts ?? 3);

/** Reads an answer as an Inngest server does: 206 tells of steps, 200 of the end, all else of failure. */
export function judge(run: Run, reply: Reply | null): Verdict {
  if (reply === null) return run.attempt < 20 ? { next: "retry", at: null } : end(run, "failed", "unreachable");
  if (reply.status === 206) return judgeSteps(run, reply);
  if (reply.status === 200 && reply.headers.has("x-inngest-sdk")) return end(run, "done", reply.body);
  if (mayRetry(run, reply)) return { next: "retry", at: retryAt(reply.headers) };
  return end(run, "failed", reply.body);
}

function end(_run: Run, status: "done" | "failed", output: unknown): Verdict {
  return { next: "end", status, output };
}

function judgeSteps(run: Run, reply: Reply): Verdict {
  const ops = (Array.isArray(reply.body) ? reply.body : [reply.body]).filter(isOp);
  for (const op of ops) {
    if (op.op === "RunComplete") return end(run, "done", op.data);
    if (op.op === "StepRun") remember(run, op.id, { type: "data", data: op.data ?? null });
    else if (op.op === "StepFailed") remember(run, op.id, { type: "error", error: op.error });
    else if (op.op === "StepError") {
      if (mayRetry(run, reply)) return { next: "retry", at: retryAt(reply.headers) };
      remember(run, op.id, { type: "error", error: op.error });
    } else if (op.op === "Sleep") {
      // Not as long as a server does.
      remember(run, op.id, { type: "data", data: null });
      return { next: "sleep", ms: 50 };
    } else throw new Error(`The driver does not know the step ${op.op}.`);
  }
  return { next: "call" };
}

/** A step that came to something is not tried again, and its failures are forgotten. */
export function remember(run: Run, id: string, memo: Memo): void {
  if (!run.memo.has(id)) run.stack.push(id);
  run.memo.set(id, memo);
  run.attempt = 0;
}
