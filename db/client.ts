import { type Client, createClient } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { createGate, type WriteGate } from "./write";

/** A connection that only reads: what every query takes. It never waits for a writer (WAL). */
export type ReadDb = Pick<LibSQLDatabase, "select" | "selectDistinct" | "all" | "get" | "values" | "$count" | "with">;

export type Database = {
  mode: "file" | "remote";
  read: ReadDb;
  /** The one way to write. */
  write: WriteGate["write"];
  gate: WriteGate;
  close(): Promise<void>;
};

export type DatabaseOptions = { url: string; token?: string | undefined; onBusy?: (count: number) => void };

const busyTimeoutMs = 1000;

/**
 * The one file that chooses the driver: an embedded file (`file:`) or a libSQL server (`http://`, `https://`,
 * `libsql://`), same code above it. Reads and writes have clients of their own.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const mode = options.url.startsWith("file:") ? "file" : "remote";
  const connect = (concurrency: number): Client =>
    createClient({
      url: options.url,
      concurrency,
      timeout: busyTimeoutMs,
      ...(options.token ? { authToken: options.token } : {}),
    });
  const reader = connect(20);
  const gate = createGate({ connect: () => connect(1), ...(options.onBusy ? { onBusy: options.onBusy } : {}) });
  return {
    mode,
    read: drizzle({ client: reader }),
    write: gate.write,
    gate,
    async close() {
      await gate.close();
      reader.close();
    },
  };
}
