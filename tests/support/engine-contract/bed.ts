import type { TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import type { JobEntry } from "@/lib/jobs/define-job";
import type { Engine } from "@/lib/jobs/engine";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import type { AnyTestReference } from "../engine-bed";

/** One engine on a real database, as the contract sees it. */
export type ContractBed = {
  database: TestDatabase;
  ctx: Context;
  engine(): Engine;
  /** Ends the engine without waiting for its work, and starts another on the same database. */
  restart(): Promise<void>;
  /** Brings everything that was brought to the engine once more, in every way it may come again. */
  bringAgain(): Promise<void>;
  /** The clock ticks for a task: twice at once, as a clock may that is not sure. */
  tick(task: string): Promise<void>;
  destroy(): Promise<void>;
};

export type ContractOptions = {
  jobs?: readonly JobEntry[];
  tasks?: readonly PeriodicTask[];
  backoffMs?: (attempt: number) => number;
  /** An engine that is called for its work answers after so long, and is called again. */
  lookInMs?: number;
};

/** The engine runs when it answers. */
export type MakeBed = (handlers: readonly AnyTestReference[], options?: ContractOptions) => Promise<ContractBed>;
