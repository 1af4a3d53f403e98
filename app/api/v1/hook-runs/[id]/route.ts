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
    const { steps, logs, replays, ...run } = await getHookRun(ctx.database.read, ctx.scope, params.id);
    return { ...run, steps: [...steps], logs: [...logs], replays: [...replays] };
  },
});
