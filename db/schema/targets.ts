import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, instant, pk, publicId } from "../columns";
import { users } from "./people";

/** Angles in degrees, ICRS; proper motions in mas/yr (RA includes cos Dec); distances in parsec; times MJD UTC. */
export const targets = sqliteTable(
  "targets",
  {
    pk: pk(),
    id: publicId(),
    version: integer("version").notNull().default(1),
    name: text("name").notNull(),
    type: text("type", { enum: ["SIDEREAL", "NON_SIDEREAL"] }).notNull(),
    visibility: text("visibility", { enum: ["open", "public", "private"] }).notNull(),
    raDeg: real("ra_deg"),
    decDeg: real("dec_deg"),
    /** Nested HEALPix index of order 14; null without a fixed position. */
    healpix14: integer("healpix14"),
    /** Julian year of the position; null = J2000. */
    epoch: real("epoch"),
    pmRaMasPerYr: real("pm_ra_mas_per_yr"),
    pmDecMasPerYr: real("pm_dec_mas_per_yr"),
    parallaxMas: real("parallax_mas"),
    distancePc: real("distance_pc"),
    distanceErrPc: real("distance_err_pc"),
    scheme: text("scheme", { enum: ["MPC_MINOR_PLANET", "MPC_COMET", "JPL_MAJOR_PLANET"] }),
    epochOfElementsMjd: real("epoch_of_elements_mjd"),
    meanAnomalyDeg: real("mean_anomaly_deg"),
    argOfPerihelionDeg: real("arg_of_perihelion_deg"),
    longAscNodeDeg: real("long_asc_node_deg"),
    inclinationDeg: real("inclination_deg"),
    eccentricity: real("eccentricity"),
    semimajorAxisAu: real("semimajor_axis_au"),
    meanDailyMotionDegPerDay: real("mean_daily_motion_deg_per_day"),
    perihelionDistanceAu: real("perihelion_distance_au"),
    epochOfPerihelionMjd: real("epoch_of_perihelion_mjd"),
    ephemerisPeriodDays: real("ephemeris_period_days"),
    ephemerisPeriodErrDays: real("ephemeris_period_err_days"),
    ephemerisEpochMjd: real("ephemeris_epoch_mjd"),
    ephemerisEpochErrDays: real("ephemeris_epoch_err_days"),
    absMag: real("abs_mag"),
    slope: real("slope"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    createdByPk: integer("created_by_pk").references(() => users.pk, { onDelete: "set null" }),
    /** Counted up whenever the light curve changes: the version of its cached columns. */
    photometryVersion: integer("photometry_version").notNull().default(0),
    photometryCount: integer("photometry_count").notNull().default(0),
    /** Of detections only, flagged ones left out. */
    firstDetectionMjd: real("first_detection_mjd"),
    newestDetectionMjd: real("newest_detection_mjd"),
    newestMag: real("newest_mag"),
    newestBand: text("newest_band"),
    /** Compact JSON of the last points, drawn in lists. */
    sparkline: text("sparkline"),
  },
  (t) => [
    index("targets_dec_ra").on(t.decDeg, t.raDeg),
    // Stars that leave their place: a cone search looks for them in wider boxes.
    index("targets_moving")
      .on(t.decDeg, t.raDeg)
      .where(sql`pm_ra_mas_per_yr IS NOT NULL OR pm_dec_mas_per_yr IS NOT NULL`),
    index("targets_name").on(sql`name COLLATE NOCASE`, t.pk),
    index("targets_updated").on(t.updatedAt, t.pk),
    index("targets_newest_detection").on(t.newestDetectionMjd, t.pk),
    index("targets_newest_mag").on(t.newestMag, t.pk),
    index("targets_type").on(t.type, t.pk),
    index("targets_created_by").on(t.createdByPk),
    index("targets_visibility").on(t.visibility, t.pk),
  ],
);

/** Every name of a target, its own and its aliases: one place to match names. */
export const targetNames = sqliteTable(
  "target_names",
  {
    pk: pk(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    isPrimary: flag("is_primary").notNull(),
    name: text("name").notNull(),
    /** lib/astro simplifyName: case, spaces, hyphens, underscores and parentheses dropped. */
    nameKey: text("name_key").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("target_names_target_key").on(t.targetPk, t.nameKey),
    index("target_names_key").on(t.nameKey, t.targetPk),
    index("target_names_name").on(sql`name COLLATE NOCASE`, t.targetPk),
  ],
);

/** Who may do what with a target beyond its visibility. */
export const targetGrants = sqliteTable(
  "target_grants",
  {
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    principalKind: text("principal_kind", { enum: ["group", "user"] }).notNull(),
    principalPk: integer("principal_pk").notNull(),
    canChange: flag("can_change").notNull(),
    canDelete: flag("can_delete").notNull(),
    /** The creator's own grant, told apart in "who can see this". */
    isCreator: flag("is_creator").notNull().default(false),
    grantedByPk: integer("granted_by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.targetPk, t.principalKind, t.principalPk] }),
    index("target_grants_principal").on(t.principalKind, t.principalPk, t.targetPk),
  ],
);

export const targetExtras = sqliteTable(
  "target_extras",
  {
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    key: text("key").notNull(),
    /** The value as JSON text: "x", 1.5, true; its type comes from the config or, for undeclared keys, from the value. */
    value: text("value").notNull(),
  },
  (t) => [primaryKey({ columns: [t.targetPk, t.key] }), index("target_extras_key").on(t.key, t.targetPk)],
);

export const targetTags = sqliteTable(
  "target_tags",
  {
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    tag: text("tag").notNull(),
  },
  (t) => [primaryKey({ columns: [t.targetPk, t.tag] }), index("target_tags_tag").on(t.tag, t.targetPk)],
);

/** Redshifts as dated, attributed entries; the newest stands for the target. */
export const targetRedshifts = sqliteTable(
  "target_redshifts",
  {
    pk: pk(),
    id: publicId(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    value: real("value").notNull(),
    error: real("error"),
    frame: text("frame", { enum: ["heliocentric", "cmb", "observed"] }),
    source: text("source").notNull(),
    date: instant("date").notNull(),
    byPk: integer("by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [index("target_redshifts_target").on(t.targetPk, t.date)],
);

export const targetClassifications = sqliteTable(
  "target_classifications",
  {
    pk: pk(),
    id: publicId(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** Who says so: a broker, a spectrum's author, TNS. */
    source: text("source").notNull(),
    classifier: text("classifier"),
    version: text("version"),
    /** 0 to 1; null = not given. Never compared between classifiers. */
    probability: real("probability"),
    date: instant("date").notNull(),
    byPk: integer("by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [index("target_classifications_target").on(t.targetPk, t.date)],
);

export const comments = sqliteTable(
  "comments",
  {
    pk: pk(),
    id: publicId(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    authorPk: integer("author_pk").references(() => users.pk, { onDelete: "set null" }),
    body: text("body").notNull(),
    createdAt: instant("created_at").notNull(),
    editedAt: instant("edited_at"),
  },
  (t) => [index("comments_target").on(t.targetPk, t.pk)],
);

export const commentMentions = sqliteTable(
  "comment_mentions",
  {
    commentPk: integer("comment_pk")
      .notNull()
      .references(() => comments.pk, { onDelete: "cascade" }),
    userPk: integer("user_pk")
      .notNull()
      .references(() => users.pk, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.commentPk, t.userPk] }), index("comment_mentions_user").on(t.userPk, t.commentPk)],
);

/** Pairs that a cross-match found close or of one name: proposals, never merges. */
export const possibleDuplicates = sqliteTable(
  "possible_duplicates",
  {
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    otherPk: integer("other_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    reason: text("reason", { enum: ["name", "position"] }).notNull(),
    /** Arcsec; null where one of the two has no fixed position. */
    separationArcsec: real("separation_arcsec"),
    createdAt: instant("created_at").notNull(),
    dismissedAt: instant("dismissed_at"),
    dismissedByPk: integer("dismissed_by_pk").references(() => users.pk, { onDelete: "set null" }),
  },
  (t) => [primaryKey({ columns: [t.targetPk, t.otherPk] }), index("possible_duplicates_other").on(t.otherPk)],
);
