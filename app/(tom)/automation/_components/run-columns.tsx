import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { HookRunDto } from "@/lib/hooks/types";
import { formatDurationMs } from "./duration";
import { WorkState } from "./work-state";

type ObjectOfRun = Pick<HookRunDto, "objectType" | "objectId" | "targetId" | "objectName">;

const rooms: Readonly<Record<string, { words: string; path: string }>> = {
  observation: { words: "observation", path: "/observations" },
  data_product: { words: "file", path: "/data" },
  query: { words: "query", path: "/alerts/queries" },
  user: { words: "account", path: "/people" },
};

/** Its own page, or else that of its target; null where it has none. */
const hrefOf = ({ objectType, objectId, targetId }: ObjectOfRun): string | null => {
  const room = rooms[objectType];
  if (room !== undefined) return `${room.path}/${objectId}`;
  return targetId === null ? null : `/targets/${targetId}`;
};

/** The object of a run, with the way to it while it exists. */
export function RunObject({ run }: { run: ObjectOfRun }) {
  const words = rooms[run.objectType]?.words ?? run.objectType;
  if (run.objectName === null) return <Muted>deleted {words}</Muted>;
  const href = hrefOf(run);
  const text = run.objectType === "target" ? run.objectName : `${words}: ${run.objectName}`;
  return href === null ? text : <a href={href}>{text}</a>;
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
  { id: "object", header: "Object", full: true, cell: (run) => <RunObject run={run} /> },
  { id: "state", header: "State", nowrap: true, cell: (run) => <WorkState status={run.status} /> },
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
  // An empty cell is left out of the card on a phone.
  if (kind === null && run.error === null) return null;
  return (
    <>
      {kind === null ? null : <Badge>{kind}</Badge>} {run.error}
    </>
  );
}
