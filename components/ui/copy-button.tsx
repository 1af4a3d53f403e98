import type { ReactNode } from "react";
import styles from "./copy-button.module.css";
import { Icon } from "./icon";

/** Copies `text`. Plain markup: one listener of the document (`DocumentIslands`) serves every copy button there is. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  return (
    <button type="button" className={styles.copy} data-copy={text} aria-label={`Copy ${label}`} title={`Copy ${label}`}>
      <Icon name="copy" className={styles.ready ?? ""} />
      <Icon name="check" className={styles.done ?? ""} />
    </button>
  );
}

/** A value that a click copies. */
export function CopyValue({ text, label, children }: { text: string; label: string; children: ReactNode }) {
  return (
    <button type="button" className={styles.value} data-copy={text} title={`Copy ${label}`}>
      {children}
    </button>
  );
}
