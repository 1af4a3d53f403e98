import type { ReactNode } from "react";
import { Segments } from "@/components/plots/segments";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/states";
import styles from "./import.module.css";
import { saveCsv } from "./save-csv";

const shownMax = 200;

export const number = (count: number): string => count.toLocaleString("en");

type Props<Row, Part extends string> = {
  /** Of which file, for those who hear the page. */
  label: string;
  caption: string;
  warnings: readonly string[];
  /** A part of the rows that can be looked at. */
  part: Part;
  parts: readonly { value: Part; label: string; disabled?: boolean }[];
  onPart: (part: Part) => void;
  /** Of that part. */
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  csv: { name: string; lines: () => readonly string[] };
  /** The counts, in a sentence. */
  children: ReactNode;
};

/** What would become of the rows of a file: the counts, and a part of the rows to look at. */
export function VerdictsView<Row extends { row: number }, Part extends string>(props: Props<Row, Part>) {
  const { label, caption, warnings, part, parts, onPart, rows, columns, csv, children } = props;
  return (
    <section className={styles.verdicts} aria-label={label}>
      <p role="status">{children}</p>
      {warnings.map((warning) => (
        <Notice key={warning} framed>
          {warning}
        </Notice>
      ))}
      <div className={styles.tools}>
        <Segments label={`${caption}: rows to look at`} value={part} choices={parts} onChange={onPart} />
        <Button small icon="download" onClick={() => saveCsv(csv.name, csv.lines())}>
          All verdicts as CSV
        </Button>
      </div>
      <DataTable
        caption={caption}
        columns={columns}
        rows={rows.slice(0, shownMax)}
        rowKey={({ row }) => `${row}`}
        compact
        scroll="box"
        empty="No row."
      />
      {rows.length > shownMax ? <p>The first {shownMax} are shown; the CSV holds all.</p> : null}
    </section>
  );
}
