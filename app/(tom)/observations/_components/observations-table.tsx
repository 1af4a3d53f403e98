import type { ReactNode } from "react";
import { AllSky } from "@/components/sky/all-sky";
import { StateBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { type FilterChip, FilterChips, Pager } from "@/components/ui/links";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import { type ObservationFilter, type ObservationSort, observationSorts } from "@/lib/observations/list-schema";
import type { ObservationDto, ObservationOnSky } from "@/lib/observations/types";
import { BulkState } from "./bulk-state";
import { stateWords, toneOf } from "./observation-state";
import styles from "./observations.module.css";
import { type ObservationsAddress, observationsHref } from "./observations-address";

const formId = "observations-selection";

export type ObservationList = {
  address: ObservationsAddress;
  page: { items: readonly ObservationDto[]; nextCursor: string | null };
  facilities: readonly { id: string; name: string; states: readonly string[] }[];
  /** Of every facility, each once. */
  states: readonly string[];
  /** Null while the map is not asked for. */
  sky: readonly ObservationOnSky[] | null;
  /** The target that the list is narrowed to, by name. */
  targetName: string | null;
  mayChange: boolean;
  now: Date;
};

function chipsOf({ address, facilities, states, targetName }: ObservationList): FilterChip[] {
  const { filter } = address;
  const chip = (label: string, on: boolean, set: ObservationFilter, unset: ObservationFilter): FilterChip => ({
    label,
    on,
    href: observationsHref(address, { filter: on ? unset : set }),
  });
  const over = (label: string, terminal: boolean) =>
    chip(label, filter.terminal === terminal, { terminal, status: undefined }, { terminal: undefined });
  return [
    ...(filter.targetId === undefined ? [] : [chip(targetName ?? "one target", true, {}, { targetId: undefined })]),
    over("under way", false),
    over("over", true),
    ...states.map((status) =>
      chip(stateWords(status), filter.status === status, { status, terminal: undefined }, { status: undefined }),
    ),
    ...(facilities.length < 2
      ? []
      : facilities.map(({ id, name }) =>
          chip(name, filter.facilityId === id, { facilityId: id }, { facilityId: undefined }),
        )),
  ];
}

const sortingOf = (address: ObservationsAddress) => ({
  key: address.sort.replace(/^-/, ""),
  direction: address.sort.startsWith("-") ? ("descending" as const) : ("ascending" as const),
  href: (key: string, direction: "ascending" | "descending") => {
    const wanted = direction === "ascending" ? key : `-${key}`;
    const sort: ObservationSort | undefined = observationSorts.find((one) => one === wanted);
    return observationsHref(address, sort === undefined ? {} : { sort });
  },
});

function SkyPanel({ sky }: { sky: readonly ObservationOnSky[] }) {
  const tones = ["busy", "good", "bad"] as const;
  const words = { busy: "under way", good: "completed", bad: "failed" };
  return (
    <div className={styles.map}>
      <AllSky
        label="The observations of this list on the sky"
        points={sky.map((one) => ({
          id: one.id,
          raDeg: one.raDeg,
          decDeg: one.decDeg,
          tone: toneOf(one) as (typeof tones)[number],
          href: `/observations/${one.id}`,
          title: `${one.targetName}: ${stateWords(one.status)}`,
        }))}
      />
      <div className={styles.legend}>
        {tones.map((tone) => (
          <StateBadge key={tone} tone={tone}>
            {words[tone]}
          </StateBadge>
        ))}
        <Muted>Hammer projection, ICRS; the line is the galactic plane.</Muted>
      </div>
    </div>
  );
}

const hasFilter = ({ filter }: ObservationsAddress): boolean =>
  Object.values(filter).some((value) => value !== undefined);

function Nothing({ list }: { list: ObservationList }) {
  if (hasFilter(list.address)) {
    return (
      <EmptyState
        title="No observation matches"
        icon="list-filter"
        next={
          <ButtonLink small href={list.address.path}>
            All observations
          </ButtonLink>
        }
      >
        Take a filter away.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No observation here that you may see" icon="telescope">
      What was asked of telescopes for your targets will be listed here. Add the first one on a target's page.
    </EmptyState>
  );
}

/** The list with its chips, its map, its pages, and one state for the rows that are ticked. */
export function ObservationsTable({
  list,
  columns,
  extra,
}: {
  list: ObservationList;
  columns: readonly Column<ObservationDto>[];
  extra?: ReactNode;
}) {
  const { address, page, sky, states, mayChange } = list;
  const rows = page.items.length;
  return (
    <>
      <Panel flush>
        <div className={styles.bar}>
          <FilterChips label="Filters" chips={chipsOf(list)} />
          <ButtonLink small icon="globe" href={observationsHref(address, { map: !address.map })} data-scroll="keep">
            {address.map ? "Hide the sky" : "Sky map"}
          </ButtonLink>
          {extra}
        </div>
        {sky === null ? null : <SkyPanel sky={sky} />}
        <DataTable<ObservationDto>
          caption="Observations"
          columns={columns}
          rows={page.items}
          rowKey={(row) => row.id}
          rowHref={(row) => `/observations/${row.id}`}
          sorting={sortingOf(address)}
          {...(mayChange
            ? { selection: { form: formId, name: "ids", label: (row) => `${row.targetName}, ${row.facilityName}` } }
            : {})}
          empty={<Nothing list={list} />}
        />
        {rows === 0 || (page.nextCursor === null && address.cursor === null) ? null : (
          <Pager
            summary={`${rows} shown`}
            previousHref={address.cursor === null ? null : observationsHref(address)}
            nextHref={page.nextCursor === null ? null : observationsHref(address, { cursor: page.nextCursor })}
          />
        )}
      </Panel>
      {mayChange && rows > 0 ? <BulkState formId={formId} states={states} /> : null}
    </>
  );
}
