import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, json } from "../columns";
import { jobs } from "./events";
import { targets } from "./targets";

/** An import of a file of targets: what its job works on and what became of each row. Goes with the job. */
export const targetImports = sqliteTable("target_imports", {
  jobId: text("job_id")
    .primaryKey()
    .references(() => jobs.id, { onDelete: "cascade" }),
  fileName: text("file_name").notNull(),
  /** Visibility and groups of rows that say none. */
  options: json("options").notNull(),
  /** About the file as a whole: columns that are left out. */
  warnings: json("warnings").notNull(),
  counts: json("counts").notNull(),
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
    kind: text("kind", { enum: ["file", "photometry", "verdicts"] }).notNull(),
    /** Of verdicts: the number of the first row in it. */
    seq: integer("seq").notNull(),
    body: text("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.kind, t.seq] })],
);

/**
 * Targets that an import has written and not shown yet: for every reader they do not exist (`visibleTo`). A row here
 * outlives its import's record, or an import that was given up would come into sight by being cleaned up.
 */
export const pendingTargets = sqliteTable("pending_targets", {
  targetPk: integer("target_pk")
    .primaryKey()
    .references(() => targets.pk, { onDelete: "cascade" }),
  /** The attempt that wrote it (`target_imports.run`): another one does not show it. */
  run: text("run").notNull(),
  /** The row of the file, as a spreadsheet counts it. */
  sourceRow: integer("source_row").notNull(),
  /** Its event, held back until then. */
  outboxPk: integer("outbox_pk").notNull(),
});
