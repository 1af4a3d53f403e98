import type { ReactNode } from "react";
import { classNames } from "./class-names";
import styles from "./data-table.module.css";
import { TableBox } from "./table-box";
import { HeaderCell, type Sorting } from "./table-header";
import { SelectAll } from "./table-selection";

export type Column<Row> = {
  id: string;
  header: string;
  /** Stands in the header, never in the cells. */
  unit?: string;
  /** Numbers stand at the end, aligned by their figures. */
  numeric?: boolean;
  nowrap?: boolean;
  /** This column can be sorted; the value names the key in the address. */
  sortKey?: string;
  /** Explains the header on hover. */
  hint?: string;
  /** The column that names the row; the first one unless said. */
  isName?: boolean;
  /** Takes the whole width of a card on a phone. */
  full?: boolean;
  /** Row actions: shown on hover and focus, no header text. */
  isActions?: boolean;
  cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  /** Said by screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where Enter leads from the keyboard cursor; the name cell normally links there too. */
  rowHref?: (row: Row) => string;
  sorting?: Sorting;
  /** Check boxes named `name` that belong to the form `form`; `label` says what a box selects. */
  selection?: { form: string; name: string; label: (row: Row) => string };
  /** Shown instead of rows: normally an `EmptyState`. */
  empty: ReactNode;
  compact?: boolean;
  /** "box" scrolls inside its own frame (long tables in a panel); "page" keeps the header under the top bar. */
  scroll?: "page" | "box";
};

function BodyRow<Row>({ row, props }: { row: Row; props: Props<Row> }) {
  const { columns, rowKey, rowHref, selection } = props;
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
          />
        </td>
      )}
      {columns.map((column) => {
        const className = classNames(
          column.numeric && styles.end,
          column.nowrap && styles.nowrap,
          column.full && styles.full,
          column.isActions && styles.actions,
        );
        const classes = className === "" ? {} : { className };
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

/**
 * A plain table: sticky header, sort by links, check boxes of a form. `j k x Enter` move through it when the shell is
 * there; on a phone its rows become cards.
 */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, rowKey, sorting, selection, empty, compact = false, scroll = "page" } = props;
  if (rows.length === 0) return <>{empty}</>;
  return (
    <TableBox className={classNames(styles.box, scroll === "box" && styles.scroll)}>
      <table className={classNames(styles.table, compact && styles.compact)} data-keys="">
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {selection === undefined ? null : (
              <th scope="col" className={styles.pickCell}>
                <SelectAll form={selection.form} name={selection.name} className={styles.pick ?? ""} />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BodyRow key={rowKey(row)} row={row} props={props} />
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
