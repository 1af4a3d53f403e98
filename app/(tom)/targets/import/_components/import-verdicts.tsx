"use client";

import { useState } from "react";
import { Segments } from "@/components/plots/segments";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/states";
import { verdictHeader, verdictLine } from "@/lib/imports/schema";
import styles from "./import.module.css";
import type { Checked } from "./import-calls";
import { saveCsv } from "./save-csv";
import { verdictColumns, willBe } from "./verdict-columns";

const shownMax = 200;
const number = (count: number): string => count.toLocaleString("en");

type Part = "all" | "created" | "near" | "existing" | "rejected";

const parts = (counts: Checked["counts"]): { value: Part; label: string; disabled?: boolean }[] => [
  { value: "all", label: `All ${number(counts.total)}` },
  { value: "created", label: `${willBe.created} ${number(counts.created)}`, disabled: counts.created === 0 },
  { value: "near", label: `Close to another ${number(counts.near)}`, disabled: counts.near === 0 },
  { value: "existing", label: `${willBe.existing} ${number(counts.existing)}`, disabled: counts.existing === 0 },
  { value: "rejected", label: `${willBe.rejected} ${number(counts.rejected)}`, disabled: counts.rejected === 0 },
];

/** What would become of each row: the counts, and a part of the rows to look at. */
export function ImportVerdicts({ checked }: { checked: Checked }) {
  const { counts, verdicts, warnings } = checked;
  const [part, setPart] = useState<Part>(counts.rejected > 0 ? "rejected" : "all");
  const chosen = verdicts.filter(
    ({ verdict, near }) => part === "all" || verdict === part || (part === "near" && verdict === "created" && near),
  );
  return (
    <section className={styles.verdicts} aria-label="What would happen">
      <p role="status">
        Of {number(counts.total)} rows {number(counts.created)} will be made, {number(counts.existing)} are here already
        and stay as they are, {number(counts.rejected)} are rejected.
        {counts.near === 0 ? "" : ` ${number(counts.near)} stand close to another target: made all the same.`}
      </p>
      {warnings.map((warning) => (
        <Notice key={warning} framed>
          {warning}
        </Notice>
      ))}
      <div className={styles.tools}>
        <Segments label="Rows to look at" value={part} choices={parts(counts)} onChange={setPart} />
        <Button
          small
          icon="download"
          onClick={() => saveCsv("verdicts.csv", [verdictHeader, ...verdicts.map(verdictLine)])}
        >
          All verdicts as CSV
        </Button>
      </div>
      <DataTable
        caption="The verdict on each row"
        columns={verdictColumns(willBe)}
        rows={chosen.slice(0, shownMax)}
        rowKey={({ row }) => `${row}`}
        compact
        scroll="box"
        empty="No row."
      />
      {chosen.length > shownMax ? <p>The first {shownMax} are shown; the CSV holds all.</p> : null}
    </section>
  );
}
