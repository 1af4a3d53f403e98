import * as z from "zod";
import { tagInput, visibilities } from "./schema";

/** One change of many targets: what it may be, and what is told of it. */

const specWith = <Tag extends z.ZodType<string>>(tag: Tag) =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("addTag"), tag }),
    z.strictObject({ kind: z.literal("removeTag"), tag }),
    z.strictObject({ kind: z.literal("setVisibility"), visibility: z.enum(visibilities) }),
  ]);

/** As a person or a program gives it. */
export const bulkSpecInput = specWith(tagInput);

/** As it is kept and told. */
export const bulkSpec = specWith(z.string());
export type BulkSpec = z.output<typeof bulkSpec>;

/** Up to so many are changed while one waits; more are a job. */
export const bulkAtOnceMax = 200;

const count = z.number().int();

export const bulkCountsSchema = z.object({
  changed: count,
  unchanged: count.meta({ description: "Were so already" }),
  refused: count.meta({ description: "Visible, but not yours to change; and those that the change cannot be made on" }),
  notFound: count.meta({ description: "No target, or none that you see: the two are not told apart" }),
});
export type BulkCounts = z.output<typeof bulkCountsSchema>;

export const bulkReportSchema = bulkCountsSchema.extend({
  refusedNames: z.array(z.string()).meta({ description: "Names of some of the refused, with why" }),
});
export type BulkReport = z.output<typeof bulkReportSchema>;

/** Done, or begun as a job that has a page of its own. */
export type BulkOutcome = ({ jobId: null } & BulkReport) | { jobId: string; total: number };

export const refusedTargetSchema = z.object({ id: z.string(), name: z.string(), reason: z.string() });
export type RefusedTarget = z.output<typeof refusedTargetSchema>;

/** Orders of the refused targets; the first, that of the change, is the one without a word. */
export const refusedSorts = ["createdAt", "-createdAt", "name", "-name"] as const;
export type RefusedSort = (typeof refusedSorts)[number];
