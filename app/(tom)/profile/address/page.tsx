import type { Metadata } from "next";
import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { Muted } from "@/components/ui/text";
import { confirmAddressAction } from "../_server/actions";
import { loadClaim } from "../_server/loaders";

export const metadata: Metadata = { title: "Your address" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AddressPage({ searchParams }: Props) {
  const { proof } = await searchParams;
  const given = typeof proof === "string" ? proof : "";
  const email = await loadClaim(given);
  return (
    <Stack>
      <PageTitle title="Your address" breadcrumb={[{ label: "Profile", href: "/profile" }]} />
      <Panel id="confirm" title="Confirm">
        {email === null ? (
          <Stack>
            <Muted>This link is too old, was used, or belongs to another account.</Muted>
            <ButtonLink href="/profile">Ask anew</ButtonLink>
          </Stack>
        ) : (
          <Stack>
            <p>
              Messages to you will be sent to <strong>{email}</strong>.
            </p>
            <ActionButton
              action={confirmAddressAction}
              fields={{ proof: given }}
              label={`Confirm ${email}`}
              done="The e-mail address is stored."
              doneHref="/profile"
              icon="check"
            >
              This is my address
            </ActionButton>
          </Stack>
        )}
      </Panel>
    </Stack>
  );
}
