import type { Metadata } from "next";
import type { Column } from "@/components/ui/data-table";
import { PageTitle } from "@/components/ui/page-title";
import { Stack } from "@/components/ui/panel";
import type { ObservationDto } from "@/lib/observations/types";
import { observationColumns } from "../../observations/_components/observation-columns";
import type { Search } from "../../observations/_components/observations-address";
import { type ObservationList, ObservationsTable } from "../../observations/_components/observations-table";
import { StateForm } from "../../observations/_components/state-form";
import { loadAllObservations } from "../../observations/_server/loaders";
import { PeopleTabs } from "../_components/people-tabs";

export const metadata: Metadata = { title: "Everybody's observations" };

/** What the record has, and is not needed to choose its state. */
const left: ReadonlySet<string> = new Set(["created", "id", "ends"]);

function columns({ facilities, now }: ObservationList): Column<ObservationDto>[] {
  const states = new Map(facilities.map((facility) => [facility.id, facility.states]));
  const change: Column<ObservationDto> = {
    id: "change",
    header: "Change state",
    nowrap: true,
    full: true,
    cell: (row) => (
      <StateForm
        id={row.id}
        version={row.version}
        status={row.status}
        states={states.get(row.facilityId) ?? []}
        of={`${row.targetName}, ${row.facilityName} ${row.observationId ?? row.id.slice(-6)}`}
      />
    ),
  };
  const shown = observationColumns(now, { withTarget: true }).filter(({ id }) => !left.has(id));
  return [...shown.slice(0, 2), change, ...shown.slice(2)];
}

export default async function AllObservationsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const list = await loadAllObservations(searchParams);
  return (
    <Stack>
      <PageTitle
        title="Everybody's observations"
        subtitle="The state of any record may be changed here, one by one or for all that are ticked. What hangs on it, mail for instance, follows."
      />
      <PeopleTabs current="observations" isAdmin />
      <ObservationsTable list={list} columns={columns(list)} />
    </Stack>
  );
}
