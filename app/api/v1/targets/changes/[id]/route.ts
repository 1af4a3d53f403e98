import * as z from "zod";
import { bulkCountsSchema, bulkSpec, refusedSorts, refusedTargetSchema } from "@/lib/targets/bulk-schema";
import { getBulkChange } from "@/lib/targets/queries/get-bulk-change";
import { listRefused } from "@/lib/targets/queries/list-refused";
import { listParams } from "@/lib/web/api/list";
import { idParams, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "targets.change",
  summary:
    "How far a change of many targets of yours is, and the targets that were refused, in the order of the change",
  authorize: "user",
  params: idParams,
  query: z.strictObject({ ...listParams(refusedSorts) }),
  response: pageOf(refusedTargetSchema).extend({
    jobId: z.string(),
    change: bulkSpec,
    chosen: z.number().int().meta({ description: "Targets that were chosen" }),
    done: z.number().int(),
    counts: bulkCountsSchema,
  }),
  run: async ({ ctx, params: { id }, query: { count, ...list } }) => {
    const { read } = ctx.database;
    const { job, change, total: chosen, done, counts } = await getBulkChange(read, ctx.scope, id);
    const { items, nextCursor } = await listRefused(read, ctx.scope, { jobId: job.id, ...list });
    const page = { items: items.map(({ seq: _, ...one }) => one), nextCursor };
    return { jobId: job.id, change, chosen, done, counts, ...page, ...(count ? { total: counts.refused } : {}) };
  },
});
