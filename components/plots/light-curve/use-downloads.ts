"use client";

import type { RefObject } from "react";
import { toast } from "@/components/ui/toast";
import { download, fileName } from "../download";
import type { LightCurveChart } from "./chart";
import { type LightCurveColumns, rowFlag } from "./columns";
import { csvCells, csvHeader } from "./csv";
import { groupSeries } from "./plot-points";
import type { LightCurveState } from "./state";
import { readTheme } from "./theme";
import type { DownloadKind } from "./tools";

type Input = {
  chart: RefObject<LightCurveChart | null>;
  columns: LightCurveColumns;
  hidden: ReadonlySet<string>;
  light: LightCurveState["light"];
  targetName: string;
};

/** The rows that are switched on, as measured: neither binned nor cut by the zoom. In order of time. */
export function exportedRows(
  columns: LightCurveColumns,
  hidden: ReadonlySet<string>,
  light: LightCurveState["light"],
): number[] {
  const wanted = (row: number) =>
    light === "all" || (light === "total") === (((columns.flags[row] ?? 0) & rowFlag.total) !== 0);
  return groupSeries(columns)
    .filter(({ key }) => !hidden.has(key))
    .flatMap(({ rows }) => [...rows])
    .filter(wanted)
    .sort((a, b) => (columns.observedAtMjd[a] ?? 0) - (columns.observedAtMjd[b] ?? 0));
}

async function contentOf(kind: DownloadKind, { chart, columns, hidden, light }: Input): Promise<Blob | null> {
  if (kind === "csv") {
    const { default: papaparse } = await import("papaparse");
    const data = csvCells(columns, exportedRows(columns, hidden, light));
    const text = papaparse.unparse({ fields: [...csvHeader], data }, { escapeFormulae: true });
    return new Blob([text, "\r\n"], { type: "text/csv;charset=utf-8" });
  }
  if (chart.current === null) return null;
  const { panel } = readTheme();
  if (kind === "svg") return new Blob([await chart.current.svg(panel)], { type: "image/svg+xml" });
  return await chart.current.png(panel);
}

/** Saves the plot as it stands, or its rows. */
export function useDownloads(input: Input): (kind: DownloadKind) => void {
  return (kind) => {
    contentOf(kind, input).then(
      (content) => {
        if (content !== null) download(content, fileName(input.targetName, "light-curve", kind, new Date()));
      },
      () => toast({ text: "The file could not be made. Please try again.", tone: "bad" }),
    );
  };
}
