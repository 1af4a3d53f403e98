import * as z from "zod";
import { uploadTimeScales } from "@/lib/data-processors/contract";
import { dataProductStatuses } from "./types";

/** What the doors take about files. Isomorphic. */

const id = z.string("must be text").trim().min(1, "must not be empty").max(60, "must have at most 60 characters");
/** The scale of the times in a file. */
export const timeScaleSchema = z.enum(uploadTimeScales, `must be one of ${uploadTimeScales.join(", ")}`);

/** The fields of an upload, beside the file. A form sends an empty text for what is left out. */
export const uploadFieldsSchema = z.strictObject({
  targetId: id,
  /** A key of `dataProducts` in tom.config.ts. */
  type: z.string("must be text").trim().min(1, "must not be empty").max(40, "must have at most 40 characters"),
  observationRecordId: z
    .string()
    .trim()
    .max(60, "must have at most 60 characters")
    .transform((text) => (text === "" ? null : text))
    .nullish()
    .transform((text) => text ?? null),
  timeScale: z.preprocess((text) => (text === "" || text === null ? undefined : text), timeScaleSchema.default("utc")),
});

export type UploadFields = z.output<typeof uploadFieldsSchema>;

export const dataProductFilterShape = {
  targetId: id.optional(),
  type: z.string().trim().min(1).max(40).optional(),
  status: z.enum(dataProductStatuses, `must be one of ${dataProductStatuses.join(", ")}`).optional(),
  observationRecordId: id.optional(),
};

export const reprocessSchema = z.strictObject({ timeScale: timeScaleSchema.optional() });

export const productIdSchema = z.strictObject({ id });
export const reprocessActionSchema = productIdSchema.extend(reprocessSchema.shape);
