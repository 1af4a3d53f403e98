import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, pk, publicId } from "../columns";

/** Outgoing mail: one row a mail and recipient, kept whether or not it could be sent. */
export const mails = sqliteTable(
  "mails",
  {
    pk: pk(),
    id: publicId(),
    /** Makes asking twice for one mail one mail; null = no such key. */
    key: text("key").unique(),
    to: text("to_address").notNull(),
    /** As a header would have it; null = the address of this installation. */
    from: text("from_address"),
    subject: text("subject").notNull(),
    body: text("body").notNull(),
    /** Who asked for it: `user:<id>`, `system:<job>`. */
    askedBy: text("asked_by").notNull(),
    /** As whose it counts against the bound on mails; null: nobody's. */
    cause: text("cause"),
    state: text("state", { enum: ["queued", "sent", "failed", "unsent", "held"] }).notNull(),
    /** Attempts begun. */
    attempts: integer("attempts").notNull().default(0),
    /** Why it was not sent, in a sentence; null while nothing went wrong. */
    error: text("error"),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    index("mails_state").on(t.state, t.pk),
    index("mails_created").on(t.createdAt),
    index("mails_cause").on(t.cause, t.createdAt),
  ],
);
