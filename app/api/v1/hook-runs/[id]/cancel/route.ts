import { cancelHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { hookRunSchema } from "@/lib/hooks/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "hookRuns.cancel",
  summary: "End a run that waits or is being tried",
  authorize: "user",
  params: idParams,
  response: hookRunSchema,
  run: ({ ctx, params }) => cancelHookRun({ ctx, input: { id: params.id } }),
});
