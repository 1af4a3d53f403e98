import type { Metadata } from "next";
import { Badge, StateBadge } from "@/components/ui/badge";
import { FactList } from "@/components/ui/fact-list";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { AccountPanels } from "../_components/account-panel";
import { loadPerson } from "../_server/loaders";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const { reader, person } = await loadPerson((await params).id);
  const groups =
    person.groups.length === 0 ? (
      <Muted>none</Muted>
    ) : (
      person.groups.map((group) => (
        <Badge key={group.id} href={`/people/groups/${group.id}`} icon="users">
          {group.role === "manager" ? `${group.name}, manager` : group.name}
        </Badge>
      ))
    );
  return (
    <Stack>
      <PageTitle
        title={person.username}
        breadcrumb={[{ label: "People", href: "/people" }]}
        marks={
          <>
            {person.role === "admin" ? <Badge icon="shield">Administrator</Badge> : null}
            {person.disabled ? (
              <StateBadge tone="bad" pill>
                Disabled
              </StateBadge>
            ) : null}
          </>
        }
      />
      <Panel id="account" title="Account">
        <FactList
          facts={[
            { label: "Name", value: person.username },
            ...(reader.isAdmin ? [{ label: "E-mail", value: person.email }] : []),
            { label: reader.isAdmin ? "Groups" : "Groups you share", value: groups },
            { label: "Since", value: <UtcTime iso={person.createdAt} precision="day" /> },
          ]}
        />
      </Panel>
      {reader.isAdmin ? <AccountPanels person={person} /> : null}
    </Stack>
  );
}
