import type { Client, InStatement, InValue, ResultSet, Transaction } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { wholeStatement } from "./whole-text";

/** Inside a transaction: the query builder, and plain statements for bulk work. Use nothing else in there. */
export type Tx = LibSQLDatabase & {
  readonly raw: {
    execute(statement: InStatement): Promise<ResultSet>;
    batch(statements: InStatement[]): Promise<ResultSet[]>;
  };
  /** Tells subscribers of the gate, after the commit and only then, that something of this kind was written. */
  notify(topic: Topic): void;
};

/** What a plain statement takes as an argument. */
export type SqlValue = InValue;

export type Topic = "outbox" | "jobs";

export type GateCounts = { writes: number; busy: number; rebuilt: number; slow: number };

export type WriteGate = {
  /**
   * Runs `fn` in one `BEGIN IMMEDIATE` transaction, one at a time in this process. Commits when it returns, rolls
   * back when it throws. No network, file or person is waited for inside. On BUSY the connection is thrown away
   * (it may have stopped committing while still answering "ok") and the whole of `fn` runs again.
   */
  write<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Calls `listener` after each commit that notified `topic`. Returns the way out. */
  subscribe(topic: Topic, listener: () => void): () => void;
  counts(): Readonly<GateCounts>;
  close(): Promise<void>;
};

type Options = {
  connect(): Client;
  onBusy?: (count: number) => void;
  /** How often a transaction that met BUSY is run again before its error is passed on. */
  retries?: number;
};

const slowMs = 50;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** True for the errors after which a connection must not be used again. */
function isBusy(error: unknown): boolean {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    const code = "code" in e ? String(e.code) : "";
    if (/^SQLITE_(BUSY|LOCKED|IOERR|NOMEM|PROTOCOL)/.test(code)) return true;
    if (/^(TRANSACTION_CLOSED|STREAM_EXPIRED|HRANA_)/.test(code)) return true;
    if (/database is locked|invalid baton/i.test(e.message)) return true;
  }
  return false;
}

export function createGate(options: Options): WriteGate {
  const retries = options.retries ?? 8;
  const counts: GateCounts = { writes: 0, busy: 0, rebuilt: 0, slow: 0 };
  let client: Client | undefined;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Map<Topic, Set<() => void>>();

  const discard = (): void => {
    client?.close();
    client = undefined;
    counts.rebuilt++;
  };

  const once = async <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => {
    client ??= options.connect();
    const transaction = await client.transaction("write");
    const topics = new Set<Topic>();
    try {
      const result = await fn(bind(transaction, topics));
      await transaction.commit();
      for (const topic of topics) for (const listener of listeners.get(topic) ?? []) listener();
      return result;
    } catch (error) {
      if (!isBusy(error) && !transaction.closed) await transaction.rollback();
      throw error;
    } finally {
      transaction.close();
    }
  };

  const attempt = async <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let tries = 0; ; tries++) {
      const started = performance.now();
      try {
        const result = await once(fn);
        counts.writes++;
        if (performance.now() - started > slowMs) counts.slow++;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        discard();
        counts.busy++;
        options.onBusy?.(counts.busy);
        if (tries >= retries) throw error;
        await sleep(5 * 2 ** Math.min(tries, 6) * (0.5 + Math.random()));
      }
    }
  };

  return {
    write(fn) {
      if (closed) return Promise.reject(new Error("The database is closed."));
      const turn = last.then(
        () => attempt(fn),
        () => attempt(fn),
      );
      last = turn.catch(() => undefined);
      return turn;
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => set.delete(listener);
    },
    counts: () => ({ ...counts }),
    async close() {
      closed = true;
      await last;
      client?.close();
    },
  };
}

// Drizzle speaks to a client; a transaction has the same `execute` and `batch`, so the builder can run on it directly.
function bind(transaction: Transaction, topics: Set<Topic>): Tx {
  const execute = (statement: InStatement): Promise<ResultSet> => transaction.execute(wholeStatement(statement));
  const batch = (statements: InStatement[]): Promise<ResultSet[]> => transaction.batch(statements.map(wholeStatement));
  const nested = (): never => {
    throw new Error("A transaction is already open: use the `tx` that was passed.");
  };
  const client = { execute, batch, transaction: nested, closed: false, protocol: "file", close() {} };
  const db = drizzle({ client: client as unknown as Client });
  const notify = (topic: Topic): void => void topics.add(topic);
  return Object.assign(db, { notify, raw: { execute, batch } });
}
