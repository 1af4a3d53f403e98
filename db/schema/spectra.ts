import { blob, index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant, pk, publicId } from "../columns";
import { users } from "./people";
import { targets } from "./targets";

/**
 * One spectrum of a target, in the units of its file. Arrays are 64-bit little-endian floats, as many as `points`, in the
 * order of the wavelength. Visible as its target is.
 */
export const spectra = sqliteTable(
  "spectra",
  {
    pk: pk(),
    id: publicId(),
    targetPk: integer("target_pk")
      .notNull()
      .references(() => targets.pk, { onDelete: "cascade" }),
    /** What makes it one spectrum (lib/reduced-data/spectrum-identity.ts); unique with the target. */
    identity: text("identity").notNull(),
    /** MJD UTC; null = the file does not say when it was observed. */
    observedAtMjd: real("observed_at_mjd"),
    /** The time as it came and its scale, when that was not UTC. */
    originalTime: text("original_time"),
    originalScale: text("original_scale"),
    points: integer("points").notNull(),
    wavelength: blob("wavelength", { mode: "buffer" }).notNull(),
    /** Angstrom, nm, um, m. */
    wavelengthUnit: text("wavelength_unit").notNull(),
    wavelengthMin: real("wavelength_min").notNull(),
    wavelengthMax: real("wavelength_max").notNull(),
    /** air, vacuum; null = not said. */
    medium: text("medium", { enum: ["air", "vacuum"] }),
    flux: blob("flux", { mode: "buffer" }).notNull(),
    /** As the file writes it; null = it does not. */
    fluxUnit: text("flux_unit"),
    /** 1 sigma in `flux_unit`, NaN where a sample has none; null = no sample has one. */
    fluxErr: blob("flux_err", { mode: "buffer" }),
    exposureS: real("exposure_s"),
    /** What the file calls its object. */
    object: text("object"),
    telescope: text("telescope"),
    instrument: text("instrument"),
    observer: text("observer"),
    reducer: text("reducer"),
    source: text("source").notNull(),
    /** What brought it: `file:<id>`. */
    provenance: text("provenance").notNull(),
    revision: integer("revision").notNull().default(1),
    createdByPk: integer("created_by_pk").references(() => users.pk, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("spectra_identity").on(t.targetPk, t.identity),
    index("spectra_time").on(t.targetPk, t.observedAtMjd),
  ],
);
