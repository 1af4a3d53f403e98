import type { Metadata } from "next";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { AccountForm } from "../_components/account-form";
import { createUserAction } from "../_server/actions";
import { loadNewAccount } from "../_server/loaders";

export const metadata: Metadata = { title: "New account" };

export default async function NewAccountPage() {
  const { groups } = await loadNewAccount();
  return (
    <Stack>
      <PageTitle title="New account" breadcrumb={[{ label: "People", href: "/people" }]} />
      <Panel>
        <AccountForm action={createUserAction} groups={groups.map(({ id, name }) => ({ id, name }))} />
      </Panel>
    </Stack>
  );
}
