import type { Metadata } from "next";
import { ActionButton } from "@/components/forms/action-button";
import { FilterChips, Pager } from "@/components/ui/links";
import { PageTitle } from "@/components/ui/page-title";
import { Panel, Stack } from "@/components/ui/panel";
import { ServerTable } from "@/components/ui/server-table";
import { EmptyState, Notice } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { mailStates } from "@/lib/mail/types";
import { AutomationTabs } from "../_components/automation-tabs";
import { LiveRefresh } from "../_components/live-refresh";
import { mailColumns } from "./_components/mail-columns";
import { OpenedMail } from "./_components/opened-mail";
import { sendHeldMailsAction } from "./_server/actions";
import { loadMails, type Search } from "./_server/loaders";

export const metadata: Metadata = { title: "Outgoing mail" };

type Address = Partial<Record<"state" | "cursor" | "mail", string | null | undefined>>;

const hrefOf = (address: Address): string => {
  const set = Object.entries(address).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return set.length === 0 ? "/automation/mails" : `/automation/mails?${new URLSearchParams(set)}`;
};

export default async function MailsPage({ searchParams }: { searchParams: Search }) {
  const { page, state, cursor, opened, configured, now } = await loadMails(searchParams);
  return (
    <Stack>
      <PageTitle title="Outgoing mail" subtitle="What was sent to whom, and what was not." />
      <AutomationTabs current="mails" isAdministrator />
      <LiveRefresh busy={page.items.some((mail) => mail.state === "queued" && mail.attempts === 0)} />
      {configured ? null : (
        <Notice tone="warning" framed>
          No mail server is configured: mails are kept here and marked unsent. Set <Mono>SMTP_URL</Mono> and restart to
          send them.
        </Notice>
      )}
      {opened === null ? null : <OpenedMail mail={opened} closeHref={hrefOf({ state, cursor })} now={now} />}
      <FilterChips
        label="State"
        isLabelled
        chips={mailStates.map((one) => ({
          label: one,
          on: state === one,
          href: hrefOf({ state: state === one ? null : one }),
        }))}
      />
      {state === "held" && page.items.length > 0 ? (
        <Notice tone="warning" framed>
          More of these were asked for in one name than leave by themselves. Read who asked before you send them on.{" "}
          <ActionButton
            action={sendHeldMailsAction}
            label="Send on all mails that are held"
            done="They are on their way."
            small
            icon="refresh-cw"
          >
            Send all on
          </ActionButton>
        </Notice>
      ) : null}
      <Panel
        flush
        footer={
          <Pager
            summary={`${page.items.length} shown`}
            previousHref={cursor ? hrefOf({ state }) : null}
            nextHref={page.nextCursor === null ? null : hrefOf({ state, cursor: page.nextCursor })}
          />
        }
      >
        <ServerTable
          caption="Outgoing mail"
          columns={mailColumns(now, (mail) => hrefOf({ state, cursor, mail }))}
          rows={page.items}
          rowKey={(mail) => mail.id}
          rowHref={(mail) => hrefOf({ state, cursor, mail: mail.id })}
          compact
          empty={
            <EmptyState title={state === undefined ? "No mail yet" : `No mail is ${state}`} icon="inbox">
              Digests of scheduled queries and the mails of hooks are listed here.
            </EmptyState>
          }
        />
      </Panel>
    </Stack>
  );
}
