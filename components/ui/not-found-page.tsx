import { ButtonLink } from "./button";
import { PlainPage } from "./plain-page";
import { Static } from "./static";

/** The same words for what does not exist and for what this person may not see. */
export const NotFoundPage = ({ inShell = false }: { inShell?: boolean }) => (
  <Static later>
    <PlainPage
      code="404"
      title="There is nothing here, or not for you"
      inShell={inShell}
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
  </Static>
);
