import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { CopyButton } from "./copy-button";
import styles from "./text.module.css";

/** Text as it is, with a button that copies it. `label` names it for screen readers, e.g. "request". */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className={styles.code}>
      <pre>
        <code>{code}</code>
      </pre>
      <div className={styles.codeCopy}>
        <CopyButton text={code} label={label} />
      </div>
    </div>
  );
}

/** One key; several keys are several of these. */
export function KeyHint({ children }: { children: ReactNode }) {
  return <kbd className={styles.key}>{children}</kbd>;
}

type ProgressProps = {
  label: string;
  done: number;
  /** null while the end is not known. */
  total: number | null;
};

export function Progress({ label, done, total }: ProgressProps) {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <div className={styles.progress}>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : done}
      >
        <div
          className={classNames(styles.bar, share === null && styles.unknown)}
          style={share === null ? undefined : { width: `${share * 100}%` }}
        />
      </div>
      <span className={styles.muted}>
        {done.toLocaleString("en")}
        {total === null ? "" : ` of ${total.toLocaleString("en")}`}
      </span>
    </div>
  );
}

/** Said, not shown. */
export const Spoken = ({ children }: { children: ReactNode }) => <span className="spoken">{children}</span>;

export const Muted = ({ children }: { children: ReactNode }) => <span className={styles.muted}>{children}</span>;

/** Identifiers, coordinates, anything read character by character. */
export const Mono = ({ children }: { children: ReactNode }) => <span className={styles.mono}>{children}</span>;

/** Running text: documentation, comments. */
export const Prose = ({ children }: { children: ReactNode }) => <div className={styles.prose}>{children}</div>;
