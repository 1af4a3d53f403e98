import type { ReactNode } from "react";
import { classNames } from "./class-names";
import styles from "./panel.module.css";

type PanelProps = {
  title?: ReactNode;
  /** Anchor for links and for `aria-labelledby`; needed when the panel has a title that others point at. */
  id?: string;
  /** A count or a short remark beside the title. */
  note?: ReactNode;
  actions?: ReactNode;
  /** Stands above the body: the place of `StaleNote`. */
  notice?: ReactNode;
  footer?: ReactNode;
  /** No padding, for tables and plots. */
  flush?: boolean;
  children: ReactNode;
};

/** A framed piece of a page. Its body is content or one of the states of `states.tsx`. */
export function Panel({ title, id, note, actions, notice, footer, flush = false, children }: PanelProps) {
  return (
    <section className={styles.panel} id={id} aria-labelledby={id === undefined ? undefined : `${id}-title`}>
      {title === undefined && actions === undefined ? null : (
        <div className={styles.head}>
          {title === undefined ? null : (
            <h2 className={styles.title} id={id === undefined ? undefined : `${id}-title`}>
              {title}
            </h2>
          )}
          {note === undefined ? null : <span className={styles.note}>{note}</span>}
          {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
        </div>
      )}
      {notice}
      <div className={classNames(styles.body, flush && styles.flush)}>{children}</div>
      {footer === undefined ? null : <div className={styles.foot}>{footer}</div>}
    </section>
  );
}

/** Panels side by side, one below the other under 1,000 px. `wideFirst` gives the first two thirds. */
export function Columns({ wideFirst = false, children }: { wideFirst?: boolean; children: ReactNode }) {
  return <div className={classNames(styles.columns, wideFirst && styles.wideFirst)}>{children}</div>;
}

/** Panels below each other with the gap of the page. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}
