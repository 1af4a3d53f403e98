import * as z from "zod";
import { jobStatuses } from "./types";

export const jobIdSchema = z.strictObject({ id: z.string().min(1).max(60) });

export const jobFilterSchema = z.strictObject({ status: z.enum(jobStatuses).optional() });

const instant = z.string().max(40);

export const jobSchema = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.enum(jobStatuses),
  done: z.number().int(),
  total: z.number().int().nullable(),
  message: z.string(),
  result: z.unknown(),
  subject: z
    .object({
      brokerId: z.string().nullable(),
      target: z.object({ id: z.string(), name: z.string() }).nullable(),
    })
    .meta({ description: "The broker that it asks, and the one target that it is about where you may see it" }),
  owner: z.string().nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
