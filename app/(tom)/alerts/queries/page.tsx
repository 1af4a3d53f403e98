import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { FilterChips, Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { services } from "@/lib/web/services";
import { AlertsTabs } from "../_components/alerts-tabs";
import { DeleteQuery } from "../_components/delete-query";
import { deleteDialogOf } from "../_components/query-actions";
import { queryColumns } from "../_components/query-columns";
import { loadBrokers, loadQueries } from "../_server/loaders";

export const metadata: Metadata = { title: "Saved queries" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function QueriesPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const one = (name: string): string | undefined => (typeof search[name] === "string" ? search[name] : undefined);
  const brokerId = one("broker");
  const cursor = one("cursor");
  const [brokers, page] = await Promise.all([
    loadBrokers(),
    loadQueries({ ...(brokerId ? { brokerId } : {}), ...(cursor ? { cursor } : {}) }),
  ]);
  const names = new Map(brokers.map((broker) => [broker.id, broker.name]));
  const here = (next: string | null): string =>
    `/alerts/queries?${new URLSearchParams({ ...(brokerId ? { broker: brokerId } : {}), ...(next ? { cursor: next } : {}) })}`;
  return (
    <Stack>
      <PageTitle
        title="Saved queries"
        subtitle="Each run is kept as it was: what was asked, when, and every alert."
        primary={
          <ButtonLink
            href={`/alerts/queries/new${brokerId ? `?broker=${encodeURIComponent(brokerId)}` : ""}`}
            look="primary"
            icon="plus"
          >
            New query
          </ButtonLink>
        }
      />
      <AlertsTabs current="queries" />
      <FilterChips
        label="Broker"
        chips={brokers.map((broker) => ({
          label: broker.name,
          on: broker.id === brokerId,
          href: broker.id === brokerId ? "/alerts/queries" : `/alerts/queries?broker=${broker.id}`,
        }))}
      />
      <Panel flush>
        <ServerTable
          caption="Saved queries"
          columns={queryColumns(names, services().clock.now())}
          rows={page.items}
          rowKey={(query) => query.id}
          rowHref={(query) => `/alerts/queries/${query.id}`}
          empty={
            <EmptyState
              title="No saved query yet"
              icon="radio-tower"
              next={<ButtonLink href="/alerts/queries/new">Make the first one</ButtonLink>}
            >
              A query asks a broker for alerts, as often as you like, and keeps each answer.
            </EmptyState>
          }
        />
        {page.nextCursor !== null || cursor ? (
          <Pager
            summary={`${page.items.length} shown`}
            previousHref={cursor ? here(null) : null}
            nextHref={page.nextCursor === null ? null : here(page.nextCursor)}
          />
        ) : null}
      </Panel>
      {page.items
        .filter((query) => query.rights.canChange)
        .map((query) => (
          <DeleteQuery
            key={query.id}
            id={query.id}
            name={query.name}
            hasRuns={query.lastRun !== null}
            dialog={deleteDialogOf(query)}
          />
        ))}
    </Stack>
  );
}
