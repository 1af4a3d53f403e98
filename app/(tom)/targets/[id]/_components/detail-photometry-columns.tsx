import { type Deliverers, deliveredBy } from "@/components/brokers/deliverers";
import { Badge } from "@/components/ui/badge";
import { BandMark } from "@/components/ui/band-mark";
import type { Column } from "@/components/ui/data-table";
import { Muted } from "@/components/ui/text";
import { Magnitude, UtcTime } from "@/components/ui/values";
import { formatFlux } from "@/lib/astro/photometry-format";
import { formatMjd, formatUtc } from "@/lib/astro/time-format";
import type { PhotometryDto, PhotometryOrigin } from "@/lib/reduced-data/types";
import styles from "./detail.module.css";

export type PhotometryRow = PhotometryDto & { origin: PhotometryOrigin };

/** "detection", "forced", "limit 5σ": what kind of measurement, and against what. */
export function kindText(row: PhotometryDto): string {
  const isLimit = row.mag === null && row.fluxNjy === null;
  const kind = isLimit
    ? row.limitSigma === null
      ? "limit"
      : `limit ${row.limitSigma}σ`
    : row.forced
      ? "forced"
      : "detection";
  return `${kind}, ${row.brightness}${row.negative ? ", below reference" : ""}`;
}

const origins: Readonly<Record<string, string>> = {
  form: "entered by form",
  paste: "pasted as CSV",
  api: "sent by the API",
  cli: "from the command line",
};

/** Where a row came from, in words. */
export function originText({ provenance, parserVersion, createdAt, updatedAt }: PhotometryOrigin): string {
  const [kind = "", id] = provenance.split(":");
  const came = origins[kind] ?? (id === undefined ? kind : `${kind} ${id}`);
  const changed = updatedAt === createdAt ? "" : `, changed ${formatUtc(updatedAt, { precision: "minute" })}`;
  return `${came}, read by version ${parserVersion}, stored ${formatUtc(createdAt, { precision: "minute" })}${changed}`;
}

const instrumentText = (row: PhotometryDto): string =>
  [
    row.telescope,
    row.instrument,
    row.sourceId === null ? null : `id ${row.sourceId}`,
    row.timeReference && `time is the ${row.timeReference}`,
  ]
    .filter((word) => word !== null && word !== "")
    .join(", ");

function Marks({ row, href }: { row: PhotometryRow; href: string }) {
  const { flagged, revision } = row;
  return (
    <>
      {flagged === null ? null : (
        <Badge
          icon="triangle-exclamation-point"
          title={`${flagged.reason}${flagged.by === null ? "" : ` (${flagged.by})`}`}
        >
          flagged
        </Badge>
      )}
      {flagged === null || revision === 1 ? "" : " "}
      {revision === 1 ? null : (
        <a href={href} data-scroll="keep">
          revised {revision - 1}×
        </a>
      )}
    </>
  );
}

/** The table of a light curve. `pointHref` leads to the origin and the revisions of a row. */
export const photometryColumns = (
  pointHref: (row: string) => string,
  deliverers: Deliverers,
): readonly Column<PhotometryRow>[] => [
  {
    id: "time",
    header: "Observed",
    unit: "UTC",
    nowrap: true,
    cell: (row) => (
      <span className={row.flagged === null ? undefined : styles.flagged}>
        <UtcTime iso={row.observedAt} precision="second" show="time" scale={false} />
      </span>
    ),
  },
  { id: "mjd", header: "MJD", numeric: true, wideOnly: true, cell: (row) => formatMjd(row.observedAtMjd) },
  { id: "band", header: "Band", cell: (row) => <BandMark band={row.band} /> },
  {
    id: "mag",
    header: "Magnitude",
    numeric: true,
    hint: "A limit is fainter than this",
    cell: (row) => <Magnitude mag={row.mag} magErr={row.magErr} limitMag={row.limitMag} />,
  },
  { id: "system", header: "System", wideOnly: true, cell: (row) => row.magSystem ?? <Muted>–</Muted> },
  {
    id: "flux",
    header: "Flux",
    unit: "nJy",
    numeric: true,
    cell: (row) => formatFlux(row.fluxNjy, row.fluxErrNjy) || <Muted>–</Muted>,
  },
  { id: "kind", header: "Kind", nowrap: true, cell: kindText },
  { id: "source", header: "Source", cell: (row) => <span title={instrumentText(row)}>{row.source}</span> },
  {
    id: "via",
    header: "Via",
    wideOnly: true,
    cell: (row) => <span title={originText(row.origin)}>{deliveredBy(row.via, deliverers)}</span>,
  },
  { id: "marks", header: "Notes", nowrap: true, cell: (row) => <Marks row={row} href={pointHref(row.row)} /> },
  {
    id: "origin",
    header: "Origin",
    isActions: true,
    cell: (row) => (
      <a href={pointHref(row.row)} data-scroll="keep" title={originText(row.origin)}>
        Origin
      </a>
    ),
  },
];
