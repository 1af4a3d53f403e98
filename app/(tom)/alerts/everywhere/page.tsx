import type { Metadata } from "next";
import { LazyBrokerLooks } from "@/components/brokers/lazy-looks";
import { FilterForm, FilterText } from "@/components/forms/filter-form";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Coordinate } from "@/components/ui/values";
import { services } from "@/lib/web/services";
import { AlertsTabs } from "../_components/alerts-tabs";
import { type EverywhereSearch, readEverywhere } from "../_components/everywhere-address";
import { loadEverywhere } from "../_server/loaders";

export const metadata: Metadata = { title: "Look everywhere" };

type Props = { searchParams: Promise<EverywhereSearch> };

/** One object at every broker at once, from a position or a name. */
export default async function EverywherePage({ searchParams }: Props) {
  const asked = readEverywhere(await searchParams);
  const { brokers, target, address } = await loadEverywhere(asked);
  return (
    <>
      <PageTitle
        title="Look everywhere"
        subtitle="Every broker, asked at once for what it has at a place or under a name."
      />
      <Stack>
        <AlertsTabs current="everywhere" />
        <FilterForm action="/alerts/everywhere" label="Look everywhere" submitLabel="Ask all">
          <FilterText
            name="q"
            label="Name or position"
            value={asked.q}
            mono
            wide
            placeholder="ZTF20aaelulu, SN 2020oi, 12:22:54.9 +15:49:25"
            {...(asked.problems.q === undefined ? {} : { error: asked.problems.q })}
          />
          <FilterText
            name="radius"
            label="Radius"
            unit="arcsec"
            inputMode="decimal"
            value={asked.radius ?? "5"}
            {...(asked.problems.radius === undefined ? {} : { error: asked.problems.radius })}
          />
        </FilterForm>
        {address === null ? (
          <EmptyState title="What are you looking for?" icon="search">
            A survey&rsquo;s name, the name of a target of yours, or a position in any usual form.
          </EmptyState>
        ) : (
          <Panel
            id="everywhere"
            title="Every broker"
            note={
              <>
                {asked.name === null ? null : `called ${asked.name}`}
                {target === null ? null : (
                  <>
                    , your target <a href={`/targets/${target.id}?tab=alerts`}>{target.name}</a>
                  </>
                )}
                {address.position === null ? null : (
                  <>
                    {" "}
                    around <Coordinate {...address.position} layout="inline" />
                  </>
                )}
              </>
            }
            flush
          >
            <LazyBrokerLooks
              key={address.href}
              brokers={brokers}
              kept={[]}
              address={address.href}
              method="GET"
              mayAsk
              linkAddress={null}
              linked={null}
              own={null}
              nowIso={services().clock.now().toISOString()}
            />
          </Panel>
        )}
      </Stack>
    </>
  );
}
