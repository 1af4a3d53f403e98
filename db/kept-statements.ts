import type { InStatement, InValue } from "@libsql/client";
import type Native from "libsql";
import { wholeText } from "./whole-text";

/** What SQLite gives, whole numbers as numbers. */
type Cell = null | string | number | Buffer;

type Statement = { columns: readonly string[]; all(args: readonly unknown[]): unknown[][] };

/** So many texts are kept prepared; what was not asked for longest goes. */
const keptMax = 500;

/** As the client of libSQL gives them to SQLite. */
function argument(value: InValue): unknown {
  if (value === undefined) throw new TypeError("undefined cannot be an argument of a statement.");
  if (typeof value === "string") return wholeText(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Date ? value.valueOf() : value;
}

/** @throws RangeError for a whole number that JavaScript cannot hold */
function cell(value: unknown): Cell {
  if (typeof value !== "bigint") return value as Cell;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError("A whole number of the database is too large to be read.");
  return number;
}

export type Rows = { columns: readonly string[]; rows: Cell[][] };

/**
 * Reads from an embedded file with statements that stay prepared: SQLite takes as long to understand a query of this
 * house as to answer it, and a page asks the same ones each time. Rows are arrays, in the order of the columns.
 */
export function keepStatements(native: Native.Database): { read(statement: InStatement): Rows; close(): void } {
  const kept = new Map<string, Statement>();

  const prepare = (sql: string): Statement => {
    const statement = native.prepare(sql).safeIntegers(true);
    if (!statement.reader) {
      const run = (args: readonly unknown[]) => {
        statement.run(args);
        return [];
      };
      return { columns: [], all: run };
    }
    statement.raw(true);
    const columns = statement.columns().map(({ name }) => name);
    return { columns, all: (args) => statement.all(args) as unknown[][] };
  };

  return {
    read(given) {
      const { sql, args = [] } = typeof given === "string" ? { sql: given } : given;
      if (!Array.isArray(args)) throw new TypeError("The arguments of a statement come in their order.");
      const statement = kept.get(sql) ?? prepare(sql);
      // Only one that came to its end is kept: another could go on reading an old state of the file.
      kept.delete(sql);
      const rows = statement.all(args.map(argument));
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
      return { columns: statement.columns, rows: rows.map((row) => row.map(cell)) };
    },
    close() {
      kept.clear();
      native.close();
    },
  };
}
