import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import styles from "./field.module.css";

type InputProps = ComponentProps<"input"> & {
  /** Stands at the end of the field. */
  unit?: string | undefined;
  /** Coordinates, identifiers, times: figures of equal width. */
  mono?: boolean;
};

/** The bare text box, with its unit. Give it `id` and `aria-describedby` of a `Field`. */
export function Input({ unit, mono = false, className, ...rest }: InputProps) {
  return (
    <span className={styles.frame}>
      <input className={classNames(styles.input, mono && styles.mono, className)} {...rest} />
      {unit === undefined ? null : <span className={styles.unit}>{unit}</span>}
    </span>
  );
}

export function TextArea({ mono = false, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <span className={styles.frame}>
      <textarea className={classNames(styles.input, mono && styles.mono)} rows={4} {...rest} />
    </span>
  );
}

export type Option = { value: string; label: string; disabled?: boolean };

type ChoiceProps = ComponentProps<"input"> & { type: "checkbox" | "radio"; label: ReactNode; help?: ReactNode };

/** A check box or radio button with its words. */
export function Choice({ label, help, ...rest }: ChoiceProps) {
  return (
    <label className={styles.choice}>
      <input className={styles.box} {...rest} />
      <span>
        {label}
        {help === undefined ? null : <span className={styles.choiceHelp}>{help}</span>}
      </span>
    </label>
  );
}
