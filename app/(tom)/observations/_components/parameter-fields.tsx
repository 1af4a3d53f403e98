"use client";

import type { FieldForm } from "@/components/forms/bind";
import { CheckboxField } from "@/components/forms/choice-fields";
import { FieldGrid, FormSection, WideField } from "@/components/forms/form-layout";
import { SelectField, TextAreaField, TextField } from "@/components/forms/text-fields";
import { TimeField } from "@/components/forms/understood-fields";
import type { ParameterField } from "@/lib/observations/types";

export type ObservationValues = {
  observationId: string;
  status: string;
  scheduledStart: string;
  scheduledEnd: string;
  parameters: Record<string, string | boolean>;
};

type Props = { form: FieldForm<ObservationValues>; field: ParameterField };

/** One parameter of a facility in the field that fits it. */
function OneParameter({ form, field }: Props) {
  const words = {
    form,
    name: `parameters.${field.name}` as const,
    label: field.label,
    optional: !field.required,
    ...(field.help === undefined ? {} : { help: field.help }),
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    ...(field.example === undefined ? {} : { placeholder: field.example }),
  };
  switch (field.kind) {
    case "checkbox":
      return <CheckboxField form={form} name={words.name} label={field.label} help={field.help} />;
    case "select":
      return (
        <SelectField
          {...words}
          options={field.choices.map((value) => ({ value, label: value }))}
          emptyLabel={field.required ? "Choose" : "None"}
        />
      );
    case "time":
      return <TimeField {...words} />;
    case "long-text":
      return (
        <WideField>
          <TextAreaField {...words} rows={3} maxLength={field.maxLength} />
        </WideField>
      );
    default:
      return <TextField {...words} />;
  }
}

/** The window in which it is to be observed, UTC. */
export function WindowFields({ form }: { form: FieldForm<ObservationValues> }) {
  return (
    <FormSection title="Window" help="From when to when it is, or was, to be observed: ISO 8601, MJD or JD.">
      <FieldGrid>
        <TimeField form={form} name="scheduledStart" label="From" optional />
        <TimeField form={form} name="scheduledEnd" label="To" optional />
      </FieldGrid>
    </FormSection>
  );
}

export function ParameterFields({
  form,
  fields,
}: {
  form: FieldForm<ObservationValues>;
  fields: readonly ParameterField[];
}) {
  if (fields.length === 0) return null;
  return (
    <FormSection title="What is observed">
      <FieldGrid>
        {fields.map((field) => (
          <OneParameter key={field.name} form={form} field={field} />
        ))}
      </FieldGrid>
    </FormSection>
  );
}

/** Values of a form that is still empty, but for what is given. */
export const valuesOf = (
  fields: readonly ParameterField[],
  given: Readonly<Record<string, unknown>> = {},
): ObservationValues["parameters"] =>
  Object.fromEntries(
    fields.map((field) => {
      const value = given[field.name];
      if (field.kind === "checkbox") return [field.name, value === true];
      return [field.name, value === undefined || value === null ? "" : String(value)];
    }),
  );
