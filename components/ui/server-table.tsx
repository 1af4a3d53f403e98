import { DataTable, type DataTableProps } from "./data-table";
import { Static } from "./static";
import { HeaderCell } from "./table-header";
import { TableRow } from "./table-row";

/** A `DataTable` of a server component: each row crosses as HTML, unless there is an island in it. */
export function ServerTable<Row>(props: Omit<DataTableProps<Row>, "head" | "body">) {
  const { columns, rows, rowKey, rowHref, selection, sorting } = props;
  const row = { columns, rowKey, rowHref, selection };
  return (
    <DataTable
      {...props}
      head={columns.map((column) => (
        <Static key={column.id}>
          <HeaderCell column={column} sorting={sorting} />
        </Static>
      ))}
      body={rows.map((one) => (
        <Static key={rowKey(one)}>
          <TableRow row={one} {...row} />
        </Static>
      ))}
    />
  );
}
