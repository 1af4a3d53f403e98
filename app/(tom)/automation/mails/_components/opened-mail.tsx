import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { FactList } from "@/components/ui/fact-list";
import { Panel, Stack } from "@/components/ui/panel";
import { CodeBlock, Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { MailDto } from "@/lib/mail/types";
import { resendMailAction } from "../_server/actions";
import { MailStateBadge } from "./mail-columns";

/** One mail as it left, or would have left. */
export function OpenedMail({ mail, closeHref, now }: { mail: MailDto; closeHref: string; now: Date }) {
  const time = (iso: string) => <UtcTime iso={iso} precision="second" now={now} />;
  return (
    <Panel
      id="mail"
      title={mail.subject}
      actions={
        <>
          {mail.state === "sent" ? null : (
            <ActionButton
              action={resendMailAction}
              fields={{ id: mail.id }}
              label="Send this mail now"
              done="The mail is on its way."
              small
              icon="refresh-cw"
            >
              Send now
            </ActionButton>
          )}
          <ButtonLink small look="quiet" icon="x" href={closeHref}>
            Close
          </ButtonLink>
        </>
      }
    >
      <Stack>
        <FactList
          facts={[
            { label: "To", value: mail.to },
            { label: "From", value: mail.from ?? "this installation (MAIL_FROM)" },
            { label: "State", value: <MailStateBadge state={mail.state} /> },
            ...(mail.error === null ? [] : [{ label: "Remark", value: mail.error }]),
            { label: "Asked for by", value: <Mono>{mail.askedBy}</Mono> },
            { label: "Asked for", value: time(mail.createdAt) },
            { label: "Sent", value: mail.sentAt === null ? null : time(mail.sentAt) },
          ]}
        />
        <CodeBlock code={mail.body} label="mail" />
      </Stack>
    </Panel>
  );
}
