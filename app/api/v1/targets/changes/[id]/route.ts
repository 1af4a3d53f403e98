import * as z from "zod";
import { bulkCountsSchema, bulkSpec, refusedTargetSchema } from "@/lib/targets/bulk-schema";
import { getBulkChange, listRefused } from "@/lib/targets/queries/get-bulk-change";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.change",
  summary: "How far a change of many targets of yours is, and the targets that were refused",
  authorize: "user",
  params: idParams,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(25),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, "This cursor is not known")
      .transform(Number)
      .optional(),
  }),
  response: z.object({
    jobId: z.string(),
    change: bulkSpec,
    total: z.number().int().meta({ description: "Targets that were chosen" }),
    done: z.number().int(),
    counts: bulkCountsSchema,
    items: z.array(refusedTargetSchema).meta({ description: "Refused, in order" }),
    nextCursor: z.string().nullable(),
  }),
  run: async ({ ctx, params: { id }, query: { limit, cursor } }) => {
    const { read } = ctx.database;
    const { job, ...change } = await getBulkChange(read, ctx.scope, id);
    const { items, nextCursor } = await listRefused(read, ctx.scope, { jobId: job.id, after: cursor, limit });
    return { jobId: job.id, ...change, items: items.map(({ seq: _, ...one }) => one), nextCursor };
  },
});
