import { ColumnChooser } from "@/components/forms/filter-form";
import { ButtonLink } from "@/components/ui/button";
import { FilterChips, Pager } from "@/components/ui/links";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState, FailedState } from "@/components/ui/states";
import type { Sorting } from "@/components/ui/table-header";
import { pageSortOf, type TargetFilter, targetSorts } from "@/lib/targets/list-schema";
import type { ListedTarget, TargetListPage } from "@/lib/targets/types";
import styles from "./list.module.css";
import { filterQuery, hasFilter, keptOf, type ListAddress, listHref, listQuery } from "./list-address";
import { ListBulk } from "./list-bulk";
import { chipsOf } from "./list-chips";
import { listColumnIds, listColumnLabels } from "./list-column-ids";
import { type ColumnChoice, listColumns, targetHref } from "./list-columns";
import { VisibilityMarks } from "./list-marks";
import type { TargetList } from "./list-types";

const formId = "targets-selection";

const sortingOf = (address: ListAddress): Sorting => ({
  key: address.sort.replace(/^-/, ""),
  direction: address.sort.startsWith("-") ? "descending" : "ascending",
  href: (key, direction) => {
    const wanted = direction === "ascending" ? key : `-${key}`;
    const sort = targetSorts.find((one) => one === wanted);
    return listHref(address, sort === undefined ? {} : { sort });
  },
});

/** The list that a target was opened from: its previous and next walk this one. */
const fromQuery = (address: ListAddress): string => {
  const { cursor, before } = address;
  return encodeURIComponent(listQuery(address, { cursor, before }));
};

/** The list of one tag, but for the tag itself. */
const tagHref = (address: ListAddress): string => {
  const query = listQuery(address, { typed: { tag: null } });
  return `/targets?${query === "" ? "" : `${query}&`}tag=`;
};

const number = (value: number): string => value.toLocaleString("en");

function Summary({ page, total, address }: { page: TargetListPage; total: number | null; address: ListAddress }) {
  const shown = page.items.length;
  if (total !== null) {
    return shown === total ? `${number(total)} ${total === 1 ? "target" : "targets"}` : `${shown} of ${number(total)}`;
  }
  const { cursor, before } = address;
  return (
    <>
      {shown} of many ·{" "}
      <a href={listHref(address, { cursor, before, count: true })} data-scroll="keep" rel="nofollow">
        count them
      </a>
    </>
  );
}

function Columns({ address, columns }: Pick<TargetList, "address" | "columns">) {
  return (
    <div className={styles.columns}>
      <ColumnChooser
        action="/targets"
        keep={keptOf(address, ["columns"])}
        columns={listColumnIds.map((id) => ({ id, label: listColumnLabels[id], shown: columns.includes(id) }))}
      />
    </div>
  );
}

function Nothing({ list }: { list: TargetList }) {
  const { address, otherSpelling, signedIn } = list;
  if (!hasFilter(address))
    return (
      <EmptyState title="No target here that you may see" icon="crosshair">
        {signedIn
          ? "Yours and those shared with you will be listed here."
          : "Open targets are listed here; sign in to see more."}
      </EmptyState>
    );
  const all = (
    <ButtonLink small href="/targets">
      All targets
    </ButtonLink>
  );
  const { q } = address.typed;
  if (otherSpelling.length === 0)
    return (
      <EmptyState title="No target matches" icon="search" next={all}>
        {q === undefined
          ? "Take a filter away, or widen the circle."
          : `No name or alias contains “${q.slice(0, 100)}”.`}
      </EmptyState>
    );
  return (
    <EmptyState title={`No name contains “${q ?? ""}”, but in another spelling there is`} icon="search" next={all}>
      <span className={styles.spelled}>
        {otherSpelling.map((one) => (
          <a key={one.id} href={`/targets/${one.id}`}>
            {one.name}
          </a>
        ))}
      </span>
    </EmptyState>
  );
}

function separationOf(filter: TargetFilter): ColumnChoice["separation"] {
  if (filter.cone === undefined) return null;
  return pageSortOf(filter) === "separation" ? "sortable" : "shown";
}

function Body({ list }: { list: TargetList }) {
  const { address, page, problems, failed, signedIn, columns, filter, now } = list;
  if (failed) {
    return (
      <FailedState
        title="The list could not be read"
        why="Something went wrong on our side; the log has it."
        retryHref={listHref(address, address)}
      />
    );
  }
  if (page === null)
    return (
      <EmptyState
        title="The filter is not right yet"
        icon="list-filter"
        next={
          <ButtonLink small href={problems.cursor === undefined ? "/targets" : listHref(address)}>
            {problems.cursor === undefined ? "All targets" : "From the first page"}
          </ButtonLink>
        }
      >
        {Object.values(problems).join(". ")}.
      </EmptyState>
    );
  if (page.items.length === 0) return <Nothing list={list} />;
  const choice = {
    columns,
    separation: separationOf(filter),
    from: fromQuery(address),
    tagHref: tagHref(address),
    nowMs: now.getTime(),
  };
  const href = targetHref(choice.from);
  const selectionForm = signedIn ? formId : null;
  return (
    <ServerTable<ListedTarget>
      caption="Targets"
      columns={listColumns(choice)}
      rows={page.items}
      rowKey={(row) => row.id}
      rowHref={(row) => href(row.id)}
      sorting={sortingOf(address)}
      {...(selectionForm === null
        ? {}
        : { selection: { form: selectionForm, name: "ids", label: (row) => `Select ${row.name}` } })}
      empty={null}
    />
  );
}

function Foot({ page, total, address }: { page: TargetListPage; total: number | null; address: ListAddress }) {
  const { previousCursor, nextCursor } = page;
  return (
    <Pager
      summary={<Summary page={page} total={total} address={address} />}
      previousHref={previousCursor === null ? null : listHref(address, { before: previousCursor })}
      nextHref={nextCursor === null ? null : listHref(address, { cursor: nextCursor })}
    />
  );
}

/** The list with its chips, its columns, its pages and what can be done with the rows that are ticked. */
export function ListTable({ list }: { list: TargetList }) {
  const { address, columns, filter, groups, page, total, signedIn } = list;
  const { cursor, before } = address;
  const place = { cursor, before };
  const rows = page?.items.length ?? 0;
  return (
    <>
      <Panel flush>
        <div className={styles.bar}>
          <FilterChips label="Filters" chips={chipsOf(address, filter, groups)} />
          <div className={styles.tools}>
            {page === null ? null : (
              <ButtonLink
                small
                icon="download"
                href={`/api/v1/targets?format=csv&${filterQuery(address)}`}
                download
                title="Everything that the filter selects, with the TOM Toolkit's column names"
              >
                CSV
              </ButtonLink>
            )}
            <ButtonLink
              small
              icon="columns-3"
              href={listHref(address, { ...place, open: address.open === "columns" ? null : "columns" })}
              data-scroll="keep"
            >
              Columns
            </ButtonLink>
          </div>
        </div>
        {address.open === "columns" ? <Columns address={address} columns={columns} /> : null}
        <VisibilityMarks />
        <Body list={list} />
        {page === null || rows === 0 ? null : <Foot page={page} total={total} address={address} />}
      </Panel>
      {signedIn && page !== null && rows > 0 ? (
        <ListBulk formId={formId} filterQuery={filterQuery(address)} shown={rows} total={total} />
      ) : null}
    </>
  );
}
