import { StateBadge, type Tone } from "@/components/ui/badge";
import type { ReportStatus } from "@/lib/alerts/report-schema";

const states: Record<ReportStatus, { tone: Tone; label: string }> = {
  draft: { tone: "neutral", label: "draft" },
  queued: { tone: "busy", label: "to be sent" },
  sending: { tone: "busy", label: "being sent" },
  unknown: { tone: "warning", label: "perhaps sent" },
  waiting: { tone: "busy", label: "sent, not answered yet" },
  accepted: { tone: "good", label: "accepted" },
  rejected: { tone: "bad", label: "rejected" },
  failed: { tone: "bad", label: "not sent" },
};

export function ReportState({ status, pill = false }: { status: ReportStatus; pill?: boolean }) {
  const { tone, label } = states[status];
  return (
    <StateBadge tone={tone} pill={pill}>
      {label}
    </StateBadge>
  );
}
