"use client";

import { useState } from "react";
import { counted } from "@/lib/core/counted";
import { photometryVerdictHeader, photometryVerdictLine } from "@/lib/imports/schema";
import type { Checked } from "./import-calls";
import { lightWillBe, photometryColumns } from "./verdict-columns";
import { number, VerdictsView } from "./verdicts-view";

type Light = NonNullable<Checked["photometry"]>;
type Part = "all" | "accepted" | "rejected";

const parts = (counts: Light["counts"]): { value: Part; label: string; disabled?: boolean }[] => [
  { value: "all", label: `All ${number(counts.total)}` },
  { value: "accepted", label: `${lightWillBe.accepted} ${number(counts.accepted)}`, disabled: counts.accepted === 0 },
  { value: "rejected", label: `${lightWillBe.rejected} ${number(counts.rejected)}`, disabled: counts.rejected === 0 },
];

/** What would become of each row of the photometry. */
export function PhotometryVerdicts({ checked: { warnings, counts, verdicts } }: { checked: Light }) {
  const [part, setPart] = useState<Part>(counts.rejected > 0 ? "rejected" : "all");
  const rows = verdicts.filter(({ verdict }) => part === "all" || verdict === part);
  return (
    <VerdictsView
      label="What would happen to the photometry"
      caption="The verdict on each row of the photometry"
      columns={photometryColumns(lightWillBe)}
      parts={parts(counts)}
      onPart={setPart}
      csv={{
        name: "photometry-verdicts.csv",
        lines: () => [photometryVerdictHeader, ...verdicts.map(photometryVerdictLine)],
      }}
      {...{ warnings, part, rows }}
    >
      Of {counted(counts.total, "row")} of photometry {number(counts.accepted)} will be added,{" "}
      {counted(counts.rejected, "is", "are")} rejected.
    </VerdictsView>
  );
}
