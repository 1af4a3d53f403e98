import type { EngineState } from "./types";

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
