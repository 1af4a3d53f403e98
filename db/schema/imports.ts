import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, json, pk } from "../columns";
import { jobs } from "./events";

/** An import of a file of targets: what its job works on and what became of each row. Goes with the job. */
export const targetImports = sqliteTable("target_imports", {
  jobId: text("job_id")
    .primaryKey()
    .references(() => jobs.id, { onDelete: "cascade" }),
  fileName: text("file_name").notNull(),
  /** Of the file of photometry that came beside; null without one. */
  photometryName: text("photometry_name"),
  /** Visibility and groups of rows that say none. */
  options: json("options").notNull(),
  /** About the file as a whole: columns that are left out. */
  warnings: json("warnings").notNull(),
  counts: json("counts").notNull(),
  photometryCounts: json("photometry_counts"),
  /** The attempt that writes now, by a name of its own: an attempt that was given back has no number. */
  run: text("run"),
  /** When all of its targets came into sight, in one commit; null before, and where it did not come to that. */
  publishedAt: instant("published_at"),
});

/** The files of an import and the verdicts on their rows, in pieces of a size that a transaction writes without being felt. */
export const targetImportPieces = sqliteTable(
  "target_import_pieces",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => targetImports.jobId, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["file", "photometry", "verdicts", "photometryVerdicts"] }).notNull(),
    /** Of verdicts: the number of the first row in it. */
    seq: integer("seq").notNull(),
    body: text("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.kind, t.seq] })],
);

/**
 * What an import has written and not shown yet, one row for each of its transactions: for every reader it does not exist
 * (`visibleTo`). Bringing it all into sight is deleting these few rows. A row here outlives its import's record, or an
 * import that was given up would come into sight by being cleaned up.
 */
export const pendingParts = sqliteTable(
  "pending_parts",
  {
    pk: pk(),
    /** The attempt that wrote it (`target_imports.run`): another one does not show it. */
    run: text("run").notNull(),
    /** Its targets, in one range; null where it made none. */
    firstTargetPk: integer("first_target_pk"),
    lastTargetPk: integer("last_target_pk"),
    /** Its events, held back until then; those of targets first and in the order of the targets, as in the trail. */
    firstOutboxPk: integer("first_outbox_pk").notNull(),
    lastOutboxPk: integer("last_outbox_pk").notNull(),
    /** Its rows in the trail, which may be taken back for as long as they stand here, and never afterwards. */
    firstAuditPk: integer("first_audit_pk").notNull(),
    lastAuditPk: integer("last_audit_pk").notNull(),
  },
  (t) => [
    index("pending_parts_targets").on(t.firstTargetPk, t.lastTargetPk),
    index("pending_parts_audit").on(t.firstAuditPk, t.lastAuditPk),
  ],
);
