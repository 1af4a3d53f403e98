"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { SelectField, TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { toast } from "@/components/ui/toast";
import { addMemberSchema } from "@/lib/access/schema";

type Props = { action: (input: unknown) => Promise<ActionResult<unknown>>; groupId: string };

const roles = [
  { value: "member", label: "Member" },
  { value: "manager", label: "Manager" },
];

export function AddMemberForm({ action, groupId }: Props) {
  const router = useRouter();
  const empty = { groupId, username: "", role: "member" as const };
  const form = useActionForm({
    schema: addMemberSchema,
    action,
    defaultValues: empty,
    onDone: () => {
      form.reset(empty);
      toast({ text: "The member is added." });
      router.refresh();
    },
  });
  return (
    <FormFrame form={form} label="Add a member">
      <FieldGrid>
        <TextField form={form} name="username" label="Name of the account" maxLength={50} />
        <SelectField
          form={form}
          name="role"
          label="As"
          options={roles}
          help="Members see and change the group's targets; managers also add and remove members."
        />
      </FieldGrid>
      <FormActions>
        <SubmitButton look="plain" icon="plus" pending={form.pending}>
          Add member
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
