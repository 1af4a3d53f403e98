import type { Metadata } from "next";
import { FilterChips, Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { AutomationTabs } from "../_components/automation-tabs";
import { jobColumns } from "../_components/job-columns";
import { LiveRefresh } from "../_components/live-refresh";
import { loadJobs, type Search } from "../_server/loaders";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: { searchParams: Search }) {
  const { page, cursor, everyone, isAdministrator, brokers, now } = await loadJobs(searchParams);
  const hrefOf = (next: string | null): string => {
    const query = new URLSearchParams({ ...(everyone ? { of: "everyone" } : {}), ...(next ? { cursor: next } : {}) });
    return query.size === 0 ? "/automation/jobs" : `/automation/jobs?${query}`;
  };
  const chips = [
    { label: "Mine", on: !everyone, href: "/automation/jobs" },
    { label: "Everyone's", on: everyone, href: everyone ? "/automation/jobs" : "/automation/jobs?of=everyone" },
  ];
  return (
    <Stack>
      <PageTitle title="Jobs" subtitle="Long work that goes on while you do something else, and survives a restart." />
      <AutomationTabs current="jobs" isAdministrator={isAdministrator} />
      <LiveRefresh busy={page.items.some((job) => job.status === "queued" || job.status === "running")} />
      {isAdministrator ? <FilterChips label="Whose" isLabelled isChoice chips={chips} /> : null}
      <Panel
        flush
        footer={
          <Pager
            summary={`${page.items.length} shown`}
            previousHref={cursor ? hrefOf(null) : null}
            nextHref={page.nextCursor === null ? null : hrefOf(page.nextCursor)}
          />
        }
      >
        <ServerTable
          caption={everyone ? "Jobs of everybody" : "Your jobs"}
          columns={jobColumns(now, everyone, brokers)}
          rows={page.items}
          rowKey={(job) => job.id}
          compact
          empty={
            <EmptyState title="No jobs" icon="clock">
              Creating targets from alerts, or refreshing a light curve, starts one.
            </EmptyState>
          }
        />
      </Panel>
    </Stack>
  );
}
