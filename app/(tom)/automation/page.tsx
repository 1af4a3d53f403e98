import type { Metadata } from "next";
import { FilterChips, Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState, Notice } from "@/components/ui/states";
import { hookRunStatuses } from "@/lib/hooks/types";
import { AutomationTabs } from "./_components/automation-tabs";
import { EngineTrouble, engineName } from "./_components/engine-panel";
import { HooksPanel, UnusedHooks } from "./_components/hooks-panel";
import { LiveRefresh } from "./_components/live-refresh";
import { runColumns } from "./_components/run-columns";
import { loadAutomation, type Search } from "./_server/loaders";

export const metadata: Metadata = { title: "Automation" };

type Filter = Partial<Record<"hook" | "handler" | "status" | "objectId" | "cursor", string | undefined>>;

const hrefOf = (filter: Filter): string => {
  const set = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return set.length === 0 ? "/automation" : `/automation?${new URLSearchParams(set)}`;
};

/** One chip a value: on, it shows the way out of the filter; off, the way in. */
function chipsOf(filter: Filter, name: "hook" | "handler" | "status", values: readonly string[]) {
  return values.map((value) => {
    const on = filter[name] === value;
    return { label: value, on, href: hrefOf({ ...filter, [name]: on ? undefined : value }) };
  });
}

export default async function AutomationPage({ searchParams }: { searchParams: Search }) {
  const { hooks, filter, cursor, runs, now, clockAlarm, isAdministrator, engine } = await loadAutomation(searchParams);
  const used = hooks.filter((hook) => hook.handlers.length > 0);
  const handlers = [...new Set(used.flatMap((hook) => hook.handlers.map((handler) => handler.name)))];
  const filtered = Object.keys(filter).length > 0;
  return (
    <Stack>
      <PageTitle title="Automation" subtitle="What runs by itself when something changes, and how it went." />
      <AutomationTabs current="hooks" isAdministrator={isAdministrator} />
      <LiveRefresh busy={runs.items.some((run) => run.status === "queued" || run.status === "running")} />
      {clockAlarm === null ? null : (
        <Notice tone="warning" framed>
          {clockAlarm} Times that are written down are wrong by as much, and signed requests may be refused: set it
          right.
        </Notice>
      )}
      <EngineTrouble engine={engine} now={now} />
      <HooksPanel hooks={hooks} engineName={engineName(engine)} isAdministrator={isAdministrator} now={now} />
      {used.length < 2 ? null : (
        <FilterChips
          label="Hook"
          isLabelled
          chips={chipsOf(
            filter,
            "hook",
            used.map((hook) => hook.hook),
          )}
        />
      )}
      <FilterChips label="Handler" isLabelled chips={chipsOf(filter, "handler", handlers)} />
      <FilterChips
        label="State"
        isLabelled
        chips={[
          ...chipsOf(filter, "status", hookRunStatuses),
          ...(filter.objectId
            ? [{ label: "object", value: filter.objectId, on: true, href: hrefOf({ ...filter, objectId: undefined }) }]
            : []),
        ]}
      />
      <Panel
        id="runs"
        title="Runs"
        flush
        footer={
          <Pager
            summary={`${runs.items.length} shown`}
            previousHref={cursor ? hrefOf(filter) : null}
            nextHref={runs.nextCursor === null ? null : hrefOf({ ...filter, cursor: runs.nextCursor })}
          />
        }
      >
        <ServerTable
          caption="Hook runs"
          columns={runColumns(now)}
          rows={runs.items}
          rowKey={(run) => run.id}
          rowHref={(run) => `/automation/runs/${run.id}`}
          compact
          empty={
            <EmptyState title={filtered ? "No run fits these filters" : "Nothing has run yet"} icon="workflow">
              {filtered ? (
                <a href="/automation">Show all runs</a>
              ) : (
                "As soon as a target that you can see is saved, its handlers run and are listed here."
              )}
            </EmptyState>
          }
        />
      </Panel>
      <UnusedHooks hooks={hooks} />
    </Stack>
  );
}
