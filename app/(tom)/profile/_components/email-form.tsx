"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FormActions } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { toast } from "@/components/ui/toast";
import { ownEmailSchema } from "@/lib/access/schema";

const help =
  "For messages only: nobody is recognised by it. Administrators can see it. A new address is yours once you opened the link that is mailed to it.";

type Props = { action: (input: unknown) => Promise<ActionResult<{ stored: boolean }>>; email: string | null };

export function EmailForm({ action, email }: Props) {
  const router = useRouter();
  const form = useActionForm({
    schema: ownEmailSchema,
    action,
    defaultValues: { email: email ?? "" },
    onDone: ({ stored }) => {
      const asked = "A link was mailed to the new address: it is yours when you open it.";
      toast({ text: stored ? "The e-mail address is stored." : asked });
      router.refresh();
    },
  });
  return (
    <FormFrame form={form} label="E-mail address">
      <TextField
        form={form}
        name="email"
        label="E-mail"
        type="email"
        autoComplete="email"
        maxLength={254}
        optional
        help={help}
      />
      <FormActions>
        <SubmitButton look="plain" pending={form.pending}>
          Store
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
