/** What a benchmark says: one JSON line a figure, and the arithmetic behind it. */

export type Figure = {
  /** Begins with the name of the benchmark. */
  name: string;
  unit: string;
  value: number;
  /** What is to be reached; null = told without a limit. `least`: the limit is a lower one. */
  limit?: number | null;
  least?: boolean;
  /** To the control measured in the same run, where there is one. */
  ratio?: number | null;
  /** What the value was made from, in its unit: one number a round, or every measured one. */
  samples?: readonly number[];
};

const round = (value: number): number => Number(value.toPrecision(5));

export function report({ name, unit, value, limit = null, least = false, ratio = null, samples = [] }: Figure): void {
  const ok = limit === null || (least ? value >= limit : value <= limit);
  const figure = {
    name,
    unit,
    value: round(value),
    limit,
    ratio: ratio === null ? null : round(ratio),
    samples: samples.map(round),
    ok,
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** Progress, for people who wait; standard output holds the figures alone. */
export const note = (line: string): void => void process.stderr.write(`      ${line}\n`);

/** Nearest rank: the smallest value that `share` of all do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
