import type { SqlValue, Tx } from "@/db/write";
import { letOthersWork } from "@/lib/core/let-others-work";
import type { Measurement } from "./measurement";
import type { Provenance } from "./write-photometry";

export type NewRow = Measurement & { identity: string };

type Column = readonly [name: string, value: (row: NewRow, targetPk: number, by: Provenance) => SqlValue];

const columns: readonly Column[] = [
  ["target_pk", (_row, targetPk) => targetPk],
  ["identity", (row) => row.identity],
  ["kind", (row) => row.kind],
  ["observed_at_mjd", (row) => row.observedAtMjd],
  ["band", (row) => row.band],
  ["mag", (row) => row.mag],
  ["mag_err", (row) => row.magErr],
  ["flux_njy", (row) => row.fluxNjy],
  ["flux_err_njy", (row) => row.fluxErrNjy],
  ["limit_mag", (row) => row.limitMag],
  ["limit_sigma", (row) => row.limitSigma],
  ["mag_system", (row) => row.magSystem],
  ["brightness", (row) => row.brightness],
  ["producer", (row) => row.producer],
  ["negative", (row) => (row.negative ? 1 : 0)],
  ["time_reference", (row) => row.timeReference],
  ["original_scale", (row) => row.originalScale],
  ["original_time", (row) => row.originalTime],
  ["telescope", (row) => row.telescope],
  ["instrument", (row) => row.instrument],
  ["source", (row) => row.source],
  ["source_id", (row) => row.sourceId],
  ["via", (_row, _pk, by) => JSON.stringify([by.via])],
  ["provenance", (_row, _pk, by) => by.provenance],
  ["parser_version", (_row, _pk, by) => by.parserVersion],
  ["created_by_pk", (_row, _pk, by) => by.byPk],
  ["created_at", (_row, _pk, by) => by.at],
  ["updated_at", (_row, _pk, by) => by.at],
];

const rowsAtOnce = 500;
const placeholders = `(${columns.map(() => "?").join(", ")})`;
const head = `INSERT INTO photometry (${columns.map(([name]) => name).join(", ")}) VALUES `;
const fullStatement = head + Array<string>(rowsAtOnce).fill(placeholders).join(", ");

/** Multi-row statements, built once: the query builder would spend more time on the text than the database on the rows. */
export async function insertRows(tx: Tx, targetPk: number, rows: readonly NewRow[], by: Provenance): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce);
    const sql =
      some.length === rowsAtOnce ? fullStatement : head + Array<string>(some.length).fill(placeholders).join(", ");
    const args: SqlValue[] = [];
    for (const row of some) for (const [, value] of columns) args.push(value(row, targetPk, by));
    await tx.raw.execute({ sql, args });
    if (from + rowsAtOnce < rows.length) await letOthersWork();
  }
}
