import type { ReactNode } from "react";
import { classNames } from "./class-names";
import styles from "./data-table.module.css";
import { TableBox } from "./table-box";
import { HeaderCell, type Sorting } from "./table-header";
import { TableRow } from "./table-row";
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
  /** Left out of the cards on a phone: what it says is also said elsewhere. */
  wideOnly?: boolean;
  /** How many columns its cell takes in this row; those behind it are left out then. One unless said. */
  span?: (row: Row) => number;
  /** Row actions: shown on hover and focus, no header text. */
  isActions?: boolean;
  cell: (row: Row) => ReactNode;
};

/** Check boxes named `name` that belong to the form `form`. */
export type Selection<Row> = {
  form: string;
  name: string;
  /** What a box selects. */
  label: (row: Row) => string;
  /** Rows that "all" leaves out while there are others; `rest` says what "all" then is. */
  done?: { is: (row: Row) => boolean; rest: string };
};

export type DataTableProps<Row> = {
  /** Said by screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where Enter leads from the keyboard cursor; the name cell normally links there too. */
  rowHref?: (row: Row) => string;
  sorting?: Sorting;
  selection?: Selection<Row>;
  /** Shown instead of rows: normally an `EmptyState`. */
  empty: ReactNode;
  /** Stand for the header cells and the rows, of the same columns, where they are made in another way. */
  head?: ReactNode;
  body?: ReactNode;
  compact?: boolean;
  /** "box" scrolls inside its own frame (long tables in a panel); "page" keeps the header under the top bar. */
  scroll?: "page" | "box";
};

/**
 * A plain table: sticky header, sort by links, check boxes of a form. `j k x Enter` move through it when the shell is
 * there; on a phone its rows become cards. Pages take `ServerTable`, which is the same for less.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    caption,
    columns,
    rows,
    rowKey,
    rowHref,
    sorting,
    selection,
    empty,
    head,
    body,
    compact = false,
    scroll = "page",
  } = props;
  if (rows.length === 0) return <>{empty}</>;
  return (
    <TableBox className={classNames(styles.box, scroll === "box" && styles.scroll)}>
      <table className={classNames(styles.table, compact && styles.compact)} data-keys="">
        <caption className="spoken">{caption}</caption>
        <thead>
          <tr>
            {selection === undefined ? null : (
              <th scope="col" className={styles.pickCell}>
                <SelectAll
                  form={selection.form}
                  name={selection.name}
                  label={labelOfAll(rows, selection.done)}
                  className={styles.pick ?? ""}
                />
              </th>
            )}
            {head ?? columns.map((column) => <HeaderCell key={column.id} column={column} sorting={sorting} />)}
          </tr>
        </thead>
        <tbody>
          {body ??
            rows.map((row) => (
              <TableRow
                key={rowKey(row)}
                row={row}
                columns={columns}
                rowKey={rowKey}
                rowHref={rowHref}
                selection={selection}
              />
            ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function labelOfAll<Row>(rows: readonly Row[], done: Selection<Row>["done"]): string {
  const settled = rows.filter((row) => done?.is(row)).length;
  return done === undefined || settled === 0 || settled === rows.length ? "Select all shown" : done.rest;
}
