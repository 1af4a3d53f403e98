"use client";

import type { FieldForm } from "@/components/forms/bind";
import { CheckboxField } from "@/components/forms/choice-fields";
import { SelectField, TextField } from "@/components/forms/text-fields";
import { AngleField, TimeField } from "@/components/forms/understood-fields";
import type { Choice, FormField } from "@/lib/brokers/contract-query";
import { ListedTextField } from "./listed-text-field";
import type { QueryValues } from "./query-schema";

type Props = {
  form: FieldForm<QueryValues>;
  field: FormField;
  /** What the other fields hold: some fields are offered only with certain values. */
  texts: QueryValues["parameters"];
  choices: readonly Choice[];
};

const isOffered = (onlyWith: Readonly<Record<string, string>> | undefined, texts: Props["texts"]): boolean =>
  Object.entries(onlyWith ?? {}).every(([name, value]) => (texts[name] || firstChoice[name]) === value);

// An empty choice of survey means the first one, as in the broker's schema.
const firstChoice: Readonly<Record<string, string>> = { survey: "ztf" };

/** One parameter of a broker in the field that fits it. */
export function ParameterField({ form, field, texts, choices }: Props) {
  if (!isOffered(field.onlyWith, texts)) return null;
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
      return (
        <SelectField
          {...words}
          options={[...field.choices]}
          emptyLabel={field.name === "survey" ? "ZTF (default)" : "Any"}
        />
      );
    case "date-or-duration":
      return <TimeField {...words} orDuration />;
    case "dynamic-choice":
      return <ListedTextField {...words} choices={choices.filter((choice) => isOffered(choice.onlyWith, texts))} />;
    default:
      return <TextField {...words} />;
  }
}
