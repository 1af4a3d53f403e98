import type { ReactNode } from "react";
import styles from "./badge.module.css";
import { classNames } from "./class-names";
import type { GlyphName } from "./glyphs";
import { Icon } from "./icon";

/** `busy` turns, `good` is a disc, `warning` a diamond, `bad` a square: the shape speaks where colour cannot. */
export type Tone = "neutral" | "good" | "warning" | "bad" | "busy";

/** A word in a pill: a tag, a type, a count. */
export function Badge({
  icon,
  href,
  title,
  children,
}: {
  icon?: GlyphName;
  href?: string;
  title?: string;
  children: ReactNode;
}) {
  const inside = (
    <>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </>
  );
  return href === undefined ? (
    <span className={styles.badge} title={title}>
      {inside}
    </span>
  ) : (
    <a className={styles.badge} href={href} title={title}>
      {inside}
    </a>
  );
}

/** A state: a dot and its word. `pill` frames it, for use beside a title. */
export function StateBadge({ tone, pill = false, children }: { tone: Tone; pill?: boolean; children: ReactNode }) {
  return (
    <span className={classNames(styles.badge, !pill && styles.plain)}>
      <span className={classNames(styles.dot, tone !== "neutral" && styles[tone])} aria-hidden="true" />
      {children}
    </span>
  );
}

export type Visibility = "open" | "public" | "private";

const visibilities = {
  open: { icon: "globe", word: "Open", title: "Anyone can see this, signed in or not" },
  public: { icon: "users", word: "Public", title: "Any signed-in user can see this" },
  private: { icon: "lock", word: "Private", title: "Only people and groups with a grant can see this" },
} as const satisfies Record<Visibility, { icon: GlyphName; word: string; title: string }>;

/** Who may see something; `href` leads to "who can see this". */
export function VisibilityBadge({ visibility, href }: { visibility: Visibility; href?: string }) {
  const { icon, word, title } = visibilities[visibility];
  return (
    <Badge icon={icon} title={title} {...(href === undefined ? {} : { href })}>
      {word}
    </Badge>
  );
}
