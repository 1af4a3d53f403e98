"use client";

import { TableRow } from "@/components/ui/table-row";
import type { ListedTarget } from "@/lib/targets/types";
import { type ColumnChoice, listColumns, targetHref } from "./list-columns";

type Props = ColumnChoice & {
  rows: readonly ListedTarget[];
  /** Id of the form that the boxes of the rows belong to; null: no boxes. */
  selectionForm: string | null;
};

const labelOf = (row: ListedTarget): string => `Select ${row.name}`;
const keyOf = (row: ListedTarget): string => row.id;

/**
 * The rows of the list. Nothing in here acts in the browser: rows are made on this side because each then crosses as a
 * few values instead of thirty elements, which halves what a page costs the server. As HTML they are complete before any
 * script runs.
 */
export function ListRows({ rows, selectionForm, ...choice }: Props) {
  const columns = listColumns(choice);
  const href = targetHref(choice.from);
  const selection = selectionForm === null ? undefined : { form: selectionForm, name: "ids", label: labelOf };
  return rows.map((row) => (
    <TableRow
      key={row.id}
      row={row}
      columns={columns}
      rowKey={keyOf}
      rowHref={(one) => href(one.id)}
      selection={selection}
    />
  ));
}
