import { somebodyWaits } from "./waiting-requests";

/**
 * Lets what waits in this process have its turn. The database driver answers without going round the event loop, so a
 * long loop over it would hold everybody up.
 */
export const letOthersWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** While somebody waits for an answer, all work in the background together has one part of the time in this many. */
const parts = 5;
const pieceMaxMs = 50;
const restMaxMs = 200;
/** A round of the event loop in which nothing was done takes less. */
const idleRoundMs = 0.5;
const pauseMs = 1;

/** On the global object, as Next loads this module a second time for its own code. */
const key = Symbol.for("tom.background-rest");
const holder = globalThis as { [key]?: { untilMs: number } };
holder[key] ??= { untilMs: 0 };
const rest = holder[key];

/**
 * For work that nobody waits for, between two pieces of it: comes back at once while nobody waits for an answer, else
 * after a rest in proportion to what all such work has taken of this process, so that it goes on while others never rest.
 *
 * @param tookMs What the last piece took of this process; 0 before the first.
 */
export async function letOthersGoFirst(tookMs: number): Promise<void> {
  const began = performance.now();
  const owed = Math.min(tookMs, pieceMaxMs) * (parts - 1);
  rest.untilMs = Math.min(Math.max(rest.untilMs, began) + owed, began + restMaxMs);
  for (let before = began; ; before = performance.now()) {
    await letOthersWork();
    const now = performance.now();
    if (now >= rest.untilMs || !somebodyWaits()) return;
    // What they wait for may be on another thread, or on its way.
    if (now - before < idleRoundMs) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
