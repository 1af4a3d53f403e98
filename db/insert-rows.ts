import { getTableName, type Table } from "drizzle-orm";
import type { Tx } from "./write";

/** Cells of one table: [SQL column, value of a row]. JSON comes as its text, yes and no as 1 and 0. */
export type Cells<Row> = readonly (readonly [column: string, value: (row: Row) => string | number | null])[];

const rowsAtOnce = 500;
const argumentsMax = 8000;

/**
 * Many rows of texts and whole numbers. They travel as one JSON text a statement: the query builder, and the parser of
 * SQLite with a long list of arguments, pay for every cell. Numbers with a fraction do not keep all their digits on this
 * way: see `insertRealRows`. `ifNew`: a row whose key is there already is left out.
 */
export async function insertRows<Row>(
  tx: Tx,
  table: Table,
  cells: Cells<Row>,
  rows: readonly Row[],
  { ifNew = false }: { ifNew?: boolean } = {},
): Promise<void> {
  const values = cells.map((_, index) => `value ->> ${index}`).join(", ");
  // Without the WHERE, SQLite reads ON as a join.
  const otherwise = ifNew ? " WHERE true ON CONFLICT DO NOTHING" : "";
  const statement = `${intoOf(table, cells)} SELECT ${values} FROM json_each(?)${otherwise}`;
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce).map((row) => cells.map(([, value]) => value(row)));
    await tx.raw.execute({ sql: statement, args: [JSON.stringify(some)] });
  }
}

/** The same for rows that hold any number, in as few statements as the limit of arguments allows. */
export async function insertRealRows<Row>(
  tx: Tx,
  table: Table,
  cells: Cells<Row>,
  rows: readonly Row[],
): Promise<void> {
  const perStatement = Math.max(1, Math.floor(argumentsMax / cells.length));
  const one = `(${Array<string>(cells.length).fill("?").join(", ")})`;
  for (let from = 0; from < rows.length; from += perStatement) {
    const some = rows.slice(from, from + perStatement);
    const args = some.flatMap((row) => cells.map(([, value]) => value(row)));
    const values = Array<string>(some.length).fill(one).join(", ");
    await tx.raw.execute({ sql: `${intoOf(table, cells)} VALUES ${values}`, args });
  }
}

const intoOf = <Row>(table: Table, cells: Cells<Row>): string =>
  `INSERT INTO ${getTableName(table)} (${cells.map(([column]) => column).join(", ")})`;
