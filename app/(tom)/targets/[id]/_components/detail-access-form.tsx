"use client";

import { useRouter } from "next/navigation";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import { FieldGrid, FormActions } from "@/components/forms/form-layout";
import { SelectField, TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { toast } from "@/components/ui/toast";
import { changeGrantInput } from "@/lib/targets/grant-schema";
import { changeGrantAction } from "../_server/actions";

type Option = { value: string; label: string };
type Props = { targetId: string; steps: readonly Option[] } & (
  | { kind: "person"; groups?: undefined }
  | { kind: "group"; groups: readonly Option[] }
);

/** Lets one person in by name, or one group. */
export function AccessForm({ targetId, kind, steps, groups }: Props) {
  const router = useRouter();
  const empty = { id: targetId, kind, who: "", step: "view" as const };
  const form = useActionForm({
    schema: changeGrantInput,
    action: changeGrantAction,
    defaultValues: empty,
    onDone: () => {
      form.reset(empty);
      toast({ text: kind === "person" ? "The person is let in." : "The group is let in." });
      router.refresh();
    },
  });
  return (
    <FormFrame form={form} label={kind === "person" ? "Let a person in" : "Let a group in"}>
      <FieldGrid>
        {kind === "person" ? (
          <TextField form={form} name="who" label="Name of the account" maxLength={50} />
        ) : (
          <SelectField form={form} name="who" label="Group" options={groups} emptyLabel="Choose a group" />
        )}
        <SelectField form={form} name="step" label="Right" options={steps} />
      </FieldGrid>
      <FormActions>
        <SubmitButton look="plain" icon="plus" pending={form.pending}>
          {kind === "person" ? "Let the person in" : "Let the group in"}
        </SubmitButton>
      </FormActions>
    </FormFrame>
  );
}
