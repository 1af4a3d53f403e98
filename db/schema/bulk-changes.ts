import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, json } from "../columns";
import { jobs } from "./events";

/** One change of many targets: what its job works on, and how far it has come. Goes with the job. */
export const bulkChanges = sqliteTable("bulk_changes", {
  jobId: text("job_id")
    .primaryKey()
    .references(() => jobs.id, { onDelete: "cascade" }),
  /** What is changed on each. */
  change: json("change").notNull(),
  /** When the targets were chosen: one that was made later is none of them, even under the row id of one that is gone. */
  chosenAt: instant("chosen_at").notNull(),
  total: integer("total").notNull(),
  /** How many of them are done, in order: moved in the transaction that changes them, so that none is done twice. */
  done: integer("done").notNull().default(0),
  changed: integer("changed").notNull().default(0),
  unchanged: integer("unchanged").notNull().default(0),
  refused: integer("refused").notNull().default(0),
  /** Gone since, or out of the person's sight; and ids that were none to begin with. */
  notFound: integer("not_found").notNull().default(0),
  /** The attempt that writes now, by a name of its own. */
  run: text("run"),
});

/** The row ids that were chosen, in order, in pieces; they go when all are done. */
export const bulkChangePieces = sqliteTable(
  "bulk_change_pieces",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => bulkChanges.jobId, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    keys: json("keys").notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.seq] })],
);

/** Targets that were left as they are because the person may not change them, or the change cannot be made on them. */
export const bulkChangeRefusals = sqliteTable(
  "bulk_change_refusals",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => bulkChanges.jobId, { onDelete: "cascade" }),
    /** From 1. */
    seq: integer("seq").notNull(),
    targetId: text("target_id").notNull(),
    name: text("name").notNull(),
    reason: text("reason").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.seq] }),
    index("bulk_change_refusals_name").on(t.jobId, sql`name COLLATE NOCASE`, t.seq),
  ],
);
