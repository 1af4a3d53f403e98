import type { Metadata } from "next";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { AutomationTabs } from "../_components/automation-tabs";
import { EnginePanel, EngineTrouble } from "../_components/engine-panel";
import { LiveRefresh } from "../_components/live-refresh";
import { scheduleColumns } from "./_components/schedule-columns";
import { loadSchedules } from "./_server/loaders";

export const metadata: Metadata = { title: "Schedules" };

export default async function SchedulesPage() {
  const { engine, now, isAdministrator, tasks, queries, isMore } = await loadSchedules();
  return (
    <Stack>
      <PageTitle title="Schedules" subtitle="What runs by the clock, when next, and what carries it out." />
      <AutomationTabs current="schedules" isAdministrator={isAdministrator} />
      <LiveRefresh busy={false} />
      <EngineTrouble engine={engine} now={now} />
      <Panel id="queries" title="Saved queries" note={isMore ? `The newest ${queries.length}` : undefined} flush>
        <ServerTable
          caption="Schedules of saved queries"
          columns={scheduleColumns(now, (query) => `/alerts/queries/${query.id}`)}
          rows={queries}
          rowKey={(query) => query.id}
          compact
          empty={
            <EmptyState title="No query runs by itself" icon="clock">
              Give a <a href="/alerts/queries">saved query</a> a schedule, and it is listed here.
            </EmptyState>
          }
        />
      </Panel>
      <Panel id="tasks" title="Tasks of the house" flush>
        <ServerTable
          caption="Periodic tasks"
          columns={scheduleColumns(now, null)}
          rows={tasks}
          rowKey={(task) => task.name}
          compact
          empty={null}
        />
      </Panel>
      <EnginePanel engine={engine} now={now} />
    </Stack>
  );
}
