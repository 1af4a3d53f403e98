import type { ReactNode } from "react";
import styles from "./plain-page.module.css";

/** A page without the shell: a code, what it means, where to go. */
export function PlainPage(props: { code: string; title: string; children: ReactNode; next: ReactNode }) {
  return (
    <main className={styles.page}>
      <p className={styles.code}>{props.code}</p>
      <h1 className={styles.title}>{props.title}</h1>
      <p className={styles.text}>{props.children}</p>
      <div className={styles.next}>{props.next}</div>
    </main>
  );
}
