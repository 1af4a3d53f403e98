import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant, pk, publicId } from "../columns";

export const users = sqliteTable("users", {
  pk: pk(),
  id: publicId(),
  username: text("username").notNull(),
  /** Lower case, NFKC: what sign-in compares. */
  usernameKey: text("username_key").notNull().unique(),
  email: text("email"),
  /** argon2id; null = this account cannot sign in by password. */
  passwordHash: text("password_hash"),
  role: text("role", { enum: ["member", "admin"] }).notNull(),
  disabledAt: instant("disabled_at"),
  /** Services act under accounts of their own, which nobody can sign in to. */
  isService: integer("is_service", { mode: "boolean" }).notNull().default(false),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  /** When this person last opened Home: what is newer is marked there. */
  lastHomeAt: instant("last_home_at"),
  /** Whether what this person is told of is mailed to her as well, where her address is known. */
  mailNotifications: integer("mail_notifications", { mode: "boolean" }).notNull().default(true),
});

export const groups = sqliteTable("groups", {
  pk: pk(),
  id: publicId(),
  name: text("name").notNull(),
  nameKey: text("name_key").notNull().unique(),
  description: text("description").notNull().default(""),
  /** Where runs of its queries that brought new alerts are told of; null = nowhere. */
  webhookUrl: text("webhook_url"),
  /** Counts the secrets that signed there: each is derived from the installation's secret, and none is stored. */
  webhookSecretNumber: integer("webhook_secret_number").notNull().default(0),
  /** When a message was last sent to this address, whatever came of it; null = never. */
  webhookTriedAt: instant("webhook_tried_at"),
  /** When one last arrived there. */
  webhookDeliveredAt: instant("webhook_delivered_at"),
  /** What came of the last one, in a sentence. */
  webhookOutcome: text("webhook_outcome"),
  createdAt: instant("created_at").notNull(),
});

export const memberships = sqliteTable(
  "memberships",
  {
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
    groupPk: integer("group_pk")
      .notNull()
      .references(() => groups.pk, { onDelete: "cascade" }),
    role: text("role", { enum: ["member", "manager"] }).notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.userPk, t.groupPk] }), index("memberships_group").on(t.groupPk, t.userPk)],
);

/** Where a person is known from: (issuer, subject), never an e-mail address. */
export const identities = sqliteTable(
  "identities",
  {
    pk: pk(),
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [uniqueIndex("identities_issuer_subject").on(t.issuer, t.subject)],
);

export const sessions = sqliteTable(
  "sessions",
  {
    pk: pk(),
    id: publicId(),
    /** SHA-256 of the random id that the cookie carries. */
    secretHash: text("secret_hash").notNull().unique(),
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** /24 or /64 of the address that signed in. */
    network: text("network").notNull().default(""),
    userAgent: text("user_agent").notNull().default(""),
    revokedAt: instant("revoked_at"),
  },
  (t) => [index("sessions_user").on(t.userPk, t.revokedAt), index("sessions_expires").on(t.expiresAt)],
);

export const apiTokens = sqliteTable(
  "api_tokens",
  {
    pk: pk(),
    id: publicId(),
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** First characters, to recognise a token; not enough to use it. */
    prefix: text("prefix").notNull(),
    secretHash: text("secret_hash").notNull().unique(),
    scope: text("scope", { enum: ["read", "write"] }).notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [index("api_tokens_user").on(t.userPk)],
);

/** Failed sign-ins by account and by network, counted in windows. */
export const signInAttempts = sqliteTable(
  "sign_in_attempts",
  {
    pk: pk(),
    usernameKey: text("username_key").notNull(),
    network: text("network").notNull(),
    at: instant("at").notNull(),
    succeeded: integer("succeeded", { mode: "boolean" }).notNull(),
  },
  (t) => [
    index("sign_in_attempts_account").on(t.usernameKey, t.at),
    index("sign_in_attempts_network").on(t.network, t.at),
    index("sign_in_attempts_at").on(t.at),
  ],
);

export const meta = sqliteTable("meta", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
  updatedAt: instant("updated_at").notNull().default(sql`(strftime('%Y-%m-%dT%H:%M:%fZ','now'))`),
});
