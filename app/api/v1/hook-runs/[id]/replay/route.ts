import { replayHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { hookRunSchema, replayBodySchema } from "@/lib/hooks/schema";
import { idParams } from "@/lib/web/api/shapes";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "hookRuns.replay",
  summary: "Run a handler again with the same event; a dry run changes nothing",
  authorize: "user",
  params: idParams,
  body: replayBodySchema.prefault({}),
  response: hookRunSchema,
  status: 201,
  run: ({ ctx, params, body }) => replayHookRun({ ctx, input: { ...body, id: params.id } }),
});
