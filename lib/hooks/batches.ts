/** A batch goes once nobody has joined it for so long, and at the latest so long after its first event. */
const gatherMs = 100;
const gatherMostMs = 1_000;

type Joined<Event> = { event: Event; resolve: (answer: unknown) => void; reject: (error: unknown) => void };

/**
 * Gathers what comes one by one into calls for at most `max` at once. What a call answers is the answer to each of its
 * events; what it throws fails each. An event that `isGone` by the time of the call is left out, and never answered.
 */
export function createBatches<Event>(
  max: number,
  work: (events: readonly Event[]) => Promise<unknown>,
  isGone: (event: Event) => boolean,
): (event: Event) => Promise<unknown> {
  let waiting: Joined<Event>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let firstMs = 0;
  const call = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting.filter(({ event }) => !isGone(event));
    waiting = [];
    if (batch.length === 0) return;
    try {
      const answer = await work(batch.map(({ event }) => event));
      for (const { resolve } of batch) resolve(answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (event) =>
    new Promise((resolve, reject) => {
      waiting.push({ event, resolve, reject });
      if (waiting.length === 1) firstMs = performance.now();
      if (waiting.length >= max) return void call();
      clearTimeout(timer);
      const leftMs = firstMs + gatherMostMs - performance.now();
      timer = setTimeout(() => void call(), Math.max(0, Math.min(gatherMs, leftMs)));
    });
}
