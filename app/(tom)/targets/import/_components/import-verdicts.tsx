"use client";

import { useState } from "react";
import { counted } from "@/lib/core/counted";
import { verdictHeader, verdictLine } from "@/lib/imports/schema";
import type { Checked } from "./import-calls";
import { verdictColumns, willBe } from "./verdict-columns";
import { number, VerdictsView } from "./verdicts-view";

type Part = "all" | "created" | "near" | "existing" | "rejected";

const parts = (counts: Checked["counts"]): { value: Part; label: string; disabled?: boolean }[] => [
  { value: "all", label: `All ${number(counts.total)}` },
  { value: "created", label: `${willBe.created} ${number(counts.created)}`, disabled: counts.created === 0 },
  { value: "near", label: `Close to another ${number(counts.near)}`, disabled: counts.near === 0 },
  { value: "existing", label: `${willBe.existing} ${number(counts.existing)}`, disabled: counts.existing === 0 },
  { value: "rejected", label: `${willBe.rejected} ${number(counts.rejected)}`, disabled: counts.rejected === 0 },
];

/** What would become of each row of the file of targets. */
export function ImportVerdicts({ checked: { counts, verdicts, warnings } }: { checked: Checked }) {
  const [part, setPart] = useState<Part>(counts.rejected > 0 ? "rejected" : "all");
  const rows = verdicts.filter(
    ({ verdict, near }) => part === "all" || verdict === part || (part === "near" && verdict === "created" && near),
  );
  return (
    <VerdictsView
      label="What would happen"
      caption="The verdict on each row"
      columns={verdictColumns(willBe)}
      parts={parts(counts)}
      onPart={setPart}
      csv={{ name: "verdicts.csv", lines: () => [verdictHeader, ...verdicts.map(verdictLine)] }}
      {...{ warnings, part, rows }}
    >
      Of {counted(counts.total, "row")} {number(counts.created)} will be made,{" "}
      {counted(counts.existing, "is here already and stays as it is", "are here already and stay as they are")},{" "}
      {counted(counts.rejected, "is", "are")} rejected.
      {counts.near === 0
        ? ""
        : ` ${counted(counts.near, "stands", "stand")} close to another target: made all the same.`}
    </VerdictsView>
  );
}
