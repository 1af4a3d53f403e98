import * as z from "zod";
import { jobStatuses } from "./types";

export const jobIdSchema = z.strictObject({ id: z.uuid() });

export const listJobsSchema = z.strictObject({
  status: z.enum(jobStatuses).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(25),
  cursor: z.string().max(100).optional(),
});

const instant = z.string().max(40);

export const jobSchema = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.enum(jobStatuses),
  done: z.number().int(),
  total: z.number().int().nullable(),
  message: z.string(),
  result: z.unknown(),
  owner: z.string().nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

export const jobPageSchema = z.object({ items: z.array(jobSchema), nextCursor: z.string().nullable() });
