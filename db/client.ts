import type { Client, InStatement } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { connect, connectReader } from "./connect";
import type { Rows } from "./kept-statements";
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

type Reader = { read: ReadDb; close(): void };

/** The query builder takes cells by their place; a plain statement of `all` and `get` has them by name. */
function readFile(url: string): Reader {
  const { read, close } = connectReader(url);
  const builderOn = (rowsOf: (found: Rows) => readonly unknown[]): LibSQLDatabase => {
    const execute = async (statement: InStatement) => ({ rows: rowsOf(read(statement)) });
    return drizzle({ client: { execute } as unknown as Client });
  };
  const byName = builderOn(({ columns, rows }) =>
    rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]]))),
  );
  const byPlace = builderOn(({ rows }) => rows);
  return { read: Object.assign(byPlace, { all: byName.all.bind(byName), get: byName.get.bind(byName) }), close };
}

function readServer(options: DatabaseOptions): Reader {
  const client = connect(options, 20);
  return { read: drizzle({ client }), close: () => client.close() };
}

/** Reads and writes have clients of their own; file or server, the code above is the same. */
export function openDatabase(options: DatabaseOptions): Database {
  const mode = options.url.startsWith("file:") ? "file" : "remote";
  const reader = mode === "file" ? readFile(options.url) : readServer(options);
  const gate = createGate({
    connect: () => connect(options, 1),
    ...(options.onBusy ? { onBusy: options.onBusy } : {}),
  });
  return {
    mode,
    read: reader.read,
    write: gate.write,
    gate,
    async close() {
      await gate.close();
      reader.close();
    },
  };
}
