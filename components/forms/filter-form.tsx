import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Choice, Input, type Option } from "./controls";
import { Field, type FieldWords } from "./field";
import styles from "./form.module.css";
import { Select } from "./select";

/** Values of the address that the form does not ask for and must keep. */
export type Kept = Readonly<Record<string, string | readonly string[] | undefined>>;

export function KeptFields({ keep }: { keep: Kept }) {
  return Object.entries(keep).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : (value ?? [])).map((one) => (
      <input key={`${name} ${one}`} type="hidden" name={name} value={one} />
    )),
  );
}

type FormProps = { action: string; label: string; keep?: Kept; submitLabel?: string; id?: string; children: ReactNode };

/** A GET form: what it asks stands in the address. Plain HTML; with scripts the page does not reload. */
export function FilterForm({ action, label, keep = {}, submitLabel = "Apply", id, children }: FormProps) {
  return (
    <form action={action} method="get" id={id} className={styles.filters} aria-label={label} data-scroll="keep">
      <KeptFields keep={keep} />
      {children}
      <Button type="submit">{submitLabel}</Button>
    </form>
  );
}

type FilterProps = FieldWords & {
  /** Name in the address; also the id, with `idPrefix` where a page has two such fields. */
  name: string;
  value: string | undefined;
  idPrefix?: string;
  error?: string;
};

type FilterTextProps = FilterProps & {
  unit?: string;
  mono?: boolean;
  wide?: boolean;
  placeholder?: string;
  type?: "text" | "search" | "date";
  inputMode?: "text" | "decimal" | "numeric";
};

const idOf = ({ idPrefix = "filter", name }: { idPrefix?: string; name: string }): string => `${idPrefix}-${name}`;

export function FilterText(props: FilterTextProps) {
  const {
    name,
    value,
    label,
    help,
    error,
    unit,
    wide = false,
    mono = false,
    placeholder,
    type = "text",
    inputMode,
  } = props;
  const id = idOf(props);
  return (
    <div className={wide ? styles.filterWide : styles.filter}>
      <Field id={id} label={label} help={help} error={error}>
        <Input
          id={id}
          name={name}
          type={type}
          inputMode={inputMode}
          defaultValue={value}
          key={value}
          unit={unit}
          mono={mono}
          placeholder={placeholder}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
        />
      </Field>
    </div>
  );
}

export const FilterNumber = (props: Omit<FilterTextProps, "type" | "inputMode">) => (
  <FilterText {...props} inputMode="decimal" />
);

export function FilterSelect(props: FilterProps & { options: readonly Option[]; emptyLabel?: string }) {
  const { name, value, label, help, error, options, emptyLabel } = props;
  const id = idOf(props);
  return (
    <div className={styles.filter}>
      <Field id={id} label={label} help={help} error={error}>
        <Select id={id} name={name} defaultValue={value ?? ""} key={value} options={options} emptyLabel={emptyLabel} />
      </Field>
    </div>
  );
}

type ColumnChooserProps = {
  action: string;
  keep: Kept;
  name?: string;
  columns: readonly { id: string; label: string; shown: boolean; fixed?: boolean }[];
};

/** Which columns a table shows, as a GET form; put it into a `Menu`. */
export function ColumnChooser({ action, keep, name = "columns", columns }: ColumnChooserProps) {
  return (
    <form action={action} method="get" aria-label="Columns" data-scroll="keep">
      <KeptFields keep={keep} />
      {columns.map((column) => (
        <Choice
          key={`${column.id} ${column.shown}`}
          type="checkbox"
          name={name}
          value={column.id}
          label={column.label}
          defaultChecked={column.shown}
          disabled={column.fixed}
        />
      ))}
      <Button type="submit" small>
        Show these
      </Button>
    </form>
  );
}
