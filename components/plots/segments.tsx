"use client";

import { useId } from "react";
import { classNames } from "@/components/ui/class-names";
import styles from "./controls.module.css";

type Choice<Value extends string> = { value: Value; label: string; title?: string; disabled?: boolean };

/** One of a few, as joined buttons: radio buttons underneath, so arrow keys and screen readers work as usual. */
export function Segments<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className={styles.segments}>
      <legend className="spoken">{props.label}</legend>
      {props.choices.map(({ value, label, title, disabled = false }) => (
        <label key={value} className={styles.segment} title={title}>
          <input
            type="radio"
            name={name}
            checked={value === props.value}
            disabled={disabled}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** On or off. */
export function Toggle(props: {
  label: string;
  title?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className={classNames(styles.toggle, props.checked && styles.on)} title={props.title}>
      <input type="checkbox" checked={props.checked} onChange={(event) => props.onChange(event.target.checked)} />
      {props.label}
    </label>
  );
}
