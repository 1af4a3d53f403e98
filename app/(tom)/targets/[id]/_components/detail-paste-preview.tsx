import { BandMark } from "@/components/ui/band-mark";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState, Notice } from "@/components/ui/states";
import { Magnitude, UtcTime } from "@/components/ui/values";
import { formatFlux } from "@/lib/astro/photometry-format";
import type { RejectedRow } from "@/lib/reduced-data/types";
import styles from "./detail.module.css";

type AcceptedRow = {
  observedAt: string;
  band: string;
  mag: number | null;
  magErr: number | null;
  fluxNjy: number | null;
  fluxErrNjy: number | null;
  limitMag: number | null;
  source: string;
};

export type PastePreviewDto = {
  accepted: number;
  rows: readonly AcceptedRow[];
  rejectedCount: number;
  rejected: readonly RejectedRow[];
  problems: readonly string[];
  ignored: readonly string[];
};

const accepted: readonly Column<AcceptedRow>[] = [
  {
    id: "time",
    header: "Observed",
    unit: "UTC",
    cell: (row) => <UtcTime iso={row.observedAt} precision="second" show="time" scale={false} />,
  },
  { id: "band", header: "Band", cell: (row) => <BandMark band={row.band} /> },
  {
    id: "mag",
    header: "Magnitude",
    numeric: true,
    cell: (row) => <Magnitude mag={row.mag} magErr={row.magErr} limitMag={row.limitMag} />,
  },
  {
    id: "flux",
    header: "Flux",
    unit: "nJy",
    numeric: true,
    cell: (row) => formatFlux(row.fluxNjy, row.fluxErrNjy) || "–",
  },
  { id: "source", header: "Source", cell: (row) => row.source },
];

// The heading is line 1.
const lineOf = ({ index }: RejectedRow): number => index + 2;

const rejected: readonly Column<RejectedRow>[] = [
  { id: "line", header: "Row", numeric: true, cell: lineOf },
  { id: "field", header: "Field", cell: ({ field }) => field },
  { id: "why", header: "Why", full: true, cell: ({ message }) => message },
];

const rowsText = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;

/** How a pasted table is understood: what would be stored, what not and why. */
export function PastePreviewView({ preview }: { preview: PastePreviewDto }) {
  if (preview.problems.length > 0)
    return (
      <Notice tone="bad" framed>
        {preview.problems.join(" ")}
      </Notice>
    );
  return (
    <div className={styles.preview}>
      <p role="status">
        {rowsText(preview.accepted)} understood, {rowsText(preview.rejectedCount)} rejected.
        {preview.ignored.length === 0 ? "" : ` Columns left out: ${preview.ignored.join(", ")}.`}
      </p>
      {preview.rows.length === 0 ? null : (
        <DataTable
          caption="The first rows that are understood"
          columns={accepted}
          rows={preview.rows}
          rowKey={(row) => JSON.stringify([row.observedAt, row.band, row.source, row.mag, row.limitMag])}
          compact
          scroll="box"
          empty={<EmptyState title="No row is understood" />}
        />
      )}
      {preview.rejected.length === 0 ? null : (
        <DataTable
          caption="Rows that are rejected"
          columns={rejected}
          rows={preview.rejected}
          rowKey={(row) => `${row.index} ${row.field}`}
          compact
          scroll="box"
          empty={null}
        />
      )}
    </div>
  );
}
