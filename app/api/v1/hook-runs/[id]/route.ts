import { getHookRun } from "@/lib/hooks/queries/get-hook-run";
import { hookRunDetailSchema } from "@/lib/hooks/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const GET = defineRoute({
  name: "hookRuns.get",
  summary: "One run with its input, output and log",
  authorize: "user",
  params: idParams,
  response: hookRunDetailSchema,
  run: async ({ ctx, params }) => {
    const { logs, replays, ...run } = await getHookRun(ctx.database.read, ctx.scope, params.id);
    return { ...run, logs: [...logs], replays: [...replays] };
  },
});
