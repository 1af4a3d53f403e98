import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { HookOverview } from "@/lib/hooks/types";
import { WorkState } from "./work-state";

type Row = HookOverview["handlers"][number] & { hook: string };

const columns = (now: Date): Column<Row>[] => [
  {
    id: "handler",
    header: "Handler",
    isName: true,
    nowrap: true,
    cell: (row) => (
      <a href={`/automation?${new URLSearchParams({ handler: row.name })}`}>
        <Mono>{row.name}</Mono>
      </a>
    ),
  },
  { id: "summary", header: "What it does", full: true, cell: (row) => (row.summary === "" ? "–" : row.summary) },
  {
    id: "last",
    header: "Newest run",
    unit: "UTC",
    nowrap: true,
    cell: (row) =>
      row.lastRun === null ? (
        <Muted>none lately</Muted>
      ) : (
        <a href={`/automation/runs/${row.lastRun.id}`}>
          <UtcTime iso={row.lastRun.createdAt} scale={false} now={now} />
        </a>
      ),
  },
  {
    id: "state",
    header: "State",
    cell: (row) => (row.lastRun === null ? "–" : <WorkState status={row.lastRun.status} />),
  },
];

/** What is registered where: each hook, when it fires, and its handlers in the order of the config. */
export function HooksPanel({ hooks, now }: { hooks: readonly HookOverview[]; now: Date }) {
  return hooks.map((hook) => (
    <Panel key={hook.hook} id={`hook-${hook.hook}`} title={<Mono>{hook.hook}</Mono>} note={hook.summary} flush>
      <DataTable
        caption={`Handlers of ${hook.hook}`}
        columns={columns(now)}
        rows={hook.handlers.map((handler) => ({ ...handler, hook: hook.hook }))}
        rowKey={(row) => row.name}
        compact
        empty={
          <EmptyState title="No handler" icon="workflow">
            Name one under hooks in tom.config.ts and it runs for every change from then on.
          </EmptyState>
        }
      />
    </Panel>
  ));
}
