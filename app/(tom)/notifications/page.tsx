import type { Metadata } from "next";
import { Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { MailChoice } from "./_components/mail-choice";
import { NotificationList } from "./_components/notification-list";
import { loadNotifications, type Search } from "./_server/loaders";

export const metadata: Metadata = { title: "Notifications" };

const hrefOf = (cursor: string | null): string =>
  cursor === null ? "/notifications" : `/notifications?${new URLSearchParams({ cursor })}`;

export default async function NotificationsPage({ searchParams }: { searchParams: Search }) {
  const { page, cursor, choice, now } = await loadNotifications(searchParams);
  return (
    <Stack>
      <PageTitle title="Notifications" subtitle="What happened while you were away." />
      <Columns wideFirst>
        <Panel
          title="Told to you"
          id="told"
          flush
          footer={
            <Pager
              summary={`${page.items.length} shown`}
              previousHref={cursor === undefined ? null : hrefOf(null)}
              nextHref={page.nextCursor === null ? null : hrefOf(page.nextCursor)}
            />
          }
        >
          <NotificationList items={page.items} now={now} />
        </Panel>
        <MailChoice mail={choice.mail} email={choice.email} />
      </Columns>
    </Stack>
  );
}
