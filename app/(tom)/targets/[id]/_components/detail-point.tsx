import { type Deliverers, deliveredBy } from "@/components/brokers/deliverers";
import { BandMark } from "@/components/ui/band-mark";
import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { Columns, Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState, Notice } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { Magnitude, UtcTime } from "@/components/ui/values";
import { formatFlux } from "@/lib/astro/photometry-format";
import { formatMjd } from "@/lib/astro/time-format";
import type { RevisionDto } from "@/lib/reduced-data/types";
import { kindText, originText, type PhotometryRow } from "./detail-photometry-columns";

const revisionColumns = (now: Date): readonly Column<RevisionDto>[] => [
  { id: "revision", header: "Revision", numeric: true, cell: ({ revision }) => revision },
  {
    id: "mag",
    header: "Magnitude",
    numeric: true,
    cell: ({ values: { mag, magErr, limitMag } }) => <Magnitude mag={mag} magErr={magErr} limitMag={limitMag} />,
  },
  {
    id: "flux",
    header: "Flux",
    unit: "nJy",
    numeric: true,
    cell: ({ values }) => formatFlux(values.fluxNjy, values.fluxErrNjy) || "–",
  },
  { id: "band", header: "Band", cell: ({ values }) => <BandMark band={values.band} /> },
  {
    id: "time",
    header: "Observed",
    unit: "UTC",
    cell: ({ values }) => <UtcTime iso={values.observedAt} precision="second" show="time" scale={false} />,
  },
  { id: "replaced", header: "Replaced", cell: ({ replacedAt }) => <UtcTime iso={replacedAt} now={now} /> },
  { id: "by", header: "By", cell: ({ replacedBy }) => replacedBy ?? "the house" },
];

function facts(row: PhotometryRow, deliverers: Deliverers): Fact[] {
  const { origin } = row;
  return [
    { label: "Origin", value: originText(origin) },
    { label: "Delivered by", value: deliveredBy(row.via, deliverers) },
    { label: "Source", value: row.source },
    {
      label: "Id at the source",
      value: row.sourceId === null ? null : <Mono>{row.sourceId}</Mono>,
      ...(row.sourceId === null ? {} : { copy: row.sourceId }),
    },
    { label: "Telescope", value: row.telescope },
    { label: "Instrument", value: row.instrument },
    { label: "Kind", value: kindText(row) },
    ...(origin.producer === null ? [] : [{ label: "Forced by", value: deliveredBy([origin.producer], deliverers) }]),
    { label: "MJD", value: formatMjd(row.observedAtMjd, 8), copy: String(row.observedAtMjd) },
    {
      label: "Time as it came",
      value: origin.originalTime === null ? "UTC" : `${origin.originalTime} ${origin.originalScale ?? ""}`,
    },
    { label: "Time is of the", value: row.timeReference === null ? null : `${row.timeReference} of the exposure` },
  ];
}

type Props = {
  row: PhotometryRow | null;
  revisions: readonly RevisionDto[];
  deliverers: Deliverers;
  closeHref: string;
  now: Date;
};

/** Where one measurement came from, and what it said before it was revised. */
export function PointPanel({ row, revisions, deliverers, closeHref, now }: Props) {
  const close = <ButtonLink look="quiet" small icon="x" href={closeHref} aria-label="Close" data-scroll="keep" />;
  if (row === null)
    return (
      <Panel id="point" title="One point" actions={close}>
        <EmptyState title="This point is not on this page of the table" icon="search" />
      </Panel>
    );
  return (
    <Panel id="point" title="One point" note={`${row.band} at MJD ${formatMjd(row.observedAtMjd)}`} actions={close}>
      {row.flagged === null ? null : (
        <Notice tone="warning" framed>
          Flagged as bad{row.flagged.by === null ? "" : ` by ${row.flagged.by}`}: {row.flagged.reason}
        </Notice>
      )}
      <Columns>
        <FactList facts={facts(row, deliverers)} />
        <ServerTable
          caption="What it said before"
          columns={revisionColumns(now)}
          rows={revisions}
          rowKey={({ revision }) => String(revision)}
          compact
          empty={<EmptyState title="Never revised" icon="rotate-ccw-clock" />}
        />
      </Columns>
    </Panel>
  );
}
