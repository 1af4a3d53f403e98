"use client";

import { useState } from "react";
import { useController } from "react-hook-form";
import { useBinding } from "@/components/forms/bind";
import { Input, TextArea } from "@/components/forms/controls";
import { Field } from "@/components/forms/field";
import type { ActionForm } from "@/components/forms/use-action-form";
import type { TargetFormValues } from "./form-values";

type Props = {
  form: ActionForm<TargetFormValues>;
  name: "aliases" | "tags";
  label: string;
  help: string;
  placeholder: string;
  /** "lines": one a line, for names that may hold commas. "commas": in one row. */
  layout: "lines" | "commas";
};

const cut = (text: string, by: RegExp): string[] =>
  text
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** Several short texts in one box; its value is a list. */
export function ListField({ form, name, label, help, placeholder, layout }: Props) {
  const { id, error, aria } = useBinding({ form, name }, { help: true });
  const { field } = useController({ control: form.control, name });
  const by = layout === "lines" ? /\n/ : /[,\n]/;
  const joined = field.value.join(layout === "lines" ? "\n" : ", ");
  const [typed, setTyped] = useState(joined);
  // The list was set from elsewhere: show it.
  const text = cut(typed, by).join("\n") === field.value.join("\n") ? typed : joined;
  const shared = {
    id,
    value: text,
    placeholder,
    spellCheck: false,
    ref: field.ref,
    onBlur: field.onBlur,
    ...aria,
  };
  const change = (next: string) => {
    setTyped(next);
    field.onChange(cut(next, by));
  };
  return (
    <Field id={id} label={label} help={help} error={error} optional>
      {layout === "lines" ? (
        <TextArea {...shared} rows={3} maxLength={12_000} onChange={(event) => change(event.target.value)} />
      ) : (
        <Input {...shared} maxLength={6000} autoComplete="off" onChange={(event) => change(event.target.value)} />
      )}
    </Field>
  );
}
