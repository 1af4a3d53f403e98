import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import styles from "./form.module.css";

/** Fields that belong together, under their own heading. */
export function FormSection(props: { title: string; help?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={props.title}>
      <div>
        <h2 className={styles.sectionTitle}>{props.title}</h2>
        {props.help === undefined ? null : <p className={styles.sectionHelp}>{props.help}</p>}
      </div>
      {props.children}
    </section>
  );
}

/** Fields side by side where there is room; `roomy` where they hold times to the millisecond, which must be read whole. */
export const FieldGrid = ({ roomy = false, children }: { roomy?: boolean; children: ReactNode }) => (
  <div className={classNames(styles.grid, roomy && styles.roomy)}>{children}</div>
);

/** Takes the whole width of a `FieldGrid`. */
export const WideField = ({ children }: { children: ReactNode }) => <div className={styles.wide}>{children}</div>;

/** The buttons at the end of a form: the one that sends it first. */
export const FormActions = ({ children }: { children: ReactNode }) => <div className={styles.actions}>{children}</div>;

type PlainFormProps = {
  /** A server action; the form works before any script runs. */
  action: (form: FormData) => unknown;
  id?: string;
  label: string;
  className?: string;
  children: ReactNode;
};

/** A form without script of its own, for one button or a few fields. */
export function PlainForm({ action, id, label, className, children }: PlainFormProps) {
  return (
    <form
      action={action as (form: FormData) => void}
      id={id}
      aria-label={label}
      className={classNames(className ?? styles.form)}
    >
      {children}
    </form>
  );
}
