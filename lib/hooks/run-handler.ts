import { isTomError } from "@/lib/core/errors";
import { failureText } from "@/lib/jobs/failure-text";
import { withinLimit } from "@/lib/jobs/time-limit";
import { type Attempt, type HandlerDependencies, handlerContext } from "./handler-context";
import type { HandlerEntry } from "./registry";
import { createRunLogger, type RunLine, storableOutput } from "./run-logger";

export type AttemptResult = { lines: RunLine[] } & (
  | { ok: true; output: unknown }
  /**
   * `final`: another attempt would fail the same way. `retryAfterS`: no sooner than that, 0 = as planned; `isBusy`:
   * because whom it asked wants so.
   */
  | { ok: false; error: string; final: boolean; retryAfterS: number; isBusy: boolean }
);

/** One attempt of a handler, whichever engine asks for it: never throws, never outlives its time limit. */
export async function runHandler(
  deps: HandlerDependencies,
  entry: HandlerEntry,
  run: Attempt,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const about = { hook: run.hook, handler: run.handler, runId: run.runId, attempt: run.attempt };
  const { logger, lines } = createRunLogger({
    base: deps.logger,
    now: () => deps.clock.now(),
    attempt: run.attempt,
    about,
  });
  try {
    const output = await withinLimit(entry.timeoutMs, signal, async (ending) => {
      const context = await handlerContext(deps, entry, run, logger, ending);
      return entry.invoke(run.payload, context);
    });
    // A copy: what a handler that is still busy logs from here on is not this attempt's any more.
    return { ok: true, output: storableOutput(output), lines: [...lines] };
  } catch (error) {
    const text = failureText(error);
    deps.logger.warn({ ...about, err: error }, "A hook handler failed.");
    const retryAfterS = (isTomError(error) ? error.retryAfterS : undefined) ?? 0;
    const isBusy = retryAfterS > 0 && isTomError(error) && error.detail?.kind === "busy";
    return { ok: false, error: text, final: isFinal(error), retryAfterS, isBusy, lines: [...lines] };
  }
}

const finalCodes: ReadonlySet<string> = new Set(["BAD_MESSAGE", "MISCONFIGURED", "INVALID_INPUT"]);

/**
 * A stored event that cannot be read stays unreadable, what is configured or written wrongly stays wrong, and an address
 * that this house does not call is not called tomorrow either.
 */
const isFinal = (error: unknown): boolean =>
  isTomError(error) && (finalCodes.has(error.code) || error.detail?.kind === "address-refused");
