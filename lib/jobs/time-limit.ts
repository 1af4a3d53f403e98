import { TomError } from "@/lib/core/errors";

/** Work was ended from outside: cancelled by a person, or given back because the process stops. */
class Ended extends Error {}

/**
 * Runs `work` with a signal of its own that follows `outer` and the limit. Answers as soon as either comes, even if
 * the work itself goes on: what it says afterwards is dropped.
 * @throws Ended after `outer`, a TomError after `limitMs`, and whatever the work throws.
 */
export async function withinLimit<T>(
  limitMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let follow = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TomError("UPSTREAM_FAILED", `It did not finish within ${limitMs / 1000} s.`));
      controller.abort();
    }, limitMs);
    follow = () => {
      reject(new Ended());
      controller.abort();
    };
    if (outer.aborted) follow();
    else outer.addEventListener("abort", follow, { once: true });
  });
  const working = (async () => work(controller.signal))();
  // Lost races still end; nobody listens to them any more.
  working.catch(() => undefined);
  try {
    return await Promise.race([working, ended]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", follow);
    controller.abort();
  }
}
