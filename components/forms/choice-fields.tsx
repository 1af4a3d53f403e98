"use client";

import { type ReactNode, useState } from "react";
import { type FieldValues, useController } from "react-hook-form";
import { type Bound, useBinding } from "./bind";
import { Choice, Input, type Option } from "./controls";
import { FieldError, FieldGroup, type FieldWords } from "./field";
import styles from "./field.module.css";

type CheckProps<Values extends FieldValues> = Bound<Values> & { label: ReactNode; help?: ReactNode };

/** One yes or no; its value is a boolean. */
export function CheckboxField<Values extends FieldValues>({ form, name, label, help }: CheckProps<Values>) {
  const { id, error, aria } = useBinding({ form, name }, { help: false });
  return (
    <div className={styles.field}>
      <Choice id={id} type="checkbox" label={label} help={help} {...aria} {...form.register(name)} />
      <FieldError id={id} error={error} />
    </div>
  );
}

export type RadioOption = Option & { help?: ReactNode };

type RadioProps<Values extends FieldValues> = Bound<Values> & FieldWords & { options: readonly RadioOption[] };

/** One of a few, all in sight. */
export function RadioField<Values extends FieldValues>(props: RadioProps<Values>) {
  const { form, name, label, help, optional, options } = props;
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined });
  return (
    <FieldGroup id={id} label={label} help={help} error={error} optional={optional ?? false}>
      {options.map((option) => (
        <Choice
          key={option.value}
          type="radio"
          value={option.value}
          disabled={option.disabled}
          label={option.label}
          help={option.help}
          aria-describedby={aria["aria-describedby"]}
          {...form.register(name)}
        />
      ))}
    </FieldGroup>
  );
}

type MultiProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    options: readonly Option[];
    /** Said where there is nothing to choose from. */
    none?: string;
  };

const filterFrom = 8;

/** Any of many: boxes, with a filter above them when there are more than eight. Its value is a list of texts. */
export function MultiSelectField<Values extends FieldValues>(props: MultiProps<Values>) {
  const { form, name, label, help, optional, options, none = "Nothing to choose from." } = props;
  const { id, error } = useBinding({ form, name }, { help: help !== undefined });
  const { field } = useController({ control: form.control, name });
  const [wanted, setWanted] = useState("");
  const chosen: readonly string[] = Array.isArray(field.value) ? field.value : [];
  const shown = options.filter(
    (option) => chosen.includes(option.value) || option.label.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const toggle = (value: string, on: boolean) => {
    const next = options.map((option) => option.value).filter((one) => (one === value ? on : chosen.includes(one)));
    field.onChange(next);
  };
  return (
    <FieldGroup id={id} label={label} help={help} error={error} optional={optional ?? false}>
      {options.length > filterFrom ? (
        <Input
          type="search"
          aria-label={`Filter ${label.toLowerCase()}`}
          placeholder="Filter"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      ) : null}
      <div className={styles.options}>
        {shown.map((option, index) => (
          <Choice
            key={option.value}
            ref={index === 0 ? field.ref : undefined}
            type="checkbox"
            label={option.label}
            disabled={option.disabled}
            checked={chosen.includes(option.value)}
            onChange={(event) => toggle(option.value, event.target.checked)}
            onBlur={field.onBlur}
          />
        ))}
        {shown.length > 0 ? null : <p className={styles.none}>{options.length === 0 ? none : "None has this name."}</p>}
      </div>
    </FieldGroup>
  );
}
