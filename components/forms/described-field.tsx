"use client";

import type { FieldPath, FieldValues } from "react-hook-form";
import type { FieldForm } from "./bind";
import { CheckboxField } from "./choice-fields";
import type { Option } from "./controls";
import { WideField } from "./form-layout";
import { SelectField, TextAreaField, TextField } from "./text-fields";
import { TimeField } from "./understood-fields";

type Words = { name: string; label: string; unit?: string; help?: string; example?: string; required?: boolean };

/** A parameter as plug-ins describe one. */
export type Described = Words &
  (
    | { kind: "text" | "number" | "checkbox" | "time" }
    | { kind: "long-text"; maxLength: number }
    | { kind: "select"; choices: readonly (string | Option)[] }
  );

/** What the field of a parameter is called and says; its value stands under `parameters` in the form. */
export const describedWords = <Values extends FieldValues>(form: FieldForm<Values>, field: Words) => ({
  form,
  name: `parameters.${field.name}` as FieldPath<Values>,
  label: field.label,
  optional: !field.required,
  ...(field.help === undefined ? {} : { help: field.help }),
  ...(field.unit === undefined ? {} : { unit: field.unit }),
  ...(field.example === undefined ? {} : { placeholder: field.example }),
});

type Props<Values extends FieldValues> = {
  form: FieldForm<Values>;
  field: Described;
  /** Of a choice; else "Choose", or "None" where it may be left open. */
  emptyLabel?: string;
};

/** One parameter of a plug-in in the field that fits it. */
export function DescribedField<Values extends FieldValues>({ form, field, emptyLabel }: Props<Values>) {
  const words = describedWords(form, field);
  switch (field.kind) {
    case "checkbox":
      return <CheckboxField form={form} name={words.name} label={field.label} help={field.help} />;
    case "select":
      return (
        <SelectField
          {...words}
          options={field.choices.map((one) => (typeof one === "string" ? { value: one, label: one } : one))}
          emptyLabel={emptyLabel ?? (field.required ? "Choose" : "None")}
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
