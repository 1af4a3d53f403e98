"use client";

import { useState } from "react";
import { type FieldValues, useController } from "react-hook-form";
import { Icon } from "@/components/ui/icon";
import { type Bound, useBinding } from "./bind";
import { Field, type FieldWords } from "./field";
import styles from "./file-field.module.css";

type Props<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    /** As the attribute of the same name. */
    accept: string;
    /** Of the file; null takes any. */
    maxBytes: number | null;
    /** After a file was chosen, dropped or taken back. */
    onChoose?: (file: File | null) => void;
  };

const sizeOf = (bytes: number): string =>
  bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** One file, chosen or dropped; its value is a `File` or null. */
export function FileField<Values extends FieldValues>(props: Props<Values>) {
  const { form, name, label, help, optional, accept, maxBytes, onChoose } = props;
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined });
  const { field } = useController({ control: form.control, name });
  const [isOver, setOver] = useState(false);
  const chosen: unknown = field.value;
  const file = chosen instanceof File ? chosen : null;
  const isTooLarge = file !== null && maxBytes !== null && file.size > maxBytes;
  const choose = (given: File | undefined) => {
    const next = given ?? null;
    field.onChange(next);
    onChoose?.(next);
  };
  const tooLarge = isTooLarge ? `The file is larger than ${sizeOf(maxBytes)}` : undefined;
  return (
    <Field id={id} label={label} help={help} optional={optional ?? false} error={error ?? tooLarge}>
      <fieldset
        className={styles.drop}
        aria-label={`${label}: choose a file or drop it here`}
        data-over={isOver ? "" : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="upload" className={styles.mark ?? ""} />
        <div className={styles.words}>
          <input
            id={id}
            ref={field.ref}
            type="file"
            accept={accept}
            className={styles.input}
            onChange={(event) => choose(event.target.files?.[0])}
            {...aria}
          />
          <p className={styles.hint}>{file === null ? "or drop it here" : `${file.name}, ${sizeOf(file.size)}`}</p>
        </div>
      </fieldset>
    </Field>
  );
}
