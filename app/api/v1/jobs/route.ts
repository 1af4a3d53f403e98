import { listJobs } from "@/lib/jobs/queries";
import { jobFilterSchema, jobSchema } from "@/lib/jobs/schema";
import { cursorParam, limitParam, pageOf, yesNoParam } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "jobs.list",
  summary: "Your jobs, newest first; administrators see everybody's unless `mine=true`",
  authorize: "user",
  query: jobFilterSchema.extend({ mine: yesNoParam.optional(), limit: limitParam, cursor: cursorParam }),
  response: pageOf(jobSchema),
  run: async ({ ctx, query }) => {
    const { items, nextCursor } = await listJobs(ctx.database.read, ctx.scope, { ...query, mine: query.mine ?? false });
    return { items: [...items], nextCursor };
  },
});
