import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, json, pk } from "../columns";
import { users } from "./people";
import { targets } from "./targets";

/** One measurement of a target's light. Times MJD UTC; magnitudes in `mag_system`; fluxes in nJy (AB). */
export const photometry = sqliteTable(
  "photometry",
  {
    pk: pk(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    /** What makes it one measurement (lib/reduced-data/identity.ts); unique with the target. */
    identity: text("identity").notNull(),
    kind: text("kind", { enum: ["detection", "forced", "limit"] }).notNull(),
    observedAtMjd: real("observed_at_mjd").notNull(),
    band: text("band").notNull(),
    mag: real("mag"),
    magErr: real("mag_err"),
    fluxNjy: real("flux_njy"),
    fluxErrNjy: real("flux_err_njy"),
    limitMag: real("limit_mag"),
    limitSigma: real("limit_sigma"),
    /** "AB", "Vega", or null = not stated. */
    magSystem: text("mag_system"),
    brightness: text("brightness", { enum: ["difference", "total"] }).notNull(),
    /** Who made the forced photometry; null unless kind is forced. */
    producer: text("producer"),
    negative: flag("negative").notNull(),
    timeReference: text("time_reference", { enum: ["start", "middle"] }),
    /** The scale the time came in when it was not UTC (TAI, TT, BJD_TDB ...), with the value as it came. */
    originalScale: text("original_scale"),
    originalTime: text("original_time"),
    telescope: text("telescope"),
    instrument: text("instrument"),
    /** Where the light was measured: ZTF, LSST, Gaia, a telescope's name. */
    source: text("source").notNull(),
    sourceId: text("source_id"),
    /** Who delivered it, as a JSON list of text. */
    via: text("via").notNull(),
    /** What brought it: `run:<id>`, `job:<id>`, `form`, `api`, `message:<id>`. */
    provenance: text("provenance").notNull(),
    parserVersion: text("parser_version").notNull(),
    revision: integer("revision").notNull().default(1),
    flaggedReason: text("flagged_reason"),
    flaggedByPk: integer("flagged_by_pk").references(() => users.pk, { onDelete: "set null" }),
    flaggedAt: instant("flagged_at"),
    createdByPk: integer("created_by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("photometry_identity").on(t.targetPk, t.identity),
    index("photometry_time").on(t.targetPk, t.observedAtMjd),
  ],
);

/** What a measurement said before it was revised. */
export const photometryRevisions = sqliteTable(
  "photometry_revisions",
  {
    pk: pk(),
    photometryPk: integer("photometry_pk")
      .notNull()
      .references(() => photometry.pk, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    /** The values and provenance that were replaced. */
    values: json("values").notNull(),
    replacedAt: instant("replaced_at").notNull(),
    replacedByPk: integer("replaced_by_pk").references(() => users.pk, { onDelete: "set null" }),
  },
  (t) => [uniqueIndex("photometry_revisions_of").on(t.photometryPk, t.revision)],
);
