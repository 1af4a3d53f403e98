"use client";

import type { FieldValues } from "react-hook-form";
import { type Bound, useBinding } from "./bind";
import { Input, type Option, TextArea } from "./controls";
import { Field, type FieldWords } from "./field";
import { numberOf } from "./number-of";
import { Select } from "./select";

type TextProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    unit?: string;
    mono?: boolean;
    maxLength?: number;
    placeholder?: string;
    type?: "text" | "password" | "email" | "url";
    autoComplete?: string;
  };

export function TextField<Values extends FieldValues>(props: TextProps<Values>) {
  const { form, name, label, help, optional, maxLength = 1000, autoComplete = "off", ...rest } = props;
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined });
  return (
    <Field id={id} label={label} error={error} help={help} optional={optional ?? false}>
      <Input
        id={id}
        maxLength={maxLength}
        autoComplete={autoComplete}
        spellCheck={false}
        {...rest}
        {...aria}
        {...form.register(name)}
      />
    </Field>
  );
}

type NumberProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    unit?: string;
    placeholder?: string;
    /** What an empty field means to the schema; null unless said. */
    whenEmpty?: null | undefined;
  };

/** A number with its unit. Plain text to the browser: no wheel that changes it, no local decimal comma. */
export function NumberField<Values extends FieldValues>(props: NumberProps<Values>) {
  const { form, name, label, help, optional, unit, placeholder } = props;
  const whenEmpty = "whenEmpty" in props ? props.whenEmpty : null;
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined });
  return (
    <Field id={id} label={label} error={error} help={help} optional={optional ?? false}>
      <Input
        id={id}
        unit={unit}
        placeholder={placeholder}
        inputMode="decimal"
        maxLength={40}
        autoComplete="off"
        {...aria}
        {...form.register(name, { setValueAs: (text: unknown) => numberOf(text, whenEmpty) })}
      />
    </Field>
  );
}

type AreaProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & { rows?: number; maxLength?: number; mono?: boolean; placeholder?: string };

export function TextAreaField<Values extends FieldValues>(props: AreaProps<Values>) {
  const { form, name, label, help, optional, maxLength = 10_000, ...rest } = props;
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined });
  return (
    <Field id={id} label={label} error={error} help={help} optional={optional ?? false}>
      <TextArea id={id} maxLength={maxLength} {...rest} {...aria} {...form.register(name)} />
    </Field>
  );
}

type SelectProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    options: readonly Option[];
    /** The words of the empty choice. */
    emptyLabel?: string;
    /** What the empty choice means to the schema; the empty text unless said. */
    whenEmpty?: "" | null | undefined;
  };

export function SelectField<Values extends FieldValues>(props: SelectProps<Values>) {
  const { form, name, label, help, optional, options, emptyLabel } = props;
  const whenEmpty = "whenEmpty" in props ? props.whenEmpty : "";
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined });
  return (
    <Field id={id} label={label} error={error} help={help} optional={optional ?? false}>
      <Select
        id={id}
        options={options}
        emptyLabel={emptyLabel}
        {...aria}
        {...form.register(name, { setValueAs: (value: unknown) => (value === "" ? whenEmpty : value) })}
      />
    </Field>
  );
}
