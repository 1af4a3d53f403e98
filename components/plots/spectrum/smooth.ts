/** A running mean over `window` samples (an odd number); 1 leaves the values as they are. At the ends it is shorter. */
export function smooth(values: readonly number[], window: number): number[] {
  const half = Math.floor(Math.max(1, window) / 2);
  if (half === 0) return [...values];
  const sums = new Float64Array(values.length + 1);
  for (const [at, value] of values.entries()) sums[at + 1] = (sums[at] ?? 0) + value;
  return values.map((_, at) => {
    const from = Math.max(0, at - half);
    const to = Math.min(values.length, at + half + 1);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}
