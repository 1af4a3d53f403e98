import { classNames } from "./class-names";
import styles from "./data-table.module.css";
import { Icon } from "./icon";

export type Sorting = {
  /** What the rows are sorted by now; null when by nothing that a column shows. */
  key: string | null;
  direction: "ascending" | "descending";
  /** The address of the same view sorted that way. */
  href: (key: string, direction: "ascending" | "descending") => string;
};

type Head = { header: string; unit?: string; numeric?: boolean; sortKey?: string; hint?: string; isActions?: boolean };

/** A header: its words, its unit, and, where it sorts, a link to the same view sorted the other way. */
export function HeaderCell({ column, sorting }: { column: Head; sorting: Sorting | undefined }) {
  const words = (
    <>
      {column.header}
      {column.unit === undefined ? null : <span className={styles.unit}>{column.unit}</span>}
    </>
  );
  const className = classNames(column.numeric && styles.end, column.isActions && styles.actions);
  const classes = className === "" ? {} : { className };
  if (column.isActions)
    return (
      <th scope="col" {...classes}>
        <span className="spoken">{column.header}</span>
      </th>
    );
  if (column.sortKey === undefined || sorting === undefined)
    return (
      <th scope="col" title={column.hint} {...classes}>
        {words}
      </th>
    );
  const isSorted = sorting.key === column.sortKey;
  const next = isSorted && sorting.direction === "ascending" ? "descending" : "ascending";
  const arrow = isSorted && sorting.direction === "descending" ? "arrow-down" : "arrow-up";
  return (
    <th scope="col" title={column.hint} aria-sort={isSorted ? sorting.direction : undefined} {...classes}>
      <a
        className={classNames(styles.sort, isSorted && styles.sorted)}
        href={sorting.href(column.sortKey, next)}
        data-scroll="keep"
      >
        {words}
        <Icon name={arrow} />
      </a>
    </th>
  );
}
