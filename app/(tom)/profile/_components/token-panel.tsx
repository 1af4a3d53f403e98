import { ActionButton } from "@/components/forms/action-button";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Mono, Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { ApiTokenDto } from "@/lib/access/types";
import { createTokenAction, revokeTokenAction } from "../_server/actions";
import { TokenForm } from "./token-form";

const columns: readonly Column<ApiTokenDto>[] = [
  { id: "name", header: "For", isName: true, cell: (row) => row.name },
  { id: "prefix", header: "Token", nowrap: true, cell: (row) => <Mono>{row.prefix}…</Mono> },
  { id: "scope", header: "May", cell: (row) => <Badge>{row.scope}</Badge> },
  {
    id: "expires",
    header: "Expires",
    nowrap: true,
    cell: (row) => <UtcTime iso={row.expiresAt} precision="day" show="time" />,
  },
  {
    id: "used",
    header: "Last used",
    nowrap: true,
    cell: (row) => (row.lastUsedAt === null ? <Muted>never</Muted> : <UtcTime iso={row.lastUsedAt} show="ago" />),
  },
  {
    id: "revoke",
    header: "Revoke",
    cell: (row) => (
      <ActionButton
        action={revokeTokenAction}
        fields={{ tokenId: row.id }}
        label={`Revoke the token ${row.name}, ${row.prefix}`}
        done="The token works no more."
        small
      >
        Revoke
      </ActionButton>
    ),
  },
];

export function TokenPanel({ tokens }: { tokens: readonly ApiTokenDto[] }) {
  return (
    <>
      <Panel id="tokens" title="API tokens" note="For programs. A token acts as you, within its scope." flush>
        <ServerTable
          caption="Your API tokens"
          columns={columns}
          rows={tokens}
          rowKey={(row) => row.id}
          scroll="box"
          compact
          empty={
            <EmptyState
              title="No tokens"
              icon="key"
              next={
                <ButtonLink small href="/docs/api">
                  What the API offers
                </ButtonLink>
              }
            >
              A script or a notebook signs in with a token.
            </EmptyState>
          }
        />
      </Panel>
      <Panel id="new-token" title="New token">
        <TokenForm action={createTokenAction} />
      </Panel>
    </>
  );
}
