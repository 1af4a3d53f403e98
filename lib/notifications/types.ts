/** What somebody was told of. */
export type NotificationDto = {
  id: string;
  /** domain.what, for example "query.newAlerts". */
  kind: string;
  title: string;
  body: string;
  /** A path of this site. */
  href: string;
  createdAt: string;
  /** Null while it is unread. */
  readAt: string | null;
};

export type NotificationPage = { items: readonly NotificationDto[]; nextCursor: string | null };
