/** How long the first event of a batch waits for others to join it. */
const gatherMs = 50;

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
      if (waiting.length >= max) void call();
      else timer ??= setTimeout(() => void call(), gatherMs);
    });
}
