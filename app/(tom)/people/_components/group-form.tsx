"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { toast } from "@/components/ui/toast";
import { createGroupSchema, renameGroupSchema } from "@/lib/access/schema";

type NewProps = { action: (input: unknown) => Promise<ActionResult<{ id: string; name: string }>> };

export function NewGroupForm({ action }: NewProps) {
  const router = useRouter();
  const form = useActionForm({
    schema: createGroupSchema,
    action,
    defaultValues: { name: "", description: "" },
    onDone: (made) => {
      toast({ text: `The group ${made.name} exists. Add its members.` });
      router.push(`/people/groups/${made.id}`);
    },
  });
  return (
    <FormFrame form={form} label="New group">
      <FieldGrid>
        <TextField form={form} name="name" label="Name" maxLength={80} />
        <TextField form={form} name="description" label="What it is for" maxLength={500} optional />
      </FieldGrid>
      <FormActions>
        <SubmitButton look="plain" icon="plus" pending={form.pending}>
          Create group
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}

type RenameProps = {
  action: (input: unknown) => Promise<ActionResult<unknown>>;
  group: { id: string; name: string; description: string };
};

export function RenameGroupForm({ action, group }: RenameProps) {
  const router = useRouter();
  const form = useActionForm({
    schema: renameGroupSchema,
    action,
    defaultValues: { groupId: group.id, name: group.name, description: group.description },
    onDone: () => {
      toast({ text: "The group is changed." });
      router.refresh();
    },
  });
  return (
    <FormFrame form={form} label="Name and purpose">
      <TextField form={form} name="name" label="Name" maxLength={80} />
      <TextField form={form} name="description" label="What it is for" maxLength={500} optional />
      <FormActions>
        <SubmitButton look="plain" pending={form.pending}>
          Store
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
