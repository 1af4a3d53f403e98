import { rowSorts } from "@/lib/core/row-cursor";
import { countHookRuns, listHookRuns } from "@/lib/hooks/queries/list-hook-runs";
import { hookRunFilterSchema, hookRunSchema } from "@/lib/hooks/schema";
import { listParams } from "@/lib/web/api/list";
import { pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "hookRuns.list",
  summary: "Runs of hook handlers on what you may see, newest first",
  authorize: "user",
  query: hookRunFilterSchema.extend({ ...listParams(rowSorts) }),
  response: pageOf(hookRunSchema),
  run: async ({ ctx, query }) => {
    const { items, nextCursor } = await listHookRuns(ctx.database.read, ctx.scope, query);
    const page = { items: [...items], nextCursor };
    return query.count ? { ...page, total: await countHookRuns(ctx.database.read, ctx.scope, query) } : page;
  },
});
