import { AsyncLocalStorage } from "node:async_hooks";

/** Work that has to wait for a service, or is served a kept answer, can tell so to whoever asked for it. */
export type Wait =
  /** The service asked to wait so many milliseconds. */
  | { service: string; why: "asked"; ms: number }
  /** Others are before it at this service; about so many milliseconds. */
  | { service: string; why: "turn"; ms: number }
  /** An answer of so many milliseconds ago is given again. */
  | { service: string; why: "kept"; ms: number };

type Hearing = { hear: (wait: Wait) => void; sinceMs: number };

const hearings = new AsyncLocalStorage<Hearing>();

/** Runs the work; `hear` is told of each wait within it. */
export const hearWaits = <Value>(hear: (wait: Wait) => void, work: () => Promise<Value>): Promise<Value> =>
  hearings.run({ hear, sinceMs: performance.now() }, work);

/** Waits shorter than this are nobody's business. */
const leastToldMs = 1_000;

export function tellWait(wait: Wait): void {
  const hearing = hearings.getStore();
  if (!hearing || wait.ms < leastToldMs) return;
  // What the same work asked for itself is not an old answer.
  if (wait.why === "kept" && wait.ms <= performance.now() - hearing.sinceMs) return;
  hearing.hear(wait);
}
