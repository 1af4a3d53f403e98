import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant, pk, publicId } from "../columns";
import { users } from "./people";

/** What a person is told of while she is away; written under her own rights, read by her alone. */
export const notifications = sqliteTable(
  "notifications",
  {
    pk: pk(),
    id: publicId(),
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
    /** Makes telling twice of one thing one notification. */
    key: text("key").notNull(),
    /** domain.what, for example "query.newAlerts". */
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    /** Where it leads, a path of this site. */
    href: text("href").notNull(),
    createdAt: instant("created_at").notNull(),
    readAt: instant("read_at"),
  },
  (t) => [
    uniqueIndex("notifications_once").on(t.userPk, t.key),
    index("notifications_user").on(t.userPk, t.pk),
    index("notifications_unread").on(t.userPk, t.pk).where(sql`${t.readAt} IS NULL`),
    index("notifications_created").on(t.createdAt),
  ],
);
