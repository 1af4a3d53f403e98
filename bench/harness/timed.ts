/** Times of single calls, one after another or several at once. */

/** Runs `work(index)` `count` times, `lanes` at a time; milliseconds of each. */
export async function timeEach(
  count: number,
  lanes: number,
  work: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const began = performance.now();
      await work(index);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return times;
}
