import { StateBadge, type Tone } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { HookRunLine } from "@/lib/hooks/types";

type Row = HookRunLine & { key: string };

const tones: Record<HookRunLine["level"], Tone> = { debug: "neutral", info: "neutral", warn: "warning", error: "bad" };

const columns: readonly Column<Row>[] = [
  {
    id: "at",
    header: "When",
    unit: "UTC",
    nowrap: true,
    full: true,
    cell: (line) => <UtcTime iso={line.at} precision="ms" show="time" scale={false} />,
  },
  { id: "attempt", header: "Attempt", numeric: true, cell: (line) => line.attempt },
  { id: "level", header: "Level", cell: (line) => <StateBadge tone={tones[line.level]}>{line.level}</StateBadge> },
  { id: "message", header: "Line", isName: true, full: true, cell: (line) => line.message },
  {
    id: "fields",
    header: "Fields",
    full: true,
    cell: (line) => (Object.keys(line.fields).length === 0 ? "" : <Mono>{JSON.stringify(line.fields)}</Mono>),
  },
];

/** What a handler logged, and how each of its attempts ended. */
export function RunLines({ lines }: { lines: readonly HookRunLine[] }) {
  return (
    <ServerTable
      caption="Log of this run"
      columns={columns}
      rows={lines.map((line, index) => ({ ...line, key: `${line.at} ${index}` }))}
      rowKey={(line) => line.key}
      compact
      scroll="box"
      empty={<EmptyState title="No lines">The handler logged nothing, and no attempt failed.</EmptyState>}
    />
  );
}
