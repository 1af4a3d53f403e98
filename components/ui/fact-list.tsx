import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import styles from "./facts.module.css";
import { Static } from "./static";

export type Fact = {
  label: string;
  /** null prints an en dash: known to be unknown. */
  value: ReactNode;
  unit?: string;
  /** Offers to copy this text. */
  copy?: string;
  hint?: string;
};

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <Static>
      <dl className={styles.facts}>
        {facts.map((fact) => (
          <div key={fact.label} className={styles.row}>
            <dt className={styles.label} title={fact.hint}>
              {fact.label}
            </dt>
            <dd className={styles.value}>
              <span className={styles.words}>
                {fact.value ?? "–"}
                {fact.unit === undefined || fact.value === null ? null : (
                  <span className={styles.unit}>{fact.unit}</span>
                )}
              </span>
              {fact.copy === undefined ? null : (
                <span className={styles.copy}>
                  <CopyButton text={fact.copy} label={fact.label.toLowerCase()} />
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Static>
  );
}
