import { ActionButton } from "@/components/forms/action-button";
import { FormActions } from "@/components/forms/form-layout";
import { Badge, StateBadge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { GroupDetailDto, GroupMemberDto } from "@/lib/access/types";
import { removeMemberAction, setMemberRoleAction } from "../_server/actions";

function MemberActions({ member, groupId }: { member: GroupMemberDto; groupId: string }) {
  const next = member.role === "manager" ? "member" : "manager";
  const fields = { groupId, userId: member.userId };
  return (
    <FormActions>
      <ActionButton
        action={setMemberRoleAction}
        fields={{ ...fields, role: next }}
        label={`Make ${member.username} ${next}`}
        done={`${member.username} is ${next} now.`}
        small
      >
        Make {next}
      </ActionButton>
      <ActionButton
        action={removeMemberAction}
        fields={fields}
        label={`Remove ${member.username}`}
        done={`${member.username} is no longer in the group.`}
        small
      >
        Remove
      </ActionButton>
    </FormActions>
  );
}

const columns = (group: GroupDetailDto): readonly Column<GroupMemberDto>[] => [
  {
    id: "name",
    header: "Name",
    isName: true,
    cell: (row) => (
      <>
        <a href={`/people/${row.userId}`}>{row.username}</a>{" "}
        {row.disabled ? <StateBadge tone="bad">Disabled</StateBadge> : null}
      </>
    ),
  },
  {
    id: "role",
    header: "Role",
    cell: (row) => (row.role === "manager" ? <Badge icon="user">Manager</Badge> : "Member"),
  },
  {
    id: "since",
    header: "Since",
    nowrap: true,
    cell: (row) => <UtcTime iso={row.since} precision="day" show="time" />,
  },
  ...(group.canManage
    ? [
        {
          id: "change",
          header: "Change",
          cell: (row: GroupMemberDto) => <MemberActions member={row} groupId={group.id} />,
        },
      ]
    : []),
];

export function MembersTable({ group }: { group: GroupDetailDto }) {
  return (
    <ServerTable
      caption={`Members of ${group.name}`}
      columns={columns(group)}
      rows={group.members}
      rowKey={(row) => row.userId}
      empty={
        <EmptyState title="Nobody is in this group yet" icon="users">
          What the group may see is seen by its members only.
        </EmptyState>
      }
    />
  );
}
