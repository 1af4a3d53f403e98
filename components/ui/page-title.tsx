import type { ReactNode } from "react";
import { Icon } from "./icon";
import styles from "./page-title.module.css";
import { Static } from "./static";

export type Crumb = { label: string; href: string };

type Props = {
  title: ReactNode;
  /** Where this page stands, without the page itself. */
  breadcrumb?: readonly Crumb[];
  /** Badges and marks beside the title. */
  marks?: ReactNode;
  subtitle?: ReactNode;
  /** Secondary actions; the one primary action stands last. */
  actions?: ReactNode;
  primary?: ReactNode;
};

export function PageTitle({ title, breadcrumb = [], marks, subtitle, actions, primary }: Props) {
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {breadcrumb.length === 0 ? null : (
          <Static>
            <nav className={styles.breadcrumb} aria-label="Breadcrumb">
              <ol>
                {breadcrumb.map((crumb) => (
                  <li key={crumb.href}>
                    <a href={crumb.href}>{crumb.label}</a>
                    <Icon name="chevron-right" className={styles.separator ?? ""} />
                  </li>
                ))}
              </ol>
            </nav>
          </Static>
        )}
        <Static>
          <div className={styles.line}>
            <h1 className={styles.title}>{title}</h1>
            {marks}
          </div>
        </Static>
        {subtitle === undefined ? null : (
          <Static>
            <p className={styles.subtitle}>{subtitle}</p>
          </Static>
        )}
      </div>
      {actions === undefined && primary === undefined ? null : (
        <div className={styles.actions}>
          {actions}
          {primary}
        </div>
      )}
    </header>
  );
}
