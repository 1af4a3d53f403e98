import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Static } from "@/components/ui/static";

export const metadata: Metadata = { title: "Not found" };

/** Inside the shell: the same words for what does not exist and for what this person may not see. */
export default function NotFoundInShell() {
  return (
    <>
      <Static later>
        <PageTitle title="Not found" />
      </Static>
      <Static later>
        <Panel>
          <EmptyState
            title="There is nothing here, or not for you"
            icon="search"
            next={
              <>
                <ButtonLink href="/" look="primary">
                  Home
                </ButtonLink>
                <ButtonLink href="/targets">Targets</ButtonLink>
              </>
            }
          >
            The address may be mistyped, the thing deleted, or shared with a group that you are not in. If you expected
            to see it, sign in or ask the person who sent you the link.
          </EmptyState>
        </Panel>
      </Static>
    </>
  );
}
