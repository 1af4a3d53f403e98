/** What the benchmarks use of autocannon, which ships no types. */
declare module "autocannon" {
  export type Request = { method?: string; path?: string; body?: string; headers?: Record<string, string> };
  export type Options = {
    url: string;
    connections: number;
    /** Seconds. */
    duration?: number;
    /** Requests in all; wins over the duration. */
    amount?: number;
    /** Seconds until a request counts as timed out. */
    timeout?: number;
    headers?: Record<string, string>;
    /** Requests a second of all connections together. */
    overallRate?: number;
    requests?: Request[];
  };
  export type Result = {
    errors: number;
    timeouts: number;
    non2xx: number;
    /** Seconds that it took. */
    duration: number;
  };
  export type Instance = {
    on(
      event: "response",
      listener: (client: unknown, status: number, bytes: number, responseTimeMs: number) => void,
    ): Instance;
    on(event: "done", listener: (result: Result) => void): Instance;
    on(event: "error", listener: (error: Error) => void): Instance;
  };
  export default function autocannon(options: Options): Instance;
}
