"use client";

import type { FieldForm } from "@/components/forms/bind";
import { CheckboxField } from "@/components/forms/choice-fields";
import { WideField } from "@/components/forms/form-layout";
import { SelectField, TextAreaField, TextField } from "@/components/forms/text-fields";
import { AngleField, TimeField } from "@/components/forms/understood-fields";
import type { Choice, FormField } from "@/lib/brokers/contract-query";
import { ListedTextField } from "./listed-text-field";
import type { QueryValues } from "./query-schema";
import type { FieldChoices } from "./use-choices";

type Props = {
  form: FieldForm<QueryValues>;
  field: FormField;
  /** Words to choose from, as the broker knows them. */
  choices: FieldChoices;
};

const emptyLabelOf = ({ choices, default: value }: { choices: readonly Choice[]; default?: string }): string => {
  const meant = choices.find((choice) => choice.value === value);
  return meant ? `${meant.label} (default)` : "Any";
};

/** One parameter of a broker in the field that fits it. */
export function ParameterField({ form, field, choices }: Props) {
  const words = {
    form,
    name: `parameters.${field.name}` as const,
    label: field.label,
    optional: !field.required,
    ...(field.help === undefined ? {} : { help: field.help }),
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    ...(field.example === undefined ? {} : { placeholder: field.example }),
  };
  if (field.name === "raDeg") return <AngleField {...words} kind="ra" decName="parameters.decDeg" />;
  if (field.name === "decDeg") return <AngleField {...words} kind="dec" />;
  switch (field.kind) {
    case "checkbox":
      return <CheckboxField form={form} name={words.name} label={field.label} help={field.help} />;
    case "select":
      return <SelectField {...words} options={[...field.choices]} emptyLabel={emptyLabelOf(field)} />;
    case "date-or-duration":
      return <TimeField {...words} orDuration />;
    case "dynamic-choice":
      return <ListedTextField {...words} choices={choices} />;
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
