import type { Metadata } from "next";
import { FilterForm, FilterText } from "@/components/forms/filter-form";
import { ButtonLink } from "@/components/ui/button";
import { Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { PeopleTable } from "./_components/people-table";
import { PeopleTabs } from "./_components/people-tabs";
import { loadPeople, type Search } from "./_server/loaders";

export const metadata: Metadata = { title: "People" };

const hrefOf = (q: string, after: string | null): string => {
  const query = new URLSearchParams({ ...(q === "" ? {} : { q }), ...(after === null ? {} : { after }) });
  return query.size === 0 ? "/people" : `/people?${query}`;
};

export default async function PeoplePage({ searchParams }: { searchParams: Search }) {
  const { reader, q, after, items, nextCursor } = await loadPeople(searchParams);
  return (
    <Stack>
      <PageTitle
        title="People"
        subtitle={reader.isAdmin ? "Everybody with an account here." : "You, and those you share a group with."}
        primary={
          reader.isAdmin ? (
            <ButtonLink href="/people/new" look="primary" icon="plus">
              New account
            </ButtonLink>
          ) : undefined
        }
      />
      <PeopleTabs current="people" isAdmin={reader.isAdmin} />
      <FilterForm action="/people" label="Find people" submitLabel="Find">
        <FilterText name="q" label="Name" value={q} type="search" />
      </FilterForm>
      <Panel
        flush
        footer={
          after === null && nextCursor === null ? undefined : (
            <Pager
              summary={`${items.length} shown`}
              previousHref={after === null ? null : hrefOf(q, null)}
              nextHref={nextCursor === null ? null : hrefOf(q, nextCursor)}
            />
          )
        }
      >
        <PeopleTable people={items} isAdmin={reader.isAdmin} />
      </Panel>
    </Stack>
  );
}
