import type { Topic, Tx } from "@/db/write";

/**
 * What one claimed row left behind, as statements for the next transaction. Each names the attempt that wrote it, so
 * that a row which was taken over in the meantime stays as it is.
 */
export type Settlement = readonly Statement[];
export type Statement = { sql: string; args: (string | number | null)[] };

/** One attempt at one row, claimed for this process. */
export type WorkItem = {
  pk: number;
  /** The row's id. */
  id: string;
  attempt: number;
  /** Whom it asks; empty: nobody. */
  host: string;
  /** Works, within its own time limit; ends soon after `signal`. Never rejects: failure is a settlement too. */
  run(signal: AbortSignal): Promise<Settlement>;
};

/** A kind of work that waits in a queue of its own, so that none holds up another: one handler, one kind of job. */
export type LaneSpec = {
  /** Unique among the lanes of an engine. */
  key: string;
  /** At most so many at once; undefined = the engine's own limit. */
  concurrency?: number | undefined;
  /** At most so many at once of those that ask one host, whatever lane the others are of; undefined = as many as the lane has. */
  perHost?: number | undefined;
  /** Its attempts wait for one call of many of them, so that they take no places from others. */
  isBatched?: boolean;
};

/** Of a lane that says nothing of it: half of the places that the embedded engine has. */
export const defaultConcurrency = 4;

/** What a lane may be given now. */
export type Claim = { lane: string; limit: number; now: Date; leaseUntil: Date; roomAt: RoomAt };

/** How many more may ask a host now. */
export type RoomAt = (host: string) => number;

/** Where work comes from: the run log of hooks, the list of jobs. All of its state is in the database. */
export interface WorkSource {
  readonly lanes: readonly LaneSpec[];
  /** Commits of this topic mean that something came in. */
  readonly topic: Topic;
  /** Turns what came in into rows that can be claimed. `more`: not everything was taken. */
  takeIn(tx: Tx, now: Date): Promise<{ lanes: readonly string[]; more: boolean }>;
  claim(tx: Tx, claim: Claim): Promise<readonly WorkItem[]>;
  /** Gives rows back whose lease ran out (`all`: every lease, of whatever age), or ends them if that was the last attempt. */
  reclaim(tx: Tx, now: Date, all: boolean): Promise<void>;
  /** At start: ends waiting rows that no lane stands for, because their handler or kind is not configured any more. */
  retire(tx: Tx, now: Date): Promise<void>;
  /** Answers the rows that are still this process's own. */
  renew(tx: Tx, items: readonly WorkItem[], leaseUntil: Date): Promise<ReadonlySet<number>>;
  /** The rows among these that are still running; the others were cancelled. */
  stillRunning(items: readonly WorkItem[]): Promise<ReadonlySet<number>>;
  /** Gives unfinished rows back without counting the attempt. */
  release(items: readonly WorkItem[], now: Date): Settlement;
  hasIntake(): Promise<boolean>;
  /** When the first waiting row of a lane is due whose host has room; null = none waits. */
  nextDueAt(lane: string, roomAt: RoomAt): Promise<Date | null>;
  /** When the first lease of any process runs out; null = none is held. */
  nextLeaseEnd(): Promise<Date | null>;
}

/** An outside engine's call for one row. */
export type Call = { lane: string; id: string; now: Date; leaseUntil: Date; dueBy: Date };

/** A row as an outside engine that calls for it finds it. */
export type Seen = {
  status: "queued" | "running" | "done" | "failed" | "paused" | "cancelled";
  lane: string;
  /** Whom it asks; empty: nobody. */
  host: string;
  dueAt: Date;
  /** Of the process that works on it; null while none does. */
  leaseUntil: Date | null;
};

/** A waiting row that an outside engine accepted. */
export type SentRow = { pk: number; lane: string; host: string; sentAt: Date; dueAt: Date; sends: number };

/** A waiting row that an outside engine has to be given. */
export type UnsentRow = {
  pk: number;
  id: string;
  lane: string;
  /** Whom it asks; empty: nobody. */
  host: string;
  /** Names the work; the same work has the same name. */
  key: string;
  /** How often it was given to an outside engine before. */
  sends: number;
};

/**
 * A source for an engine outside, which is given rows and calls for each of them. What it accepted it may still lose:
 * a row that waits on is given to it again.
 */
export interface SendableSource extends WorkSource {
  /** Claims one row that is due at `dueBy`; null where there is nothing to do, `look` says why. */
  claimOne(tx: Tx, call: Call): Promise<{ item: WorkItem; sentAt: Date | null } | null>;
  look(id: string): Promise<Seen | null>;
  /** In the order in which they came. */
  unsent(now: Date, limit: number): Promise<readonly UnsentRow[]>;
  nextUnsentAt(): Promise<Date | null>;
  markSent(pks: readonly number[], now: Date): Settlement;
  /** Oldest first. */
  sentBefore(before: Date, limit: number): Promise<readonly SentRow[]>;
  /** Has these rows given to the outside engine again. */
  forget(pks: readonly number[] | "all"): Settlement;
}
