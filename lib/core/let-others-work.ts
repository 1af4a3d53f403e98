/**
 * Lets what waits in this process have its turn. The database driver answers without going round the event loop, so a
 * long loop over it would hold everybody up.
 */
export const letOthersWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A round of the event loop in which nobody else did anything takes less. */
const idleRoundMs = 0.5;

/**
 * For work that nobody waits for: comes back after a round of the event loop in which nobody else had anything to do, but
 * after `atMostMs` all the same, so that it goes on while others never rest.
 */
export async function letOthersGoFirst(atMostMs: number): Promise<void> {
  const began = performance.now();
  for (let before = began; ; ) {
    await letOthersWork();
    const now = performance.now();
    if (now - before < idleRoundMs || now - began > atMostMs) return;
    before = now;
  }
}

/** For a long run of small pieces of work: a rest as long as the piece took, so that others have half of the time at least. */
export const restAfter = (tookMs: number, atMostMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(tookMs, atMostMs)));
