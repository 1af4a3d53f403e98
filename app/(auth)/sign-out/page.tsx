import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { PlainPage } from "@/components/ui/plain-page";
import { getActor } from "@/lib/web/session";
import { signOutAction } from "../../(tom)/_server/actions";

export const metadata: Metadata = { title: "Sign out" };

/** For an address typed or linked: reading a page never signs anybody out, the button does. */
export default async function SignOutPage() {
  const actor = await getActor();
  if (actor.kind !== "user") redirect("/sign-in");
  return (
    <PlainPage
      code="Sign out"
      title={`You are signed in as ${actor.username}`}
      next={
        <>
          <ActionButton action={signOutAction} label="Sign out" look="primary" icon="log-out">
            Sign out
          </ActionButton>
          <ButtonLink href="/">Stay</ButtonLink>
        </>
      }
    >
      Signing out ends the session of this browser. Your other sessions and tokens are on your profile.
    </PlainPage>
  );
}
