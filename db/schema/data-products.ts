import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant, json, pk, publicId } from "../columns";
import { observationRecords } from "./observations";
import { users } from "./people";
import { photometry } from "./photometry";
import { spectra } from "./spectra";
import { targets } from "./targets";

/** A file about a target, uploaded or fetched from a facility. Its bytes are in the store, under `storage_key`. */
export const dataProducts = sqliteTable(
  "data_products",
  {
    pk: pk(),
    id: publicId(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    /** The observation that it came from; null for a file without one. */
    observationPk: integer("observation_pk").references(() => observationRecords.pk, { onDelete: "set null" }),
    /** Who had it before: a facility's id; null for an upload. */
    facilityId: text("facility_id"),
    /** Its id there; unique with the facility and the target. */
    productId: text("product_id"),
    /** A key of `dataProducts` in tom.config.ts when it was stored. */
    type: text("type").notNull(),
    /** As it was named, without a path and control characters: for people, never for the store. */
    filename: text("filename").notNull(),
    /** By content. */
    contentType: text("content_type").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    /** Of the bytes, hexadecimal. */
    sha256: text("sha256").notNull(),
    storageKey: text("storage_key").notNull().unique(),
    /** Scale of its times, chosen at upload: utc, tai, tt, hjd, bjd_tdb. */
    timeScale: text("time_scale").notNull(),
    status: text("status", { enum: ["uploaded", "processing", "processed", "failed"] }).notNull(),
    /** Why processing failed, in a sentence; null otherwise. */
    message: text("message"),
    /** Counts processings that were asked for: what an older one brings is dropped. */
    processing: integer("processing").notNull().default(0),
    /** The job of the newest processing; null where the type has no processor. */
    jobId: text("job_id"),
    createdByPk: integer("created_by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    index("data_products_target").on(t.targetPk, t.pk),
    index("data_products_type").on(t.type, t.pk),
    index("data_products_status").on(t.status, t.pk),
    index("data_products_owner").on(t.createdByPk),
    index("data_products_observation").on(t.observationPk),
    uniqueIndex("data_products_at_facility")
      .on(t.targetPk, t.facilityId, t.productId)
      .where(sql`product_id IS NOT NULL`),
  ],
);

/** What the newest processing of a file said. */
export const dataProductResults = sqliteTable("data_product_results", {
  productPk: integer("product_pk")
    .primaryKey()
    .references(() => dataProducts.pk, { onDelete: "cascade" }),
  kind: text("kind", { enum: ["photometry", "spectroscopy", "image"] }).notNull(),
  /** Rows that were new or had another value. */
  accepted: integer("accepted").notNull(),
  /** Rows that were known already. */
  unchanged: integer("unchanged").notNull(),
  /** Of the accepted: those that had another value before. */
  revised: integer("revised").notNull(),
  rejectedTotal: integer("rejected_total").notNull(),
  /** The first of them: row, field, message. */
  rejected: json("rejected").notNull(),
  /** Sentences about the file as a whole. */
  notes: json("notes").notNull(),
  /** What the header of an image says; null for other files. */
  header: json("header"),
  /** Of the preview in the store; null without one. */
  previewKey: text("preview_key").unique(),
  previewWidth: integer("preview_width"),
  previewHeight: integer("preview_height"),
  processedAt: instant("processed_at").notNull(),
});

/** Which measurements a file gave, alone or with others: those go with it that nothing else gave. */
export const dataProductPhotometry = sqliteTable(
  "data_product_photometry",
  {
    productPk: integer("product_pk")
      .notNull()
      .references(() => dataProducts.pk, { onDelete: "cascade" }),
    photometryPk: integer("photometry_pk")
      .notNull()
      .references(() => photometry.pk, { onDelete: "cascade" }),
  },
  (t) => [
    primaryKey({ columns: [t.productPk, t.photometryPk] }),
    index("data_product_photometry_row").on(t.photometryPk),
  ],
);

export const dataProductSpectra = sqliteTable(
  "data_product_spectra",
  {
    productPk: integer("product_pk")
      .notNull()
      .references(() => dataProducts.pk, { onDelete: "cascade" }),
    spectrumPk: integer("spectrum_pk")
      .notNull()
      .references(() => spectra.pk, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.productPk, t.spectrumPk] }), index("data_product_spectra_row").on(t.spectrumPk)],
);

/** Objects of the store that nothing needs any more: written by triggers when their row goes, whatever takes it away. */
export const storageRemovals = sqliteTable("storage_removals", {
  storageKey: text("storage_key").primaryKey(),
  createdAt: instant("created_at").notNull(),
});
