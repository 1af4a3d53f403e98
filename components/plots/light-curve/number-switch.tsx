"use client";

import { useState } from "react";
import { classNames } from "@/components/ui/class-names";
import styles from "../controls.module.css";

type Props = {
  label: string;
  /** Said of the field itself. */
  fieldLabel: string;
  unit?: string;
  /** Null = off. */
  value: number | null;
  /** What the switch starts with. */
  suggestion: number;
  onChange: (value: number | null) => void;
};

const positive = (text: string): number | null => {
  const value = Number(text.replace(",", "."));
  return text.trim() !== "" && Number.isFinite(value) && value > 0 && value <= 1e6 ? value : null;
};

/** A switch with a number: off, or on with a positive value. A text that is no such number changes nothing and is marked. */
export function NumberSwitch({ label, fieldLabel, unit, value, suggestion, onChange }: Props) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    if (value !== null && positive(text) !== value) setText(String(value));
  }
  const on = value !== null;
  const wrong = on && positive(text) === null;
  return (
    <span className={classNames(styles.toggle, on && styles.on)}>
      <label className={styles.inner}>
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => onChange(event.target.checked ? (positive(text) ?? suggestion) : null)}
        />
        {label}
      </label>
      {on ? (
        <input
          className={styles.field}
          type="text"
          inputMode="decimal"
          size={Math.max(3, text.length)}
          maxLength={14}
          aria-label={fieldLabel}
          aria-invalid={wrong}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            const next = positive(event.target.value);
            if (next !== null) {
              setShown(next);
              onChange(next);
            }
          }}
        />
      ) : null}
      {on && unit !== undefined ? <span className={styles.unit}>{unit}</span> : null}
    </span>
  );
}
