import type { Metadata } from "next";
import { Badge } from "@/components/ui/badge";
import { FactList } from "@/components/ui/fact-list";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { ThemeChoice } from "@/components/ui/shell/theme-choice";
import { Muted } from "@/components/ui/text";
import { EmailForm } from "./_components/email-form";
import { PasswordForm } from "./_components/password-form";
import { SessionPanel } from "./_components/session-panel";
import { TokenPanel } from "./_components/token-panel";
import { changePasswordAction, updateEmailAction } from "./_server/actions";
import { loadProfile, type ProfilePage as Profile } from "./_server/loaders";

export const metadata: Metadata = { title: "Profile" };

function Groups({ groups }: Pick<Profile, "groups">) {
  if (groups.length === 0) return <Muted>none</Muted>;
  return groups.map((group) => (
    <Badge key={group.id} href={`/people/groups/${group.id}`} icon="users">
      {group.role === "manager" ? `${group.name}, manager` : group.name}
    </Badge>
  ));
}

export default async function ProfilePage() {
  const { user, groups, sessions, tokens, theme } = await loadProfile();
  return (
    <Stack>
      <PageTitle title="Profile" subtitle="Your account, your sessions, and the tokens of your programs." />
      <Columns>
        <Stack>
          <Panel id="account" title="Account">
            <FactList
              facts={[
                { label: "Name", value: user.username },
                { label: "Role", value: user.role === "admin" ? "Administrator" : "Member" },
                { label: "Groups", value: <Groups groups={groups} /> },
              ]}
            />
          </Panel>
          <Panel id="email" title="E-mail">
            <EmailForm action={updateEmailAction} email={user.email} />
          </Panel>
          <Panel id="theme" title="Theme" note="Kept in this browser.">
            <ThemeChoice initial={theme} />
          </Panel>
        </Stack>
        <Panel id="password" title="Password">
          <PasswordForm action={changePasswordAction} />
        </Panel>
      </Columns>
      <TokenPanel tokens={tokens} />
      <SessionPanel sessions={sessions} />
    </Stack>
  );
}
