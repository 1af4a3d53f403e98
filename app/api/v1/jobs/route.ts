import { rowSorts } from "@/lib/core/row-cursor";
import { countJobs, listJobs } from "@/lib/jobs/queries";
import { jobFilterSchema, jobSchema } from "@/lib/jobs/schema";
import { listParams } from "@/lib/web/api/list";
import { pageOf, yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "jobs.list",
  summary: "Your jobs, newest first; administrators see everybody's unless `mine=true`",
  authorize: "user",
  query: jobFilterSchema.extend({
    mine: yesNoParam.optional(),
    ...listParams(rowSorts),
  }),
  response: pageOf(jobSchema),
  run: async ({ ctx, query }) => {
    const filter = { ...query, mine: query.mine ?? false };
    const { items, nextCursor } = await listJobs(ctx.database.read, ctx.scope, filter);
    const page = { items: [...items], nextCursor };
    return query.count ? { ...page, total: await countJobs(ctx.database.read, ctx.scope, filter) } : page;
  },
});
