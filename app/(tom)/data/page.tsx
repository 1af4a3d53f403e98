import type { Metadata } from "next";
import { FilterForm, FilterSelect } from "@/components/forms/filter-form";
import { DataTable } from "@/components/ui/data-table";
import { FilterChips, Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { dataProductStatuses } from "@/lib/data-products/types";
import { LiveRefresh } from "../automation/_components/live-refresh";
import { fileColumns } from "./_components/file-columns";
import { isUnderWay } from "./_components/file-state";
import { Uploader } from "./_components/lazy-uploader";
import { loadFiles, type Search } from "./_server/loaders";

export const metadata: Metadata = { title: "Data" };

type Loaded = Awaited<ReturnType<typeof loadFiles>>;

function hrefOf({ targetId, type, status }: Loaded["filter"], cursor: string | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ targetId, type, status, cursor })) if (value) query.set(name, value);
  return query.size === 0 ? "/data" : `/data?${query}`;
}

function Filters({ filter, types, target }: Loaded) {
  return (
    <>
      <FilterForm action="/data" label="Filter files" keep={{ targetId: filter.targetId }}>
        <FilterSelect
          name="type"
          label="Type"
          value={filter.type}
          emptyLabel="Any"
          options={types.map(({ key, label }) => ({ value: key, label }))}
        />
        <FilterSelect
          name="status"
          label="State"
          value={filter.status}
          emptyLabel="Any"
          options={dataProductStatuses.map((status) => ({ value: status, label: status }))}
        />
      </FilterForm>
      {filter.targetId === undefined ? null : (
        <FilterChips
          label="Set filters"
          chips={[
            {
              label: "Target",
              value: target?.name ?? "not visible to you",
              on: true,
              href: hrefOf({ ...filter, targetId: undefined }, null),
            },
          ]}
        />
      )}
    </>
  );
}

export default async function DataPage({ searchParams }: { searchParams: Search }) {
  const loaded = await loadFiles(searchParams);
  const { page, filter, cursor, types, maxBytes, target, isSignedIn, now } = loaded;
  return (
    <Stack>
      <PageTitle title="Data" subtitle="Files about targets: what is in them is read, row by row." />
      <LiveRefresh busy={page.items.some(isUnderWay)} />
      {isSignedIn ? (
        <Panel title="Upload" id="upload">
          <Uploader types={types} maxBytes={maxBytes} target={target} />
        </Panel>
      ) : null}
      <Filters {...loaded} />
      <Panel
        flush
        footer={
          <Pager
            summary={`${page.items.length} shown, newest first`}
            previousHref={cursor === undefined ? null : hrefOf(filter, null)}
            nextHref={page.nextCursor === null ? null : hrefOf(filter, page.nextCursor)}
          />
        }
      >
        <DataTable
          caption="Files"
          columns={fileColumns({ types, now, withTarget: true })}
          rows={page.items}
          rowKey={(product) => product.id}
          rowHref={(product) => `/data/${product.id}`}
          compact
          empty={
            <EmptyState title="No files" icon="folder">
              Photometry, spectra and images of targets that you see are listed here.
            </EmptyState>
          }
        />
      </Panel>
    </Stack>
  );
}
