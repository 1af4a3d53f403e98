import type { ReactNode } from "react";
import { ButtonLink } from "./button";
import { classNames } from "./class-names";
import type { GlyphName } from "./glyphs";
import { Icon } from "./icon";
import styles from "./states.module.css";

/** Nothing here yet: says what would be here and offers the next step. */
export function EmptyState(props: { title: string; children?: ReactNode; next?: ReactNode; icon?: GlyphName }) {
  return (
    <div className={styles.state}>
      <Icon name={props.icon ?? "inbox"} className={styles.mark ?? ""} />
      <p className={styles.title}>{props.title}</p>
      {props.children === undefined ? null : <div className={styles.why}>{props.children}</div>}
      {props.next === undefined ? null : <div className={styles.next}>{props.next}</div>}
    </div>
  );
}

/** Failed: what, why, and a way to try again (a link to the same view, or a button from an island). */
export function FailedState(props: { title: string; why?: ReactNode; retryHref?: string; retry?: ReactNode }) {
  return (
    <div className={classNames(styles.state, styles.failed)} role="alert">
      <Icon name="circle-exclamation-point" className={styles.mark ?? ""} />
      <p className={styles.title}>{props.title}</p>
      {props.why === undefined ? null : <div className={styles.why}>{props.why}</div>}
      <div className={styles.next}>
        {props.retryHref === undefined ? null : (
          <ButtonLink small icon="refresh-cw" href={props.retryHref}>
            Try again
          </ButtonLink>
        )}
        {props.retry}
      </div>
    </div>
  );
}

export type NoticeTone = "info" | "warning" | "bad";

/** One or two sentences that matter to what follows. `framed` when it stands outside a panel. */
export function Notice(props: { tone?: NoticeTone; framed?: boolean; children: ReactNode }) {
  const tone = props.tone ?? "info";
  return (
    <div
      className={classNames(styles.notice, tone !== "warning" && styles[tone], props.framed === true && styles.framed)}
      role={tone === "bad" ? "alert" : "note"}
    >
      <Icon name={tone === "info" ? "info" : "triangle-exclamation-point"} />
      <div>{props.children}</div>
    </div>
  );
}

const widths = ["62%", "48%", "71%", "55%", "66%"] as const;

/** Holds the place of table rows while they load. */
export function SkeletonRows({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div className={styles.bones} role="status">
      <span className="spoken">{label}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <span key={row} className={styles.boneRow}>
          <span className={styles.bone} style={{ width: widths[row % widths.length] }} />
        </span>
      ))}
    </div>
  );
}

/** Holds the place of a plot, an image or a text of known height. */
export function Skeleton({ heightPx, label = "Loading" }: { heightPx: number; label?: string }) {
  return (
    <div role="status">
      <span className="spoken">{label}</span>
      <div className={styles.boneBox} style={{ height: heightPx }} />
    </div>
  );
}
