import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { connect } from "./connect";
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

/** Reads and writes have clients of their own; file or server, the code above is the same. */
export function openDatabase(options: DatabaseOptions): Database {
  const mode = options.url.startsWith("file:") ? "file" : "remote";
  const reader = connect(options, 20);
  const gate = createGate({
    connect: () => connect(options, 1),
    ...(options.onBusy ? { onBusy: options.onBusy } : {}),
  });
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
