"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { SelectField, TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { Notice } from "@/components/ui/states";
import { CodeBlock } from "@/components/ui/text";
import { createTokenSchema } from "@/lib/access/schema";

type Props = { action: (input: unknown) => Promise<ActionResult<{ token: string }>> };

const scopes = [
  { value: "read", label: "Read: look, never change" },
  { value: "write", label: "Write: all that you may do with targets" },
];
const lifetimes = [7, 30, 90, 180, 365].map((days) => ({ value: String(days), label: `${days} days` }));
const empty = { name: "", scope: "read" as const, days: "90" };

/** The token is shown here once, from memory; it is gone with the page. */
export function TokenForm({ action }: Props) {
  const router = useRouter();
  const [token, setToken] = useState<string | null>(null);
  const form = useActionForm({
    schema: createTokenSchema,
    action,
    defaultValues: empty,
    onDone: (made) => {
      setToken(made.token);
      form.reset(empty);
      router.refresh();
    },
  });
  return (
    <FormFrame form={form} label="New token">
      {token === null ? null : (
        <div role="status">
          <Notice framed>Copy the new token now: it is not shown again.</Notice>
          <CodeBlock code={token} label="token" />
        </div>
      )}
      <FieldGrid>
        <TextField form={form} name="name" label="What it is for" placeholder="Nightly script" maxLength={80} />
        <SelectField form={form} name="scope" label="It may" options={scopes} />
        <SelectField form={form} name="days" label="For" options={lifetimes} />
      </FieldGrid>
      <FormActions>
        <SubmitButton look="plain" icon="plus" pending={form.pending}>
          Create token
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
