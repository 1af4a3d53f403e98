/**
 * The requests that this process has not answered yet. On the global object, because Next loads this module a second time
 * for its own code.
 */
const key = Symbol.for("tom.waiting-requests");
const holder = globalThis as { [key]?: Set<{ beganMs: number }> };
holder[key] ??= new Set();
const waiting = holder[key];

/** A download or an upload goes on for minutes; whoever waits for a page does not. */
const waitsForMs = 500;

/** Answers a function that says that the request is over. */
export function requestBegins(): () => void {
  const request = { beganMs: performance.now() };
  waiting.add(request);
  return () => void waiting.delete(request);
}

/** Whether somebody waits for an answer that should come at once. */
export function somebodyWaits(): boolean {
  const since = performance.now() - waitsForMs;
  for (const { beganMs } of waiting) if (beganMs > since) return true;
  return false;
}
