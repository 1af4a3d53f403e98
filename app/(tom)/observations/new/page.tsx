import type { Metadata } from "next";
import { FilterForm, FilterText } from "@/components/forms/filter-form";
import { Tabs } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { EmptyState, Notice } from "@/components/ui/states";
import { NewObservationForm } from "../_components/new-observation-form";
import type { Search } from "../_components/observations-address";
import { loadNewObservation } from "../_server/loaders";

export const metadata: Metadata = { title: "Add an observation" };

type Loaded = Awaited<ReturnType<typeof loadNewObservation>>;

function ChooseTarget({ q, hits }: Pick<Loaded, "q" | "hits">) {
  return (
    <>
      <FilterForm action="/observations/new" label="Find the target" submitLabel="Find">
        <FilterText name="q" label="Of which target?" value={q} type="search" placeholder="Name or alias" />
      </FilterForm>
      {q === "" ? null : hits.length === 0 ? (
        <EmptyState title="No target has this name" icon="crosshair">
          It may be one that you do not see.
        </EmptyState>
      ) : (
        <Panel title="Targets" id="hits">
          <ul>
            {hits.map(({ id, name, matchedName }) => (
              <li key={id}>
                <a href={`/observations/new?target=${id}`}>{name}</a>
                {matchedName === null ? null : ` (${matchedName})`}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

export default async function NewObservationPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { target, q, hits, facilities, facility } = await loadNewObservation(searchParams);
  if (target === null) {
    return (
      <Stack>
        <PageTitle title="Add an observation" breadcrumb={[{ label: "Observations", href: "/observations" }]} />
        <ChooseTarget q={q} hits={hits} />
      </Stack>
    );
  }
  const href = `/targets/${target.id}?tab=observations`;
  return (
    <Stack>
      <PageTitle
        title={`Add an observation of ${target.name}`}
        breadcrumb={[
          { label: "Targets", href: "/targets" },
          { label: target.name, href },
        ]}
        {...(facility === null ? {} : { subtitle: facility.summary })}
      />
      <Tabs
        label="Facility"
        tabs={facilities.map(({ id, name }) => ({
          label: name,
          current: id === facility?.id,
          href: `/observations/new?target=${target.id}&facility=${id}`,
        }))}
      />
      {facility === null ? (
        <EmptyState title="No such facility" icon="telescope">
          Choose one of those above; facilities are listed in tom.config.ts.
        </EmptyState>
      ) : (
        <>
          {facility.lacks === null ? null : <Notice framed>{facility.lacks}</Notice>}
          <Panel>
            <NewObservationForm key={facility.id} targetId={target.id} facility={facility} cancelHref={href} />
          </Panel>
        </>
      )}
    </Stack>
  );
}
