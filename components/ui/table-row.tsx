import { classNames } from "./class-names";
import type { Column, Selection } from "./data-table";
import styles from "./data-table.module.css";

export type RowProps<Row> = {
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  rowHref?: ((row: Row) => string) | undefined;
  selection?: Selection<Row> | undefined;
};

/** One row of a `DataTable`. Alone it suits a table whose rows are made by an island. */
export function TableRow<Row>({ row, columns, rowKey, rowHref, selection }: RowProps<Row> & { row: Row }) {
  const nameId = (columns.find((column) => column.isName) ?? columns[0])?.id;
  return (
    <tr data-href={rowHref?.(row)}>
      {selection === undefined ? null : (
        <td className={styles.pickCell}>
          <input
            className={styles.pick}
            type="checkbox"
            name={selection.name}
            value={rowKey(row)}
            form={selection.form}
            aria-label={selection.label(row)}
            data-done={selection.done?.is(row) ? "" : undefined}
          />
        </td>
      )}
      {cellsOf(columns, row).map(({ column, span }) => {
        const className = classNames(
          column.numeric && styles.end,
          column.nowrap && styles.nowrap,
          column.full && styles.full,
          column.wideOnly && styles.wideOnly,
          column.isActions && styles.actions,
        );
        const classes = { ...(className === "" ? {} : { className }), ...(span > 1 ? { colSpan: span } : {}) };
        if (column.id === nameId)
          return (
            <th key={column.id} scope="row" {...classes}>
              {column.cell(row)}
            </th>
          );
        const label = column.unit === undefined ? column.header : `${column.header}, ${column.unit}`;
        return (
          <td key={column.id} data-label={column.isActions ? undefined : label} {...classes}>
            {column.cell(row)}
          </td>
        );
      })}
    </tr>
  );
}

/** The columns that have a cell of their own in this row. */
function cellsOf<Row>(columns: readonly Column<Row>[], row: Row): { column: Column<Row>; span: number }[] {
  const cells: { column: Column<Row>; span: number }[] = [];
  for (let at = 0; at < columns.length; ) {
    const column = columns[at];
    if (column === undefined) break;
    const span = Math.max(1, column.span?.(row) ?? 1);
    cells.push({ column, span });
    at += span;
  }
  return cells;
}
