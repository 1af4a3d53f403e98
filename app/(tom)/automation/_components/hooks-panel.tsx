import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { HookOverview } from "@/lib/hooks/types";
import { WorkState } from "./work-state";

type Row = HookOverview["handlers"][number] & { hook: string };

const scopes: Readonly<Record<string, string>> = {
  open: "see open targets",
  actor: "see what the actor sees",
  everything: "see every target",
};

/** What a handler declares, in words; hosts are administration's business and not told to everybody. */
function mayOf({ scope, rights, hosts }: Row): string {
  const asks = hosts.length === 0 ? [] : [hosts.length === 1 ? "ask one other service" : "ask other services"];
  const all = [...(scopes[scope] === undefined ? [] : [scopes[scope]]), ...rights, ...asks];
  return all.length === 0 ? "–" : all.join(", ");
}

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
    id: "may",
    header: "May",
    hint: "What it declares beyond reading its own object",
    cell: (row) => mayOf(row),
  },
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

const unusedColumns: Column<HookOverview>[] = [
  { id: "hook", header: "Hook", isName: true, nowrap: true, cell: (row) => <Mono>{row.hook}</Mono> },
  { id: "summary", header: "When it fires", full: true, cell: (row) => row.summary },
];

/** What is registered where: each hook, when it fires, and its handlers in the order of the config. */
export function HooksPanel({ hooks, now }: { hooks: readonly HookOverview[]; now: Date }) {
  const unused = hooks.filter((hook) => hook.handlers.length === 0);
  return (
    <>
      {hooks.map((hook) =>
        hook.handlers.length === 0 ? null : (
          <Panel key={hook.hook} id={`hook-${hook.hook}`} title={<Mono>{hook.hook}</Mono>} note={hook.summary} flush>
            <ServerTable
              caption={`Handlers of ${hook.hook}`}
              columns={columns(now)}
              rows={hook.handlers.map((handler) => ({ ...handler, hook: hook.hook }))}
              rowKey={(row) => row.name}
              compact
              empty={null}
            />
          </Panel>
        ),
      )}
      {unused.length === 0 ? null : (
        <Panel
          id="unused-hooks"
          title="Hooks without a handler"
          note="Name one under hooks in tom.config.ts and it runs for every change from then on."
          flush
        >
          <ServerTable
            caption="Hooks without a handler"
            columns={unusedColumns}
            rows={unused}
            rowKey={(row) => row.hook}
            compact
            empty={null}
          />
        </Panel>
      )}
    </>
  );
}
