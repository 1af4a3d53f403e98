import { StateBadge, type Tone } from "@/components/ui/badge";
import type { AlertState, RunStatus } from "@/lib/alerts/types";

const tones: Record<RunStatus, Tone> = { running: "busy", done: "good", partial: "warning", failed: "bad" };

export function RunState({ status, pill = false }: { status: RunStatus; pill?: boolean }) {
  return (
    <StateBadge tone={tones[status]} pill={pill}>
      {status}
    </StateBadge>
  );
}

const alertTones: Record<AlertState, Tone> = { new: "good", known: "neutral", updated: "warning" };

export function AlertStateBadge({ state }: { state: AlertState }) {
  return <StateBadge tone={alertTones[state]}>{state}</StateBadge>;
}
