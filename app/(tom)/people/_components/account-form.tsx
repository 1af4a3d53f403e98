"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { MultiSelectField, RadioField } from "@/components/forms/choice-fields";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { createUserSchema, passwordHelp } from "@/lib/access/schema";

type Props = {
  action: (input: unknown) => Promise<ActionResult<{ id: string; username: string }>>;
  groups: readonly { id: string; name: string }[];
};

const roles = [
  { value: "member", label: "Member", help: "Sees what is open, public, or granted to the person or a group." },
  { value: "admin", label: "Administrator", help: "Sees and changes everything, and manages people." },
];

export function AccountForm({ action, groups }: Props) {
  const router = useRouter();
  const form = useActionForm({
    schema: createUserSchema,
    action,
    defaultValues: { username: "", password: "", role: "member", email: "", groups: [] },
    onDone: (made) => {
      toast({ text: `${made.username} can sign in now.` });
      router.push(`/people/${made.id}`);
    },
  });
  return (
    <FormFrame form={form} label="New account">
      <FieldGrid>
        <TextField
          form={form}
          name="username"
          label="Name"
          maxLength={50}
          help="Letters, digits, dot, underscore, hyphen."
        />
        <TextField form={form} name="email" label="E-mail" type="email" maxLength={254} optional />
        <TextField
          form={form}
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          maxLength={200}
          help={`${passwordHelp} The person should change it after the first sign-in.`}
        />
      </FieldGrid>
      <RadioField form={form} name="role" label="Role" options={roles} />
      <MultiSelectField
        form={form}
        name="groups"
        label="Groups"
        optional
        options={groups.map((group) => ({ value: group.id, label: group.name }))}
        none="There are no groups yet."
      />
      <FormActions>
        <SubmitButton pending={form.pending}>Create account</SubmitButton>
        <ButtonLink href="/people">Cancel</ButtonLink>
      </FormActions>
    </FormFrame>
  );
}
