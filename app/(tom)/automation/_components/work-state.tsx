import { StateBadge, type Tone } from "@/components/ui/badge";
import type { HookRunStatus } from "@/lib/hooks/types";

const tones: Record<HookRunStatus, Tone> = {
  queued: "neutral",
  running: "busy",
  done: "good",
  failed: "bad",
  paused: "warning",
  cancelled: "neutral",
};

/** How a hook run or a job fares. */
export function WorkState({ status, pill = false }: { status: HookRunStatus; pill?: boolean }) {
  return (
    <StateBadge tone={tones[status]} pill={pill}>
      {status}
    </StateBadge>
  );
}
