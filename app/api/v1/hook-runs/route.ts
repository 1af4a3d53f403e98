import { listHookRuns } from "@/lib/hooks/queries/list-hook-runs";
import { hookRunFilterSchema, hookRunSchema } from "@/lib/hooks/schema";
import { cursorParam, limitParam, pageOf } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "hookRuns.list",
  summary: "Runs of hook handlers on what you may see, newest first",
  authorize: "user",
  query: hookRunFilterSchema.extend({ limit: limitParam, cursor: cursorParam }),
  response: pageOf(hookRunSchema),
  run: async ({ ctx, query }) => {
    const { items, nextCursor } = await listHookRuns(ctx.database.read, ctx.scope, query);
    return { items: [...items], nextCursor };
  },
});
