import { ActionButton } from "@/components/forms/action-button";
import { StateBadge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { SessionDto } from "@/lib/access/types";
import { revokeSessionAction, signOutEverywhereAction } from "../_server/actions";
import { browserName } from "./browser-name";

type Row = SessionDto & { isThis: boolean };

const columns: readonly Column<Row>[] = [
  { id: "browser", header: "Browser", isName: true, cell: (row) => browserName(row.userAgent) },
  { id: "network", header: "Network", cell: (row) => <Mono>{row.network}</Mono> },
  { id: "since", header: "Signed in", nowrap: true, cell: (row) => <UtcTime iso={row.createdAt} /> },
  { id: "seen", header: "Last seen", nowrap: true, cell: (row) => <UtcTime iso={row.lastSeenAt} show="ago" /> },
  {
    id: "end",
    header: "End",
    cell: (row) =>
      row.isThis ? (
        <StateBadge tone="good">This browser</StateBadge>
      ) : (
        <ActionButton
          action={revokeSessionAction}
          fields={{ sessionId: row.id }}
          label={`End the session of ${browserName(row.userAgent)} since ${row.createdAt}`}
          done="The session has ended."
          small
        >
          End
        </ActionButton>
      ),
  },
];

export function SessionPanel({ sessions }: { sessions: readonly Row[] }) {
  return (
    <Panel
      id="sessions"
      title="Sessions"
      note="A session ends after 24 h without use and after 7 days."
      flush
      actions={
        <ActionButton action={signOutEverywhereAction} label="Sign out everywhere" small icon="log-out">
          Sign out everywhere
        </ActionButton>
      }
    >
      <ServerTable
        caption="Your sessions"
        columns={columns}
        rows={sessions}
        rowKey={(row) => row.id}
        scroll="box"
        compact
        empty={<EmptyState title="No sessions" />}
      />
    </Panel>
  );
}
