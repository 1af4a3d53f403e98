import { Fragment } from "react";
import { ActionButton } from "@/components/forms/action-button";
import { StateBadge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { counted } from "@/lib/core/counted";
import type { HookOverview } from "@/lib/hooks/types";
import { pauseHandlerAction, resumeHandlerAction } from "../_server/actions";
import { formatDurationMs } from "./duration";
import { scopeWords } from "./handler-words";
import { WorkState } from "./work-state";

type Row = HookOverview["handlers"][number] & { hook: string };

const runsHref = (row: Row, more: Record<string, string> = {}): string =>
  `/automation?${new URLSearchParams({ hook: row.hook, handler: row.name, ...more })}#runs`;

const atMost = (count: number): string => (count < 1_000 ? count.toLocaleString("en") : "1,000 or more");

/** What a handler may see, change and ask, as it declared; which hosts these are is told to administrators. */
function Declared({ row, isAdministrator }: { row: Row; isAdministrator: boolean }) {
  return (
    <>
      {scopeWords[row.scope] ?? row.scope}
      {row.rights.length === 0 ? "; changes nothing" : null}
      {row.rights.length > 0 ? (
        <>
          ; may <Mono>{row.rights.join(", ")}</Mono>
        </>
      ) : null}
      {row.hosts.length > 0 && isAdministrator ? (
        <>
          ; asks <Mono>{row.hosts.join(", ")}</Mono>
        </>
      ) : null}
      {row.hosts.length > 0 && !isAdministrator ? "; asks other services" : null}.{" "}
      <Muted>
        {counted(row.attemptsMax, "attempt")} of at most {formatDurationMs(row.timeoutMs)}
      </Muted>
    </>
  );
}

/** May be broken behind each of its words, where there is little room. */
const Hook = ({ name }: { name: string }) => (
  <Mono>
    {name.split("_").map((word, index) => (
      <Fragment key={`${word} ${name.slice(0, index)}`}>
        {index === 0 ? null : (
          <>
            _<wbr />
          </>
        )}
        {word}
      </Fragment>
    ))}
  </Mono>
);

function NewestRun({ row, now }: { row: Row; now: Date }) {
  if (row.lastRun === null) return <Muted>none lately</Muted>;
  return (
    <>
      <a href={`/automation/runs/${row.lastRun.id}`}>
        <UtcTime iso={row.lastRun.createdAt} scale={false} now={now} />
      </a>{" "}
      <WorkState status={row.lastRun.status} />
    </>
  );
}

function HandlerState({ row, now }: { row: Row; now: Date }) {
  const waiting =
    row.waiting === 0 ? null : <a href={runsHref(row, { status: "paused" })}>{atMost(row.waiting)} wait</a>;
  if (row.pause === null) return <StateBadge tone="good">on</StateBadge>;
  return (
    <>
      <StateBadge tone="warning">paused</StateBadge> by {row.pause.by}, <UtcTime iso={row.pause.at} now={now} />
      {waiting === null ? null : <>; {waiting}</>}
    </>
  );
}

function PauseButton({ row }: { row: Row }) {
  const fields = { hook: row.hook, handler: row.name };
  const about = `${row.name} for ${row.hook}`;
  return row.pause === null ? (
    <ActionButton
      action={pauseHandlerAction}
      fields={fields}
      label={`Pause ${about}`}
      done="Its runs wait from now on."
      small
      icon="pause"
    >
      Pause
    </ActionButton>
  ) : (
    <ActionButton
      action={resumeHandlerAction}
      fields={fields}
      label={`Resume ${about}`}
      done="Its runs go on."
      small
      icon="play"
    >
      Resume
    </ActionButton>
  );
}

const columns = (now: Date, isAdministrator: boolean): Column<Row>[] => [
  {
    id: "handler",
    header: "Handler",
    isName: true,
    cell: (row) => (
      <>
        <a href={runsHref(row)}>
          <Mono>{row.name}</Mono>
        </a>
        <br />
        <Muted>
          for <Hook name={row.hook} />
        </Muted>
      </>
    ),
  },
  { id: "summary", header: "What it does", full: true, cell: (row) => (row.summary === "" ? "–" : row.summary) },
  {
    id: "declared",
    header: "Sees and may",
    full: true,
    cell: (row) => <Declared row={row} isAdministrator={isAdministrator} />,
  },
  { id: "last", header: "Newest run", unit: "UTC", cell: (row) => <NewestRun row={row} now={now} /> },
  {
    id: "failed",
    header: "Failed",
    unit: "24 h",
    numeric: true,
    hint: "Runs that failed for good in the last 24 hours",
    cell: (row) =>
      row.failedLastDay === 0 ? "0" : <a href={runsHref(row, { status: "failed" })}>{atMost(row.failedLastDay)}</a>,
  },
  { id: "state", header: "State", cell: (row) => <HandlerState row={row} now={now} /> },
  ...(isAdministrator
    ? [{ id: "actions", header: "Actions", isActions: true, cell: (row: Row) => <PauseButton row={row} /> }]
    : []),
];

const unusedColumns: Column<HookOverview>[] = [
  { id: "hook", header: "Hook", isName: true, nowrap: true, cell: (row) => <Mono>{row.hook}</Mono> },
  { id: "summary", header: "When it fires", full: true, cell: (row) => row.summary },
];

type Props = { hooks: readonly HookOverview[]; engineName: string; isAdministrator: boolean; now: Date };

/** What is registered where: the handlers in the order of the config. */
export const HooksPanel = ({ hooks, engineName, isAdministrator, now }: Props) => (
  <Panel id="handlers" title="Handlers" note={`Carried out by ${engineName}`} flush>
    <ServerTable
      caption="Handlers"
      columns={columns(now, isAdministrator)}
      rows={hooks.flatMap((hook) => hook.handlers.map((handler) => ({ ...handler, hook: hook.hook })))}
      rowKey={(row) => `${row.hook}/${row.name}`}
      compact
      empty={
        <EmptyState title="No handler is configured" icon="workflow">
          Name one under hooks in tom.config.ts and it runs for every change from then on.
        </EmptyState>
      }
    />
  </Panel>
);

/** The hooks that have no handler, and when they would fire. */
export function UnusedHooks({ hooks }: { hooks: readonly HookOverview[] }) {
  const unused = hooks.filter((hook) => hook.handlers.length === 0);
  if (unused.length === 0) return null;
  return (
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
  );
}
