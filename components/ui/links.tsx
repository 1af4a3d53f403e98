import type { ReactNode } from "react";
import { Button, ButtonLink } from "./button";
import { Icon } from "./icon";
import styles from "./links.module.css";
import { Static } from "./static";

export type Tab = { href: string; label: string; current?: boolean; count?: number };

/** Tabs are links: each is an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <Static>
      <nav className={styles.tabs} aria-label={label}>
        {tabs.map((tab) => (
          <a
            key={tab.href}
            className={styles.tab}
            href={tab.href}
            aria-current={tab.current ? "page" : undefined}
            data-scroll="keep"
          >
            {tab.label}
            {tab.count === undefined ? null : <span className={styles.count}>{tab.count.toLocaleString("en")}</span>}
          </a>
        ))}
      </nav>
    </Static>
  );
}

/** One filter. Set, it shows its value and leads to the view without it; unset, to the view with it. */
export type FilterChip = { href: string; label: string; value?: string; on?: boolean };

export function FilterChips({
  label,
  chips,
  isChoice = false,
  isLabelled = false,
  children,
}: {
  label: string;
  chips: readonly FilterChip[];
  /** One of them is always on: nothing is removed. */
  isChoice?: boolean;
  /** The label is seen as well: where several sets of chips stand below each other, or a chip does not say what it is of. */
  isLabelled?: boolean;
  children?: ReactNode;
}) {
  return (
    <Static>
      <nav className={styles.chips} aria-label={label}>
        {isLabelled ? (
          <span className={styles.chipsLabel} aria-hidden="true">
            {label}
          </span>
        ) : null}
        {chips.map((chip) => (
          <a
            key={`${chip.label} ${chip.value ?? ""}`}
            className={styles.chip}
            href={chip.href}
            data-on={chip.on ? "" : undefined}
            aria-current={chip.on ? "true" : undefined}
            title={chip.on && !isChoice ? "Remove this filter" : undefined}
            data-scroll="keep"
          >
            {chip.value === undefined ? (
              chip.label
            ) : (
              <>
                <span className={styles.chipLabel}>{chip.label}</span>
                {chip.value}
              </>
            )}
            {chip.on && !isChoice ? <Icon name="x" /> : null}
          </a>
        ))}
        {children}
      </nav>
    </Static>
  );
}

type PagerProps = {
  /** What is shown, e.g. "25 of many". */
  summary: ReactNode;
  previousHref: string | null;
  nextHref: string | null;
  children?: ReactNode;
};

/** Previous and next page; a way that does not exist is a button that cannot be pressed. */
export function Pager({ summary, previousHref, nextHref, children }: PagerProps) {
  return (
    <Static>
      <nav className={styles.pager} aria-label="Pages">
        <span>{summary}</span>
        {children}
        <div className={styles.pagerLinks}>
          {previousHref === null ? (
            <Button small disabled icon="chevron-left">
              Previous
            </Button>
          ) : (
            <ButtonLink small icon="chevron-left" href={previousHref} rel="prev">
              Previous
            </ButtonLink>
          )}
          {nextHref === null ? (
            <Button small disabled>
              Next
              <Icon name="chevron-right" />
            </Button>
          ) : (
            <ButtonLink small href={nextHref} rel="next">
              Next
              <Icon name="chevron-right" />
            </ButtonLink>
          )}
        </div>
      </nav>
    </Static>
  );
}
