import * as z from "zod";
import { uploadTimeScales } from "@/lib/data-processors/contract";
import { dataProductStatuses } from "@/lib/data-products/types";

/** What the API says of files. */

export const dataProductShape = z
  .object({
    id: z.string(),
    targetId: z.string(),
    targetName: z.string(),
    observationRecordId: z.string().nullable(),
    facilityId: z.string().nullable().meta({ description: "Where it was fetched; null for an upload." }),
    productId: z.string().nullable().meta({ description: "Its id there; null for an upload." }),
    type: z.string().meta({ description: "A key of dataProducts in tom.config.ts" }),
    filename: z.string(),
    contentType: z.string().meta({ description: "By content, not by name" }),
    sizeBytes: z.number(),
    sha256: z.string().meta({ description: "Of the file, hexadecimal" }),
    timeScale: z.enum(uploadTimeScales).meta({
      description: "The scale of its times, where the file does not say one itself.",
    }),
    status: z.enum(dataProductStatuses).meta({
      description: "`uploaded` is the end for a type that nothing reads.",
    }),
    message: z.string().nullable().meta({ description: "Why processing failed, in a sentence" }),
    jobId: z.string().nullable().meta({ description: "Of the newest processing; null for a type that nothing reads" }),
    counts: z
      .object({ accepted: z.number(), unchanged: z.number(), rejected: z.number() })
      .nullable()
      .meta({ description: "Of the newest processing that ended well" }),
    hasPreview: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: "DataProduct" });

const time = z.object({
  observedAtMjd: z.number(),
  originalTime: z.string().nullable(),
  originalScale: z.string().nullable(),
});

export const dataProductResultShape = z
  .object({
    status: z.enum(dataProductStatuses),
    accepted: z.number().meta({ description: "Rows that were stored: new, or with another value than before" }),
    revised: z.number().meta({ description: "Of the accepted: those that had another value before" }),
    unchanged: z.number().meta({ description: "Rows that were known already" }),
    rejected: z
      .array(z.object({ row: z.number(), field: z.string(), message: z.string() }))
      .meta({ description: "The first 1,000; row 0 is the file as a whole." }),
    rejectedTotal: z.number(),
    notes: z.array(z.string()).meta({ description: "Sentences about the file as a whole" }),
    header: z
      .object({
        format: z.string(),
        width: z.number(),
        height: z.number(),
        object: z.string().nullable(),
        observed: time.nullable(),
        exposureS: z.number().nullable(),
        filter: z.string().nullable(),
        telescope: z.string().nullable(),
        instrument: z.string().nullable(),
        centre: z.object({ raDeg: z.number(), decDeg: z.number() }).nullable(),
        pixelScaleArcsec: z.number().nullable(),
      })
      .nullable()
      .meta({ description: "Of an image" }),
    preview: z.object({ width: z.number(), height: z.number() }).nullable(),
    processedAt: z.string().nullable(),
  })
  .meta({ id: "DataProductResult" });

export const uploadForm = z.object({
  file: z.string().meta({ format: "binary" }),
  targetId: z.string(),
  type: z
    .string()
    .meta({ description: "A key of dataProducts in tom.config.ts: photometry, spectroscopy, image, ..." }),
  observationRecordId: z.string().optional(),
  timeScale: z.enum(uploadTimeScales).optional().meta({ description: "Of the times in the file; default utc" }),
});
