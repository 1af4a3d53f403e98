import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { FirstSteps } from "./_components/home-first-steps";
import { HomeFailures, HomeMentions, HomeQueries } from "./_components/home-news";
import { HomeSummary } from "./_components/home-summary";
import { HomeTargets } from "./_components/home-targets";
import type { Home } from "./_components/home-types";
import { loadHome } from "./_server/home-loaders";

export const metadata: Metadata = { title: "Home" };

function OwnHome({ home }: { home: Home }) {
  const { lastHomeAt: since, now } = home;
  const isNew = home.targets?.length === 0 && home.queries?.length === 0;
  const rest = (
    <Stack>
      <HomeFailures failures={home.failures} since={since} now={now} />
      <HomeMentions mentions={home.mentions} username={home.username} since={since} now={now} />
    </Stack>
  );
  return (
    <Stack>
      <PageTitle title="Home" subtitle={<HomeSummary home={home} />} />
      {isNew ? (
        <>
          <FirstSteps isAdministrator={home.isAdministrator} />
          {rest}
        </>
      ) : (
        <Columns wideFirst>
          <HomeTargets targets={home.targets} since={since} signedIn now={now} />
          <Stack>
            <HomeQueries queries={home.queries} now={now} />
            {rest}
          </Stack>
        </Columns>
      )}
    </Stack>
  );
}

export default async function HomePage() {
  const loaded = await loadHome();
  if (loaded.signedIn) return <OwnHome home={loaded.home} />;
  return (
    <Stack>
      <PageTitle title="Home" subtitle="Targets that are open to everyone. Sign in for the rest." />
      <Columns wideFirst>
        <HomeTargets targets={loaded.targets} since={null} signedIn={false} now={loaded.now} />
        <Panel title="Sign in" id="sign-in">
          <Stack>
            <p>Ask brokers, keep targets and light curves for your group alone, comment, and see what changed.</p>
            <div>
              <ButtonLink href="/sign-in" look="primary" icon="user">
                Sign in
              </ButtonLink>
            </div>
          </Stack>
        </Panel>
      </Columns>
    </Stack>
  );
}
