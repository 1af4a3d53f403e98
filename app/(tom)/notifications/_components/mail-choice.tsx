import { ActionButton } from "@/components/forms/action-button";
import { Panel } from "@/components/ui/panel";
import { chooseMailAction } from "../_server/actions";

/** Whether one is told by mail as well. */
export function MailChoice({ mail, email }: { mail: boolean; email: string | null }) {
  return (
    <Panel
      title="By mail"
      id="mail"
      actions={
        <ActionButton
          action={chooseMailAction}
          fields={{ mail: String(!mail) }}
          label={mail ? "Do not mail me" : "Mail me"}
          done={mail ? "You are no longer told by mail." : "You are told by mail as well."}
          small
        >
          {mail ? "Do not mail me" : "Mail me"}
        </ActionButton>
      }
    >
      {email === null ? (
        <p>
          No address of yours is known. <a href="/profile">Give one</a> to be told by mail as well.
        </p>
      ) : mail ? (
        <p>Each of these is mailed to {email} as well.</p>
      ) : (
        <p>Nothing is mailed to you; it stands on this page alone.</p>
      )}
    </Panel>
  );
}
