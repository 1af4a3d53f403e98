"use client";

import { useState } from "react";
import { Segments } from "@/components/plots/segments";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/states";
import { photometryVerdictHeader, photometryVerdictLine } from "@/lib/imports/schema";
import styles from "./import.module.css";
import type { Checked } from "./import-calls";
import { saveCsv } from "./save-csv";
import { lightWillBe, photometryColumns } from "./verdict-columns";

const shownMax = 200;
const number = (count: number): string => count.toLocaleString("en");

type Light = NonNullable<Checked["photometry"]>;
type Part = "all" | "accepted" | "rejected";

/** What would become of each row of the photometry. */
export function PhotometryVerdicts({ checked: { warnings, counts, verdicts } }: { checked: Light }) {
  const [part, setPart] = useState<Part>(counts.rejected > 0 ? "rejected" : "all");
  const chosen = verdicts.filter(({ verdict }) => part === "all" || verdict === part);
  const lines = () => [photometryVerdictHeader, ...verdicts.map(photometryVerdictLine)];
  return (
    <section className={styles.verdicts} aria-label="What would happen to the photometry">
      <p role="status">
        Of {number(counts.total)} rows of photometry {number(counts.accepted)} will be added, {number(counts.rejected)}{" "}
        are rejected.
      </p>
      {warnings.map((warning) => (
        <Notice key={warning} framed>
          {warning}
        </Notice>
      ))}
      <div className={styles.tools}>
        <Segments
          label="Rows of photometry to look at"
          value={part}
          choices={[
            { value: "all", label: `All ${number(counts.total)}` },
            {
              value: "accepted",
              label: `${lightWillBe.accepted} ${number(counts.accepted)}`,
              disabled: counts.accepted === 0,
            },
            {
              value: "rejected",
              label: `${lightWillBe.rejected} ${number(counts.rejected)}`,
              disabled: counts.rejected === 0,
            },
          ]}
          onChange={setPart}
        />
        <Button small icon="download" onClick={() => saveCsv("photometry-verdicts.csv", lines())}>
          All verdicts as CSV
        </Button>
      </div>
      <DataTable
        caption="The verdict on each row of the photometry"
        columns={photometryColumns(lightWillBe)}
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
