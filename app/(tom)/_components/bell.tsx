import { ButtonLink } from "@/components/ui/button";
import styles from "./bell.module.css";

/** The top bar's word on what this person was told of: how much of it is unread, with the way to it. */
export function Bell({ unread }: { unread: number }) {
  const count = unread > 99 ? "99+" : String(unread);
  const label = unread === 0 ? "Notifications" : `${count} unread ${unread === 1 ? "notification" : "notifications"}`;
  return (
    <ButtonLink href="/notifications" look="quiet" icon="bell" aria-label={label} title={label} className={styles.bell}>
      {unread === 0 ? undefined : <span className={styles.count}>{count}</span>}
    </ButtonLink>
  );
}
