import type { Metadata } from "next";
import { FilterForm, FilterSelect, FilterText } from "@/components/forms/filter-form";
import type { Column } from "@/components/ui/data-table";
import { Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { AuditEntryDto } from "@/lib/access/types";
import { PeopleTabs } from "../_components/people-tabs";
import { loadAudit, type Search } from "../_server/loaders";

export const metadata: Metadata = { title: "Audit" };

type Row = AuditEntryDto & { key: string };

const columns: readonly Column<Row>[] = [
  {
    id: "at",
    header: "When",
    unit: "UTC",
    nowrap: true,
    cell: (row) => <UtcTime iso={row.at} precision="second" show="time" scale={false} />,
  },
  {
    id: "who",
    header: "Who",
    nowrap: true,
    cell: (row) => (row.actor.startsWith("token:") ? `${row.actorName}, by token` : row.actorName),
  },
  { id: "verb", header: "Verb", nowrap: true, cell: (row) => <Mono>{row.verb}</Mono> },
  {
    id: "what",
    header: "What",
    isName: true,
    full: true,
    cell: (row) => (row.targetId === null ? row.summary : <a href={`/targets/${row.targetId}`}>{row.summary}</a>),
  },
];

const domains = ["user", "session", "token", "group", "target", "photometry", "comment", "query", "observation"].map(
  (value) => ({
    value,
    label: value,
  }),
);

const hrefOf = (filter: Record<string, string>): string => {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  return query.size === 0 ? "/people/audit" : `/people/audit?${query}`;
};

export default async function AuditPage({ searchParams }: { searchParams: Search }) {
  const { by, what, before, items, nextCursor } = await loadAudit(searchParams);
  return (
    <Stack>
      <PageTitle
        title="Audit"
        subtitle="Every change anybody made, newest first. Nothing here can be edited or removed."
      />
      <PeopleTabs current="audit" isAdmin />
      <FilterForm action="/people/audit" label="Filter the trail">
        <FilterText name="by" label="Who" value={by} />
        <FilterSelect name="what" label="Of what" value={what} options={domains} emptyLabel="anything" />
      </FilterForm>
      <Panel
        flush
        footer={
          <Pager
            summary={`${items.length} shown`}
            previousHref={before === null ? null : hrefOf({ by, what })}
            nextHref={nextCursor === null ? null : hrefOf({ by, what, before: nextCursor })}
          />
        }
      >
        <ServerTable
          caption="Audit trail"
          columns={columns}
          rows={items}
          rowKey={(row) => row.key}
          compact
          empty={<EmptyState title="Nothing of this kind" />}
        />
      </Panel>
    </Stack>
  );
}
