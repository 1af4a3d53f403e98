import { StateBadge, type Tone } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { UtcTime } from "@/components/ui/values";
import type { MailDto, MailState } from "@/lib/mail/types";

const tones: Record<MailState, Tone> = {
  queued: "busy",
  sent: "good",
  failed: "bad",
  unsent: "warning",
  held: "warning",
};

export const MailStateBadge = ({ state }: { state: MailState }) => <StateBadge tone={tones[state]}>{state}</StateBadge>;

export const mailColumns = (now: Date, hrefOf: (id: string) => string): Column<MailDto>[] => [
  {
    id: "subject",
    header: "Subject",
    isName: true,
    full: true,
    cell: (mail) => <a href={hrefOf(mail.id)}>{mail.subject}</a>,
  },
  { id: "to", header: "To", nowrap: true, cell: (mail) => mail.to },
  { id: "state", header: "State", nowrap: true, cell: (mail) => <MailStateBadge state={mail.state} /> },
  {
    id: "created",
    header: "Asked for",
    unit: "UTC",
    nowrap: true,
    cell: (mail) => <UtcTime iso={mail.createdAt} scale={false} now={now} />,
  },
  { id: "attempts", header: "Attempts", numeric: true, cell: (mail) => mail.attempts },
  { id: "error", header: "Remark", full: true, cell: (mail) => mail.error ?? "–" },
];
