import { StateBadge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/states";
import { UtcTime } from "@/components/ui/values";
import type { NotificationDto } from "@/lib/notifications/types";
import styles from "./notification-list.module.css";

/** Newest first; what was unread until now is marked. */
export function NotificationList({ items, now }: { items: readonly NotificationDto[]; now: Date }) {
  if (items.length === 0) {
    return (
      <EmptyState title="Nothing to tell yet" icon="bell">
        Runs of your queries that bring new alerts, schedules that fail and queries that need a look are told of here.
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item.id} className={styles.item}>
          <span className={styles.head}>
            <a href={item.href}>{item.title}</a>
            {item.readAt === null ? <StateBadge tone="busy">unread</StateBadge> : null}
          </span>
          <span className={styles.time}>
            <UtcTime iso={item.createdAt} now={now} />
          </span>
          <p className={styles.body}>{item.body}</p>
        </li>
      ))}
    </ul>
  );
}
