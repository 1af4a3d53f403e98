import { observationColumns } from "@/app/(tom)/observations/_components/observation-columns";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import type { ObservationDto } from "@/lib/observations/types";
import type { TargetPage } from "@/lib/targets/types";

type Props = { target: TargetPage; observations: readonly ObservationDto[]; now: Date };

/** What was asked of telescopes for this target. */
export function ObservationsTab({ target, observations, now }: Props) {
  const add = target.rights.canChange ? (
    <ButtonLink small icon="plus" href={`/observations/new?target=${target.id}`}>
      Add an observation
    </ButtonLink>
  ) : null;
  if (observations.length === 0) {
    return (
      <Panel>
        <EmptyState title="Nothing asked of a telescope yet" icon="telescope" next={add}>
          Planned, scheduled and finished observations of {target.name} are listed here.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      id="observations"
      title="Observations"
      flush
      actions={
        <>
          <ButtonLink small look="quiet" icon="list" href={`/observations?targetId=${target.id}`}>
            In the list
          </ButtonLink>
          {add}
        </>
      }
    >
      <DataTable<ObservationDto>
        caption="Observations"
        columns={observationColumns(now, { withTarget: false })}
        rows={observations}
        rowKey={(row) => row.id}
        rowHref={(row) => `/observations/${row.id}`}
        empty={null}
      />
    </Panel>
  );
}
