"use client";

import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FormActions } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { toast } from "@/components/ui/toast";
import { passwordHelp, setPasswordSchema } from "@/lib/access/schema";

type Props = { action: (input: unknown) => Promise<ActionResult<unknown>>; userId: string; username: string };

export function SetPasswordForm({ action, userId, username }: Props) {
  const form = useActionForm({
    schema: setPasswordSchema,
    action,
    defaultValues: { userId, password: "" },
    onDone: () => {
      form.reset({ userId, password: "" });
      toast({ text: `The password of ${username} is set.` });
    },
  });
  return (
    <FormFrame form={form} label="Set password">
      <TextField
        form={form}
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        maxLength={200}
        help={`${passwordHelp} Every session of ${username} ends; tokens stay.`}
      />
      <FormActions>
        <SubmitButton look="plain" pending={form.pending}>
          Set password
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
