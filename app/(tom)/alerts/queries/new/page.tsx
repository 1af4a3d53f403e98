import type { Metadata } from "next";
import { FilterChips } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Stack } from "@/components/ui/panel";
import { EmptyState, Notice } from "@/components/ui/states";
import { QueryForm } from "../../_components/query-form";
import { loadBrokers, loadQueryForm } from "../../_server/loaders";

export const metadata: Metadata = { title: "New query" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function NewQueryPage({ searchParams }: { searchParams: Search }) {
  const [search, brokers, { groups }] = await Promise.all([searchParams, loadBrokers(), loadQueryForm()]);
  const ready = brokers.filter((broker) => broker.state === "ready");
  const chosen = ready.find((broker) => broker.id === search.broker) ?? ready[0];
  // A link to a broker that cannot be asked now: the form of another one alone would be taken for its.
  const wanted = brokers.find((broker) => broker.id === search.broker && broker.state !== "ready");
  // Whatever else stands in the address fills in the form: a query is a link too.
  const given = Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      name !== "broker" && typeof value === "string" ? [[name, value]] : [],
    ),
  );
  const crumbs = [
    { label: "Alerts", href: "/alerts" },
    { label: "Saved queries", href: "/alerts/queries" },
  ];
  if (!chosen) {
    return (
      <>
        <PageTitle title="New query" breadcrumb={crumbs} />
        <EmptyState title="No broker can be asked now">Each broker's card says what it needs.</EmptyState>
      </>
    );
  }
  return (
    <>
      <PageTitle title={`New query at ${chosen.name}`} breadcrumb={crumbs} subtitle={chosen.summary} />
      <Stack>
        {wanted === undefined ? null : (
          <Notice tone="warning" framed>
            {wanted.name} cannot be asked. {wanted.stateText} This is the form of {chosen.name}.
          </Notice>
        )}
        {ready.length > 1 ? (
          <FilterChips
            isChoice
            label="Broker"
            chips={ready.map((broker) => ({
              label: broker.name,
              href: `/alerts/queries/new?broker=${broker.id}`,
              on: broker.id === chosen.id,
            }))}
          />
        ) : null}
        <QueryForm key={chosen.id} brokerId={chosen.id} groups={groups} query={null} given={given} />
      </Stack>
    </>
  );
}
