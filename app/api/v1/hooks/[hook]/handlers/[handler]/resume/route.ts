import { resumeHandler } from "@/lib/hooks/commands/pause-handler";
import { handlerNameSchema, handlerPauseSchema } from "@/lib/hooks/schema";
import { defineRoute } from "@/lib/web/define-route";

export const POST = defineRoute({
  name: "handlers.resume",
  summary: "Let the runs of a paused handler go on",
  authorize: "admin",
  params: handlerNameSchema,
  response: handlerPauseSchema,
  run: ({ ctx, params }) => resumeHandler({ ctx, input: params }),
});
