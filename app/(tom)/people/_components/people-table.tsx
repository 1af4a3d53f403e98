import { Badge, StateBadge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { UserDto } from "@/lib/access/types";

const columns = (isAdmin: boolean): readonly Column<UserDto>[] => [
  { id: "name", header: "Name", isName: true, cell: (row) => <a href={`/people/${row.id}`}>{row.username}</a> },
  {
    id: "role",
    header: "Role",
    cell: (row) => (row.role === "admin" ? <Badge icon="shield">Administrator</Badge> : "Member"),
  },
  {
    id: "groups",
    header: isAdmin ? "Groups" : "Groups you share",
    full: true,
    cell: (row) =>
      row.groups.length === 0 ? (
        <Muted>none</Muted>
      ) : (
        row.groups.map((group) => (
          <Badge key={group.id} href={`/people/groups/${group.id}`} icon="users">
            {group.role === "manager" ? `${group.name}, manager` : group.name}
          </Badge>
        ))
      ),
  },
  ...(isAdmin
    ? [
        { id: "email", header: "E-mail", cell: (row: UserDto) => row.email ?? <Muted>–</Muted> },
        {
          id: "state",
          header: "State",
          cell: (row: UserDto) =>
            row.disabled ? <StateBadge tone="bad">Disabled</StateBadge> : <StateBadge tone="good">Active</StateBadge>,
        },
      ]
    : []),
  {
    id: "since",
    header: "Since",
    nowrap: true,
    cell: (row) => <UtcTime iso={row.createdAt} precision="day" show="time" />,
  },
];

export function PeopleTable({ people, isAdmin }: { people: readonly UserDto[]; isAdmin: boolean }) {
  return (
    <ServerTable
      caption="People"
      columns={columns(isAdmin)}
      rows={people}
      rowKey={(row) => row.id}
      rowHref={(row) => `/people/${row.id}`}
      empty={
        <EmptyState title="Nobody has this name" icon="users">
          {isAdmin ? null : "People you share a group with are listed here."}
        </EmptyState>
      }
    />
  );
}
