import type { Column } from "@/components/ui/data-table";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { HookRunStep } from "@/lib/hooks/types";
import { formatDurationMs } from "./duration";

const columns: readonly Column<HookRunStep>[] = [
  { id: "name", header: "Step", isName: true, cell: (step) => <Mono>{step.name}</Mono> },
  { id: "attempt", header: "Attempt", numeric: true, hint: "The one that did it", cell: (step) => step.attempt },
  {
    id: "at",
    header: "When",
    unit: "UTC",
    nowrap: true,
    cell: (step) => <UtcTime iso={step.at} precision="ms" show="time" scale={false} />,
  },
  {
    id: "took",
    header: "Took",
    numeric: true,
    nowrap: true,
    cell: (step) => formatDurationMs(step.durationMs),
  },
  {
    id: "answer",
    header: "Answer",
    full: true,
    cell: (step) => (step.answer === null ? "–" : <Mono>{JSON.stringify(step.answer)}</Mono>),
  },
];

/** What a run has done and does not do again when it is tried again. */
export function RunSteps({ steps }: { steps: readonly HookRunStep[] }) {
  return (
    <ServerTable
      caption="Steps of this run"
      columns={columns}
      rows={steps}
      rowKey={(step) => step.name}
      compact
      scroll="box"
      empty={<EmptyState title="No steps">This handler names no step: an attempt does all of it.</EmptyState>}
    />
  );
}
