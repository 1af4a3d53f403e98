import { ActionButton } from "@/components/forms/action-button";
import { FormActions } from "@/components/forms/form-layout";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { Muted } from "@/components/ui/text";
import type { UserDto } from "@/lib/access/types";
import {
  disableUserAction,
  enableUserAction,
  endSessionsAction,
  setEmailAction,
  setPasswordAction,
  setRoleAction,
} from "../_server/actions";
import { SetEmailForm } from "./set-email-form";
import { SetPasswordForm } from "./set-password-form";

function RolePanel({ person }: { person: UserDto }) {
  const next = person.role === "admin" ? "member" : "admin";
  return (
    <Panel id="role" title="Role">
      <Stack>
        <Muted>
          Administrators see and change everything and manage people. A change ends every session of {person.username}.
        </Muted>
        <ActionButton
          action={setRoleAction}
          fields={{ userId: person.id, role: next }}
          label={`Change the role of ${person.username}`}
          done="The role is changed."
          icon="shield"
        >
          {next === "admin" ? "Make administrator" : "Make member"}
        </ActionButton>
      </Stack>
    </Panel>
  );
}

function SignInPanel({ person }: { person: UserDto }) {
  return (
    <Panel id="sign-in" title="Sign-in">
      <Stack>
        <Muted>
          {person.disabled
            ? `${person.username} cannot sign in. What this person made stays.`
            : `Disabling ends every session and token of ${person.username} at once; what this person made stays.`}
        </Muted>
        <FormActions>
          <ActionButton
            action={person.disabled ? enableUserAction : disableUserAction}
            fields={{ userId: person.id }}
            label={`${person.disabled ? "Enable" : "Disable"} ${person.username}`}
            done={person.disabled ? "The account is enabled." : "The account is disabled."}
            look={person.disabled ? "plain" : "danger"}
          >
            {person.disabled ? "Enable account" : "Disable account"}
          </ActionButton>
          {person.disabled ? null : (
            <ActionButton
              action={endSessionsAction}
              fields={{ userId: person.id }}
              label={`End the sessions of ${person.username}`}
              done="Every session has ended."
              icon="log-out"
            >
              End sessions
            </ActionButton>
          )}
        </FormActions>
      </Stack>
    </Panel>
  );
}

/** What an administrator does with an account. */
export function AccountPanels({ person }: { person: UserDto }) {
  return (
    <Columns>
      <Stack>
        <RolePanel person={person} />
        <SignInPanel person={person} />
      </Stack>
      <Stack>
        <Panel id="password" title="Password">
          <SetPasswordForm action={setPasswordAction} userId={person.id} username={person.username} />
        </Panel>
        <Panel id="email" title="E-mail">
          <SetEmailForm action={setEmailAction} person={person} />
        </Panel>
      </Stack>
    </Columns>
  );
}
