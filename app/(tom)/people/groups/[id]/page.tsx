import type { Metadata } from "next";
import { ActionButton } from "@/components/forms/action-button";
import { ConfirmDelete } from "@/components/forms/confirm-delete";
import { Badge } from "@/components/ui/badge";
import { DialogButton } from "@/components/ui/dialog";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import type { GroupDetailDto } from "@/lib/access/types";
import { services } from "@/lib/web/services";
import { AddMemberForm } from "../../_components/add-member-form";
import { RenameGroupForm } from "../../_components/group-form";
import { GroupWebhookForm } from "../../_components/group-webhook-form";
import { MembersTable } from "../../_components/members-table";
import { WebhookLast } from "../../_components/webhook-last";
import {
  addMemberAction,
  deleteGroupAction,
  removeMemberAction,
  renameGroupAction,
  setGroupWebhookAction,
  testGroupWebhookAction,
} from "../../_server/actions";
import { loadGroup, type Reader } from "../../_server/loaders";

export const metadata: Metadata = { title: "Group" };

function GroupActions({ group, reader }: { group: GroupDetailDto; reader: Reader }) {
  return (
    <>
      {group.myRole === null ? null : (
        <ActionButton
          action={removeMemberAction}
          fields={{ groupId: group.id, userId: reader.userId }}
          label="Leave this group"
          done={`You left ${group.name}.`}
          doneHref="/people/groups"
          icon="log-out"
        >
          Leave
        </ActionButton>
      )}
      {reader.isAdmin ? (
        <>
          <DialogButton dialog="delete-group" icon="trash" look="danger">
            Delete
          </DialogButton>
          <ConfirmDelete
            id="delete-group"
            kind="group"
            name={group.name}
            consequences="Its members lose what only this group let them see. Targets stay, with their creators and other groups."
            action={deleteGroupAction.bind(null, { groupId: group.id, name: group.name }, undefined)}
            doneHref="/people/groups"
          />
        </>
      ) : null}
    </>
  );
}

export default async function GroupPage({ params }: { params: Promise<{ id: string }> }) {
  const { reader, group } = await loadGroup((await params).id);
  const now = services().clock.now();
  return (
    <Stack>
      <PageTitle
        title={group.name}
        breadcrumb={[
          { label: "People", href: "/people" },
          { label: "Groups", href: "/people/groups" },
        ]}
        marks={
          group.myRole === null ? undefined : (
            <Badge>{group.myRole === "manager" ? "You manage it" : "You are in it"}</Badge>
          )
        }
        subtitle={group.description || undefined}
        actions={<GroupActions group={group} reader={reader} />}
      />
      <Panel id="members" title="Members" note={String(group.memberCount)} flush>
        <MembersTable group={group} />
      </Panel>
      {group.canManage ? (
        <Columns>
          <Stack>
            <Panel id="add-member" title="Add a member">
              <AddMemberForm action={addMemberAction} groupId={group.id} />
            </Panel>
            {reader.isAdmin ? (
              <Panel id="rename" title="Name and purpose">
                <RenameGroupForm
                  action={renameGroupAction}
                  group={{ id: group.id, name: group.name, description: group.description }}
                />
              </Panel>
            ) : null}
          </Stack>
          <Panel id="webhook" title="Webhook" note={group.webhookUrl === null ? "off" : "on"}>
            <Stack>
              <WebhookLast group={group} now={now} />
              <GroupWebhookForm
                groupId={group.id}
                url={group.webhookUrl}
                set={setGroupWebhookAction}
                test={testGroupWebhookAction}
              />
            </Stack>
          </Panel>
        </Columns>
      ) : null}
    </Stack>
  );
}
