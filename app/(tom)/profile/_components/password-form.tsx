"use client";

import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FormActions } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { toast } from "@/components/ui/toast";
import { changePasswordFormSchema, passwordHelp } from "@/lib/access/schema";

type Props = { action: (input: unknown) => Promise<ActionResult<unknown>> };

const empty = { currentPassword: "", newPassword: "", repeatPassword: "" };

export function PasswordForm({ action }: Props) {
  const form = useActionForm({
    schema: changePasswordFormSchema,
    action,
    defaultValues: empty,
    onDone: () => {
      form.reset(empty);
      toast({ text: "The password is changed. Every other session has ended." });
    },
  });
  return (
    <FormFrame form={form} label="Change password">
      <TextField
        form={form}
        name="currentPassword"
        label="Current password"
        type="password"
        autoComplete="current-password"
        maxLength={200}
      />
      <TextField
        form={form}
        name="newPassword"
        label="New password"
        type="password"
        autoComplete="new-password"
        maxLength={200}
        help={passwordHelp}
      />
      <TextField
        form={form}
        name="repeatPassword"
        label="New password again"
        type="password"
        autoComplete="new-password"
        maxLength={200}
      />
      <FormActions>
        <SubmitButton pending={form.pending}>Change password</SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
