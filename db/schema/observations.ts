import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json, pk, publicId } from "../columns";
import { users } from "./people";
import { targets } from "./targets";

/** What was asked of telescopes: one row an observation of one target at one facility. Times ISO 8601 UTC. */
export const observationRecords = sqliteTable(
  "observation_records",
  {
    pk: pk(),
    id: publicId(),
    version: integer("version").notNull().default(1),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    facilityId: text("facility_id").notNull(),
    /** The facility's own id; null while it has none. */
    observationId: text("observation_id"),
    /** One of the facility's states. */
    status: text("status").notNull(),
    /** What the facility's states said of it when it was written. */
    terminal: flag("terminal").notNull(),
    failed: flag("failed").notNull(),
    parameters: json("parameters").notNull(),
    scheduledStart: instant("scheduled_start"),
    scheduledEnd: instant("scheduled_end"),
    createdByPk: integer("created_by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** When the facility was last asked after it; null: never. */
    polledAt: instant("polled_at"),
    /** Why the last asking told nothing, in a sentence; null when it did. */
    pollError: text("poll_error"),
    /** Askings that failed since one told something. */
    pollFailures: integer("poll_failures").notNull().default(0),
    /** When the facility is asked next; null: not by itself. */
    nextPollAt: instant("next_poll_at"),
    /** When its files are looked for next, to be fetched by themselves; null: not any more, or not at all. */
    filesNextAt: instant("files_next_at"),
    /** How often they were looked for since it was over. */
    filesLooks: integer("files_looks").notNull().default(0),
  },
  (t) => [
    uniqueIndex("observation_records_at_facility")
      .on(t.facilityId, t.observationId, t.targetPk)
      .where(sql`observation_id IS NOT NULL`),
    index("observation_records_target").on(t.targetPk, t.pk),
    index("observation_records_status").on(t.status, t.pk),
    index("observation_records_terminal").on(t.terminal, t.pk),
    index("observation_records_facility").on(t.facilityId, t.pk),
    index("observation_records_start").on(t.scheduledStart, t.pk),
    index("observation_records_updated").on(t.updatedAt, t.pk),
    index("observation_records_created_by").on(t.createdByPk),
    index("observation_records_next_poll").on(t.nextPollAt).where(sql`next_poll_at IS NOT NULL`),
    index("observation_records_files_next").on(t.filesNextAt).where(sql`files_next_at IS NOT NULL`),
  ],
);

/** Every state that a record came to, and by whom. */
export const observationStates = sqliteTable(
  "observation_states",
  {
    pk: pk(),
    recordPk: integer("record_pk")
      .notNull()
      .references(() => observationRecords.pk, { onDelete: "cascade" }),
    status: text("status").notNull(),
    /** Null: the record was made in this state. */
    previousStatus: text("previous_status"),
    at: instant("at").notNull(),
    /** As the audit trail writes it. */
    actor: text("actor").notNull(),
    actorName: text("actor_name").notNull(),
    source: text("source", { enum: ["page", "api", "bulk", "poll", "house"] }).notNull(),
  },
  (t) => [index("observation_states_record").on(t.recordPk, t.pk)],
);
