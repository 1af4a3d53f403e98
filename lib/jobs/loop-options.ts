import type { Database } from "@/db/client";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { WorkSource } from "./work";

export type LoopOptions = {
  database: Database;
  clock: Clock;
  logger: Logger;
  sources: readonly WorkSource[];
  /** Short attempts at once, over all lanes. */
  concurrency: number;
  /** After so long an attempt counts against its own lane only. */
  slowAfterMs: number;
  /** How long a claim holds without renewal; it is renewed after a third of that. */
  leaseMs: number;
  /** True where no other process can hold leases (the owner of a database file): what is running at start was cut off. */
  exclusive: boolean;
  /** How often to look for what other processes wrote; commits of this one are heard at once. */
  pollMs: number;
};
