import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import styles from "./field.module.css";

/** What every field of the kit takes. */
export type FieldWords = {
  label: string;
  /** One sentence under the field. */
  help?: ReactNode;
  /** Fields are required unless said; an optional one says so beside its label. */
  optional?: boolean;
};

/** Ids of the texts that describe a field, for `aria-describedby`. */
export const describedBy = (
  id: string,
  parts: { help: boolean; error: boolean; understood?: boolean },
): string | undefined => {
  const ids = [parts.error && `${id}-error`, parts.understood && `${id}-understood`, parts.help && `${id}-help`];
  const named = ids.filter(Boolean).join(" ");
  return named === "" ? undefined : named;
};

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  return error === undefined ? null : (
    <p className={styles.error} id={`${id}-error`}>
      <Icon name="circle-exclamation-point" />
      {error}
    </p>
  );
}

function FieldHelp({ id, help }: { id: string; help: ReactNode }) {
  return help === undefined ? null : (
    <p className={styles.help} id={`${id}-help`}>
      {help}
    </p>
  );
}

type FieldProps = FieldWords & {
  id: string;
  error: string | undefined;
  understood?: string | undefined;
  children: ReactNode;
};

/** Label, control, what was understood, error, help: in this order, wired by id. The control is the caller's. */
export function Field({ id, label, help, optional = false, error, understood, children }: FieldProps) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label} {optional ? <span className={styles.optional}>optional</span> : null}
      </label>
      {children}
      {understood === undefined ? null : (
        <output className={styles.understood} id={`${id}-understood`} htmlFor={id}>
          {understood}
        </output>
      )}
      <FieldError id={id} error={error} />
      <FieldHelp id={id} help={help} />
    </div>
  );
}

type GroupProps = FieldWords & { id: string; error: string | undefined; children: ReactNode };

/** The same for several boxes under one question. */
export function FieldGroup({ id, label, help, optional = false, error, children }: GroupProps) {
  return (
    <fieldset
      className={styles.field}
      id={id}
      aria-describedby={describedBy(id, { help: help !== undefined, error: error !== undefined })}
    >
      <legend className={styles.label}>
        {label} {optional ? <span className={styles.optional}>optional</span> : null}
      </legend>
      {children}
      <FieldError id={id} error={error} />
      <FieldHelp id={id} help={help} />
    </fieldset>
  );
}
