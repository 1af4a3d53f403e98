"use client";

import type { FieldForm } from "@/components/forms/bind";
import { DescribedField } from "@/components/forms/described-field";
import { FieldGrid, FormSection } from "@/components/forms/form-layout";
import { TimeField } from "@/components/forms/understood-fields";
import type { ParameterField } from "@/lib/observations/types";

export type ObservationValues = {
  observationId: string;
  status: string;
  scheduledStart: string;
  scheduledEnd: string;
  parameters: Record<string, string | boolean>;
};

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
          <DescribedField key={field.name} form={form} field={field} />
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
