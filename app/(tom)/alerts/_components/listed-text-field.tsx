"use client";

import { useId } from "react";
import { type Bound, useBinding } from "@/components/forms/bind";
import { Input } from "@/components/forms/controls";
import { Field, type FieldWords } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import type { QueryValues } from "./query-schema";
import type { FieldChoices } from "./use-choices";

type Props = Bound<QueryValues> & FieldWords & { placeholder?: string; choices: FieldChoices };

/** Text with the broker's own words to choose from, once they are known; any text is accepted meanwhile. */
export function ListedTextField({ form, name, label, help, optional, placeholder, choices }: Props) {
  const { items, problem, again } = choices;
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined || problem !== null });
  const list = useId();
  const missing = (
    <>
      {problem} Type it as the broker writes it, or{" "}
      <Button type="button" small onClick={again}>
        Load the list again
      </Button>
    </>
  );
  return (
    <Field id={id} label={label} error={error} help={problem === null ? help : missing} optional={optional ?? false}>
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
        {items.map((choice) => (
          <option key={`${choice.value} ${JSON.stringify(choice.onlyWith ?? {})}`} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </datalist>
    </Field>
  );
}
