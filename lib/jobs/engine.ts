/** How an engine fares; for health checks and for administrators. */
export type EngineState = {
  /** `failing`: started, but its last turn at the database failed; it tries again by itself. */
  status: "stopped" | "running" | "failing";
  /** Runs and jobs that are being worked on. */
  running: number;
  /** Claimed, and waiting for a free place in this process. */
  waiting: number;
  /** When the last turn failed and why, in words for people; null when it went well. */
  failure: { at: string; message: string } | null;
  /** The engine outside that calls for the work; null where this process does it by itself. */
  outside: OutsideState | null;
};

/** How an engine outside fares, as seen from here. While it does not answer, what is to be done waits in the database. */
export type OutsideState = {
  /** Its name, as people know it. */
  name: string;
  /** `registered`: it knows this app, and work is sent to it. */
  status: "connecting" | "registered" | "unreachable" | "refused";
  /** When it last answered or called; null: not since this process started. */
  lastContactAt: string | null;
  /** What is wrong, in a sentence; null when nothing is. */
  message: string | null;
};

/**
 * What carries out hook runs and jobs. The database is the truth: an engine that dies, or forgets everything it knew,
 * loses nothing.
 */
export interface Engine {
  /** Takes up what an earlier process left, then works in the background. */
  start(): Promise<void>;
  /** Takes no more work, waits at most `drainMs` for what is running, and gives back what did not finish. */
  stop(drainMs: number): Promise<void>;
  /** Looks for work now. Commits through the gate do this by themselves. */
  poke(): void;
  state(): EngineState;
}
