"use client";

import { useId } from "react";
import { type Bound, useBinding } from "@/components/forms/bind";
import { Input } from "@/components/forms/controls";
import { Field, type FieldWords } from "@/components/forms/field";
import type { Choice } from "@/lib/brokers/contract-query";
import type { QueryValues } from "./query-schema";

type Props = Bound<QueryValues> & FieldWords & { placeholder?: string; choices: readonly Choice[] };

/** Text with the broker's own words to choose from, once they are known; any text is accepted meanwhile. */
export function ListedTextField({ form, name, label, help, optional, placeholder, choices }: Props) {
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined });
  const list = useId();
  return (
    <Field id={id} label={label} error={error} help={help} optional={optional ?? false}>
      <Input
        id={id}
        list={list}
        maxLength={100}
        autoComplete="off"
        placeholder={placeholder}
        {...aria}
        {...form.register(name)}
      />
      <datalist id={list}>
        {choices.map((choice) => (
          <option key={`${choice.value} ${JSON.stringify(choice.onlyWith ?? {})}`} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </datalist>
    </Field>
  );
}
