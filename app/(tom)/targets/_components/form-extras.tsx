"use client";

import { FieldGrid, FormSection } from "@/components/forms/form-layout";
import { NumberField, SelectField, TextField } from "@/components/forms/text-fields";
import { TimeField } from "@/components/forms/understood-fields";
import type { ActionForm } from "@/components/forms/use-action-form";
import type { ExtraField } from "./extra-field";
import type { TargetFormValues } from "./form-values";

const yesNo = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

function Extra({ form, field }: { form: ActionForm<TargetFormValues>; field: ExtraField }) {
  const shared = { form, name: `extras.${field.key}` as const, label: field.label, optional: true };
  const unit = field.unit === null ? {} : { unit: field.unit };
  if (field.kind === "number") return <NumberField {...shared} {...unit} />;
  if (field.kind === "boolean") return <SelectField {...shared} options={yesNo} emptyLabel="Not said" />;
  if (field.kind === "date") return <TimeField {...shared} />;
  return <TextField {...shared} {...unit} maxLength={10_000} />;
}

/** The extra fields of this installation, each of its own type. */
export function ExtraFields({ form, fields }: { form: ActionForm<TargetFormValues>; fields: readonly ExtraField[] }) {
  if (fields.length === 0) return null;
  return (
    <FormSection title="Extra fields">
      <FieldGrid>
        {fields.map((field) => (
          <Extra key={field.key} form={form} field={field} />
        ))}
      </FieldGrid>
    </FormSection>
  );
}
