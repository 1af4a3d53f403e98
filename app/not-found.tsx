import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PlainPage } from "@/components/ui/plain-page";

export const metadata: Metadata = { title: "Not found" };

/** The same words for what does not exist and for what this person may not see. */
export default function NotFound() {
  return (
    <PlainPage
      code="404"
      title="There is nothing here, or not for you"
      next={
        <>
          <ButtonLink href="/" look="primary">
            Home
          </ButtonLink>
          <ButtonLink href="/targets">Targets</ButtonLink>
        </>
      }
    >
      The address may be mistyped, the thing deleted, or shared with a group that you are not in. If you expected to see
      it, sign in or ask the person who sent you the link.
    </PlainPage>
  );
}
