import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { HookRunDto } from "@/lib/hooks/types";
import { formatDurationMs } from "./duration";
import { WorkState } from "./work-state";

/** The object of a run, with the way to it while it exists. */
export function RunObject({ run }: { run: Pick<HookRunDto, "objectType" | "targetId" | "objectName"> }) {
  if (run.objectName === null) return <Muted>deleted {run.objectType}</Muted>;
  const name = run.targetId === null ? run.objectName : <a href={`/targets/${run.targetId}`}>{run.objectName}</a>;
  if (run.objectType === "target") return name;
  return (
    <>
      {run.objectType}: {name}
    </>
  );
}

export const runColumns = (now: Date): Column<HookRunDto>[] => [
  {
    id: "handler",
    header: "Handler",
    isName: true,
    nowrap: true,
    cell: (run) => (
      <a href={`/automation/runs/${run.id}`}>
        <Mono>{run.handler}</Mono>
      </a>
    ),
  },
  { id: "state", header: "State", nowrap: true, cell: (run) => <WorkState status={run.status} /> },
  { id: "object", header: "Object", cell: (run) => <RunObject run={run} /> },
  {
    id: "created",
    header: "Since",
    unit: "UTC",
    nowrap: true,
    cell: (run) => <UtcTime iso={run.createdAt} precision="second" scale={false} now={now} />,
  },
  { id: "attempts", header: "Attempts", numeric: true, cell: (run) => run.attempts },
  {
    id: "duration",
    header: "Took",
    numeric: true,
    nowrap: true,
    hint: "The newest attempt",
    cell: (run) => formatDurationMs(run.durationMs),
  },
  {
    id: "remark",
    header: "Remark",
    full: true,
    cell: (run) => <RunRemark run={run} />,
  },
];

/** What sets a run apart: that it repeats another, or why it did not do its work. */
function RunRemark({ run }: { run: HookRunDto }) {
  const kind = run.dryRun ? "dry run" : run.replayOf === null ? null : "replay";
  if (kind === null && run.error === null) return "–";
  return (
    <>
      {kind === null ? null : <Badge>{kind}</Badge>} {run.error}
    </>
  );
}
