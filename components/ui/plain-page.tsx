import type { ReactNode } from "react";
import styles from "./plain-page.module.css";

type Props = {
  code: string;
  title: string;
  children: ReactNode;
  next: ReactNode;
  /** True where the shell stands around it, which has the one main landmark. */
  inShell?: boolean;
};

/** A page of few words: a code, what it means, where to go. */
export function PlainPage(props: Props) {
  const Frame = props.inShell ? "div" : "main";
  return (
    <Frame className={styles.page}>
      <p className={styles.code}>{props.code}</p>
      <h1 className={styles.title}>{props.title}</h1>
      <p className={styles.text}>{props.children}</p>
      <div className={styles.next}>{props.next}</div>
    </Frame>
  );
}
