/** Load on a server of this machine: autocannon, with every response time kept. */
import autocannon, { type Request } from "autocannon";
import { median, quantile } from "./report";

export type Load = {
  url: string;
  headers: Record<string, string>;
  connections: number;
  /** Paths asked for in turn by each connection. */
  paths: readonly string[];
  durationS: number;
  /** No more than so many a second in all; as fast as answers come unless given. */
  ratePerS?: number;
};

export type Round = { requestsPerS: number; p50Ms: number; p95Ms: number; p99Ms: number; failed: number };

/** One round. Answers other than 2xx, errors and timeouts count as failed. */
export function load({ url, headers, connections, paths, durationS, ratePerS }: Load): Promise<Round> {
  const times: number[] = [];
  const requests: Request[] = paths.map((path) => ({ method: "GET", path, headers }));
  return new Promise((resolve, reject) => {
    const paced = ratePerS === undefined ? {} : { overallRate: ratePerS };
    const run = autocannon({ url, connections, duration: durationS, timeout: 10, requests, ...paced });
    run.on("response", (_client, _status, _bytes, responseTimeMs) => times.push(responseTimeMs));
    run.on("error", reject);
    run.on("done", (result) =>
      resolve({
        requestsPerS: times.length / result.duration,
        p50Ms: median(times),
        p95Ms: quantile(times, 0.95),
        p99Ms: quantile(times, 0.99),
        failed: result.errors + result.timeouts + result.non2xx,
      }),
    );
  });
}

/** The middle of several rounds, by each figure, with all failures of all rounds. */
export type Summary = { requestsPerS: number; p95Ms: number; rounds: readonly Round[] };

export function summarise(rounds: readonly Round[]): Summary {
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0);
  if (failed > 0) throw new Error(`${failed} requests failed`);
  return {
    requestsPerS: median(rounds.map((round) => round.requestsPerS)),
    p95Ms: median(rounds.map((round) => round.p95Ms)),
    rounds,
  };
}

/** A short round that nobody looks at, then so many that count. */
export async function rounds(what: Load, count: number): Promise<Summary> {
  await load({ ...what, durationS: 2 });
  const done: Round[] = [];
  for (let index = 0; index < count; index += 1) done.push(await load(what));
  return summarise(done);
}
