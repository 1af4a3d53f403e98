import type { Column } from "@/components/ui/data-table";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { ObservationDto } from "@/lib/observations/types";
import { ObservationState } from "./observation-state";

const time = (iso: string | null) => <UtcTime iso={iso} show="time" scale={false} />;

/** Of lists on pages of their own and of the target's. `withTarget`: where the records are not all of one. */
export const observationColumns = (now: Date, { withTarget }: { withTarget: boolean }): Column<ObservationDto>[] => [
  {
    id: "record",
    header: withTarget ? "Target" : "Facility",
    isName: true,
    nowrap: true,
    cell: (row) => <a href={`/observations/${row.id}`}>{withTarget ? row.targetName : row.facilityName}</a>,
  },
  { id: "state", header: "State", nowrap: true, cell: (row) => <ObservationState observation={row} /> },
  ...(withTarget
    ? [{ id: "facility", header: "Facility", nowrap: true, cell: (row: ObservationDto) => row.facilityName }]
    : []),
  {
    id: "id",
    header: "Id there",
    nowrap: true,
    hint: "What the facility calls it",
    cell: (row) =>
      row.observationId === null ? (
        <Muted>none</Muted>
      ) : row.url === null ? (
        <Mono>{row.observationId}</Mono>
      ) : (
        <a href={row.url} rel="noreferrer">
          <Mono>{row.observationId}</Mono>
        </a>
      ),
  },
  {
    id: "starts",
    header: "Window from",
    unit: "UTC",
    nowrap: true,
    sortKey: "scheduledStart",
    cell: (row) => time(row.scheduledStart),
  },
  { id: "ends", header: "to", unit: "UTC", nowrap: true, cell: (row) => time(row.scheduledEnd) },
  {
    id: "updated",
    header: "Changed",
    nowrap: true,
    sortKey: "updatedAt",
    cell: (row) => <UtcTime iso={row.updatedAt} show="ago" now={now} />,
  },
  {
    id: "created",
    header: "Added",
    nowrap: true,
    sortKey: "createdAt",
    wideOnly: true,
    cell: (row) => <UtcTime iso={row.createdAt} show="ago" now={now} />,
  },
];
