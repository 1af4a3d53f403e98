import { retryHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { hookRunSchema } from "@/lib/hooks/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "hookRuns.retry",
  summary: "Try a failed run once more, with the steps that it has done, or a waiting one now",
  authorize: "user",
  params: idParams,
  response: hookRunSchema,
  run: ({ ctx, params }) => retryHookRun({ ctx, input: { id: params.id } }),
});
