import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageTitle } from "@/components/ui/page-title";
import { Stack } from "@/components/ui/panel";
import { observationColumns } from "./_components/observation-columns";
import type { Search } from "./_components/observations-address";
import { ObservationsTable } from "./_components/observations-table";
import { loadObservations } from "./_server/loaders";

export const metadata: Metadata = { title: "Observations" };

export default async function ObservationsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const list = await loadObservations(searchParams);
  const { targetId } = list.address.filter;
  return (
    <Stack>
      <PageTitle
        title="Observations"
        subtitle="What was asked of telescopes, and how it went."
        primary={
          list.mayChange ? (
            <ButtonLink
              href={`/observations/new${targetId === undefined ? "" : `?target=${encodeURIComponent(targetId)}`}`}
              look="primary"
              icon="plus"
            >
              Add an observation
            </ButtonLink>
          ) : undefined
        }
      />
      <ObservationsTable list={list} columns={observationColumns(list.now, { withTarget: true })} />
    </Stack>
  );
}
