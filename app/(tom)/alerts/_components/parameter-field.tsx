"use client";

import type { FieldForm } from "@/components/forms/bind";
import { DescribedField, describedWords } from "@/components/forms/described-field";
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
  const words = describedWords(form, field);
  if (field.name === "raDeg") return <AngleField {...words} kind="ra" decName="parameters.decDeg" />;
  if (field.name === "decDeg") return <AngleField {...words} kind="dec" />;
  switch (field.kind) {
    case "select":
      return <DescribedField form={form} field={field} emptyLabel={emptyLabelOf(field)} />;
    case "date-or-duration":
      return <TimeField {...words} orDuration />;
    case "dynamic-choice":
      return <ListedTextField {...words} choices={choices} />;
    default:
      return <DescribedField form={form} field={field} />;
  }
}
