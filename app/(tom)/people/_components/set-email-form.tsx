"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FormActions } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { toast } from "@/components/ui/toast";
import { updateEmailSchema } from "@/lib/access/schema";
import type { UserDto } from "@/lib/access/types";

type Props = {
  action: (input: unknown) => Promise<ActionResult<unknown>>;
  person: Pick<UserDto, "id" | "username" | "email">;
};

export function SetEmailForm({ action, person }: Props) {
  const router = useRouter();
  const form = useActionForm({
    schema: updateEmailSchema,
    action,
    defaultValues: { userId: person.id, email: person.email ?? "" },
    onDone: () => {
      toast({ text: `The e-mail address of ${person.username} is stored.` });
      router.refresh();
    },
  });
  return (
    <FormFrame form={form} label="Set e-mail address">
      <TextField
        form={form}
        name="email"
        label="E-mail"
        type="email"
        autoComplete="off"
        maxLength={254}
        optional
        help={`Messages to ${person.username} go there at once: no link has to be opened.`}
      />
      <FormActions>
        <SubmitButton look="plain" pending={form.pending}>
          Store
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
