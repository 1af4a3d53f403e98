"use client";

import { useActionState } from "react";
import { FormError, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { Input } from "@/components/forms/controls";
import { Field } from "@/components/forms/field";
import styles from "./sign-in.module.css";

type Props = {
  action: (previous: unknown, form: FormData) => Promise<ActionResult<unknown>>;
  returnTo: string;
  username: string;
  failure: string | null;
};

/** Name and password. A plain form that posts: nothing here needs a script. */
export function SignInForm({ action, returnTo, username, failure }: Props) {
  const [result, send] = useActionState<ActionResult<unknown> | null, FormData>(action, null);
  const message = result?.ok === false ? result.error.message : failure;
  return (
    <form action={send} className={styles.form} aria-label="Sign in">
      <FormError messages={message === null ? [] : [message]} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <Field id="username" label="Name" error={undefined}>
        <Input
          id="username"
          name="username"
          defaultValue={username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          required
        />
      </Field>
      <Field id="password" label="Password" error={undefined}>
        <Input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={1000}
          required
        />
      </Field>
      <SubmitButton>Sign in</SubmitButton>
    </form>
  );
}
