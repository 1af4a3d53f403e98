import type { Metadata } from "next";
import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import type { GroupDto } from "@/lib/access/types";
import { NewGroupForm } from "../_components/group-form";
import { PeopleTabs } from "../_components/people-tabs";
import { createGroupAction } from "../_server/actions";
import { loadGroups } from "../_server/loaders";

export const metadata: Metadata = { title: "Groups" };

const columns: readonly Column<GroupDto>[] = [
  { id: "name", header: "Name", isName: true, cell: (row) => <a href={`/people/groups/${row.id}`}>{row.name}</a> },
  { id: "purpose", header: "What it is for", full: true, cell: (row) => row.description || <Muted>–</Muted> },
  { id: "members", header: "Members", numeric: true, cell: (row) => row.memberCount },
  {
    id: "mine",
    header: "You are",
    cell: (row) =>
      row.myRole === null ? <Muted>not in it</Muted> : row.myRole === "manager" ? <Badge>Manager</Badge> : "Member",
  },
];

export default async function GroupsPage() {
  const { reader, groups } = await loadGroups();
  return (
    <Stack>
      <PageTitle
        title="Groups"
        subtitle={
          reader.isAdmin ? "Targets are shared with groups." : "The groups you are in. Targets are shared with groups."
        }
      />
      <PeopleTabs current="groups" isAdmin={reader.isAdmin} />
      <Panel flush>
        <ServerTable
          caption="Groups"
          columns={columns}
          rows={groups}
          rowKey={(row) => row.id}
          rowHref={(row) => `/people/groups/${row.id}`}
          empty={
            <EmptyState title="No groups" icon="users">
              {reader.isAdmin
                ? "Make one below, then add its members."
                : "An administrator or a group's manager can add you to one."}
            </EmptyState>
          }
        />
      </Panel>
      {reader.isAdmin ? (
        <Panel id="new-group" title="New group">
          <NewGroupForm action={createGroupAction} />
        </Panel>
      ) : null}
    </Stack>
  );
}
